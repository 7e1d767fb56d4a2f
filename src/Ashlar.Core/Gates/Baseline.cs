using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>What was wrong before the work began: the gates on the run base.</summary>
/// <param name="Results">Results on the run base, as <see cref="CommandGate.RunAsync"/> gives them.</param>
public sealed record Baseline(IReadOnlyList<GateResult> Results)
{
    /// <summary>
    /// What is never known, since it would let a task pass without any evidence: no test run, all skipped, an unreadable result, a time-out,
    /// an exit code that hides failures. Nor is an exit code by itself, which says nothing of what failed.
    /// </summary>
    private static readonly string[] NeverKnown = ["no-tests", "all-skipped", "results", "timeout", "exit-green", "fault"];

    /// <summary>A baseline that knows nothing.</summary>
    public static Baseline Empty { get; } = new([]);

    /// <summary>The results whose names begin with a prefix, under what follows it.</summary>
    public Baseline Under(string prefix) =>
        new([
            .. Results
                .Where(result => result.Name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(result => result with { Name = result.Name[prefix.Length..] }),
        ]);

    /// <summary>
    /// The result with what fails in the same way on the base set apart: same test or same finding, and same message but for addresses, times and
    /// the like. Of several findings with one key and message, as many are known as the base had. A gate that could tell nothing on the base and
    /// can tell nothing now either is the environment's fault.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <param name="given">What people said of it; null for nothing.</param>
    public GateResult Compare(GateResult result, KnownRules? given = null)
    {
        var rules = given ?? KnownRules.None;
        if (rules.KnownGates.Contains(result.Name))
        {
            return result.Status == GateStatus.Green
                ? result
                : result with
                {
                    Status = GateStatus.Known,
                    New = [],
                    Known = [.. result.New, .. result.Known],
                    DecidesNothing = true,
                };
        }

        if (Results.FirstOrDefault(known => known.Name == result.Name) is not { } before)
        {
            return result;
        }

        if (result is { Status: GateStatus.Env, Inability: { } fault })
        {
            return before.Inability is null && MayBeWork(fault.Kind)
                ? result with
                {
                    Status = GateStatus.Red,
                    Fault = null,
                    New = [new Finding("fault", fault.Why)],
                }
                : result;
        }

        if (
            result.Inability is { } inability
            && before.Inability?.Kind == inability.Kind
            && !(rules.OwesAll && inability.Kind is InabilityKind.ExitOnly or InabilityKind.Contradiction)
            && !rules.OwedGates.Contains(result.Name)
        )
        {
            return result with
            {
                Status = GateStatus.Env,
                Fault = $"it could not work on the commit that the run starts from either: {inability.Why}",
            };
        }

        return before.Status == GateStatus.Env ? result : Apart(result, before, rules);
    }

    private static GateResult Apart(GateResult result, GateResult before, KnownRules rules)
    {
        result = Examined(result, before);
        var left = new Dictionary<(string, string), int>();
        foreach (var finding in before.New.Concat(before.Known).Where(MayBeKnown))
        {
            var key = KeyOf(finding);
            left[key] = left.GetValueOrDefault(key) + 1;
        }

        var red = before.New.Concat(before.Known).Select(finding => finding.Key).ToHashSet(StringComparer.Ordinal);
        var owed = (result.Tests?.Cases ?? []).Where(rules.IsOwed).Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        var known = new List<Finding>();
        var fresh = new List<Finding>();
        foreach (var finding in result.New.Concat(result.Known))
        {
            var key = KeyOf(finding);
            var count = left.GetValueOrDefault(key);
            var isNamed = rules.KnownTests.Contains(finding.Key) && red.Contains(finding.Key);
            (
                isNamed || (count > 0 && !owed.Contains(finding.Key) && !rules.OwesAll && !rules.OwedGates.Contains(result.Name))
                    ? known
                    : fresh
            ).Add(finding);
            left[key] = count - 1;
        }

        return result with
        {
            New = fresh,
            Known = known,
            Status =
                fresh.Count > 0 ? GateStatus.Red
                : known.Count > 0 ? GateStatus.Known
                : GateStatus.Green,
        };
    }

    /// <summary>It worked before the change: then the change, not the place, keeps it from working.</summary>
    private static bool MayBeWork(InabilityKind kind) => kind is InabilityKind.Usage or InabilityKind.NoInput or InabilityKind.Restore;

    private static bool MayBeKnown(Finding finding) =>
        !NeverKnown.Contains(finding.Key, StringComparer.Ordinal) && !finding.Key.StartsWith("exit:", StringComparison.Ordinal);

    /// <summary>What the run on the base let be examined, every later one owes.</summary>
    private static GateResult Examined(GateResult result, GateResult before) =>
        before.Examined is { Inside: true }
        && result is { Examined: { Inside: false } now, Tests: not null }
        && !result.New.Any(finding => finding.Key.StartsWith(WatchReading.Key, StringComparison.Ordinal))
            ? result with
            {
                New =
                [
                    .. result.New,
                    WatchReading.Finding(
                        "absent",
                        $"on the base the tests' runner was examined inside its process, here it was not: {now.What}"
                    ),
                ],
            }
            : result;

    // Where runners that are not watched run tests too, the numbers differ from run to run.
    private static (string, string) KeyOf(Finding finding) =>
        (finding.Key, finding.Key == $"{WatchReading.Key}results" ? "" : FailureText.Normalise(finding.Message));
}
