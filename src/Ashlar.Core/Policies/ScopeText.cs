namespace Ashlar.Core.Policies;

/// <summary>What an agent is told of the files that it may change: what is so for the files that there are.</summary>
public static class ScopeText
{
    private const int MostRules = 12;

    /// <summary>One line, true for each of the files.</summary>
    /// <param name="scope">The scope of the task.</param>
    /// <param name="files">The repository's files, relative to the root.</param>
    public static string Of(IScope scope, IReadOnlyList<string> files)
    {
        var allow = Values(scope, "allow");
        var deny = Values(scope, "deny");
        var closed = files
            .Select(path => scope.DecideWrite(path, existsAtBase: true))
            .Where(decision => !decision.Allowed)
            .Select(decision => decision.Rule)
            .OfType<PolicyRule>()
            .DistinctBy(rule => (rule.Kind, rule.Value))
            .ToList();
        var frozen = closed.Where(rule => rule.Kind is "frozen").Select(rule => rule.Value);
        var guarded = closed.Where(rule => rule.Kind is "protected").Select(rule => rule.Value.TrimStart('/'));
        List<string> except = [.. deny, .. guarded.Except(deny, StringComparer.Ordinal)];
        var what = allow.Count == 0 ? "all files" : Listed(allow);
        var kept = Listed([.. frozen]);
        return $"You may change: {what}{(except.Count == 0 ? "" : $", but not {Listed(except)}")}"
            + $"{(kept.Length == 0 ? "" : $"; new files may be added to {kept}, those that exist stay as they are")}. Ashlar undoes other changes.";
    }

    private static string Listed(IReadOnlyList<string> values) =>
        string.Join(", ", values.Take(MostRules)) + (values.Count > MostRules ? $" and {values.Count - MostRules} more" : "");

    private static List<string> Values(IScope scope, string kind) =>
        scope
            .Rules.Where(rule => rule.Enforced && string.Equals(rule.Kind, kind, StringComparison.Ordinal))
            .Select(rule => rule.Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();
}
