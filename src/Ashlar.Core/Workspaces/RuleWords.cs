using Ashlar.Core.Policies;

namespace Ashlar.Core.Workspaces;

/// <summary>Rules in the words of messages to a model.</summary>
internal static class RuleWords
{
    /// <summary>Where the rule stands and what it says; for an allow rule, all that is allowed.</summary>
    public static string Describe(this PolicyRule rule, IScope scope)
    {
        var values =
            rule.Kind == "allow"
                ? string.Join(
                    ", ",
                    scope.Rules.Where(other => other.Kind == "allow").Select(other => other.Value).DefaultIfEmpty(rule.Value)
                )
                : rule.Value;
        return $"{rule.Source}, {rule.Kind}: {values}";
    }
}
