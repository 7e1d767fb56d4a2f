using Ashlar.Core.Gates;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Compares a gate's result with the recorded one: the verdict, the findings, the tests and how each went.</summary>
internal static class GateComparison
{
    private const int Shown = 5;

    /// <summary>The difference, or null.</summary>
    public static (string Recorded, string Observed)? Of(GateResult recorded, GateResult observed)
    {
        if (recorded.Status != observed.Status)
        {
            return (Told(recorded), Told(observed));
        }

        var (then, now) = (Tests(recorded), Tests(observed));
        if (!then.SetEquals(now))
        {
            return (
                $"{Told(recorded)}{Only(then.Except(now, StringComparer.Ordinal))}",
                $"{Told(observed)}{Only(now.Except(then, StringComparer.Ordinal))}"
            );
        }

        var (found, seen) = (Keys(recorded), Keys(observed));
        return found.SetEquals(seen)
            ? null
            : (
                $"findings{Only(found.Except(seen, StringComparer.Ordinal))}",
                $"findings{Only(seen.Except(found, StringComparer.Ordinal))}"
            );
    }

    /// <summary>The verdict in a few words: <c>green, exit 0: 29 passed</c>.</summary>
    public static string Told(GateResult result) => $"{result.Status.ToString().ToLowerInvariant()}, {GateFindingsText.Outcome(result)}";

    private static HashSet<string> Tests(GateResult result) =>
        (result.Tests?.Cases ?? [])
            .Select(test => $"{test.Id} {test.Outcome.ToString().ToLowerInvariant()}")
            .ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Keys(GateResult result) =>
        result
            .New.Select(finding => finding.Key)
            .Concat(result.Known.Select(finding => $"{finding.Key} (known)"))
            .ToHashSet(StringComparer.Ordinal);

    private static string Only(IEnumerable<string> rest)
    {
        var all = rest.Order(StringComparer.Ordinal).ToList();
        return all.Count == 0
            ? ""
            : $"; only here: {string.Join(", ", all.Take(Shown))}{(all.Count > Shown ? $" and {all.Count - Shown} more" : "")}";
    }
}
