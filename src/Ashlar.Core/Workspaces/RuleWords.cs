using Ashlar.Core.Policies;

namespace Ashlar.Core.Workspaces;

/// <summary>Rules in the words of messages to a model.</summary>
internal static class RuleWords
{
    /// <summary>Where the rule stands and what it says.</summary>
    public static string Describe(this PolicyRule rule) => $"{rule.Source}, {rule.Kind}: {rule.Value}";

    /// <summary>Whether the rule guards a file that Ashlar writes itself, which is answered without blame.</summary>
    public static bool IsKept(this PolicyRule? rule) => rule?.Kind == "kept";
}
