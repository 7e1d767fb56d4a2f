using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>Compares what ran at the start of a task with what ran now: a test whose text is there may still be narrowed away.</summary>
internal static class RunIntegrity
{
    /// <summary>One finding for each test function that no longer runs, is skipped now, or runs with fewer cases.</summary>
    public static IEnumerable<Finding> Findings(
        TestRun before,
        TestRun after,
        TestInventory sources,
        Dictionary<string, TestSource> moved,
        HashSet<string> told,
        IntegrityAllowance allowance
    )
    {
        var now = Groups(after);
        // A file that cannot be collected is a failing test of its own; what it held is not told again.
        var broken = after
            .Cases.Where(test => test.Outcome == TestOutcome.Error && test.IsWholeFile)
            .Select(test => test.File!)
            .ToHashSet(StringComparer.Ordinal);
        // A quiet runner names only what fails: a name that is missing may be one of those that it does not tell.
        var unnamed = Unnamed(after) - Unnamed(before);
        foreach (var (id, old) in Groups(before))
        {
            var source = sources.Tests.FirstOrDefault(test => test.IsCase(old[0]));
            if (
                (source is not null && (told.Contains(source.Id) || allowance.Allows(source)))
                || (old[0].File is { } file && broken.Contains(file))
            )
            {
                continue;
            }

            if (!now.TryGetValue(id, out var cases))
            {
                cases = source is not null && moved.TryGetValue(source.Id, out var place) ? [.. after.Cases.Where(place.IsCase)] : [];
            }

            if (cases.Count == 0 && unnamed > 0)
            {
                unnamed -= old.Count;
                continue;
            }

            if (Message(id, old, cases) is { } message)
            {
                yield return new Finding($"run:{id}", message) { Path = old[0].File, Rule = "test-integrity" };
            }
        }
    }

    private static int Unnamed(TestRun run) => run.Cases.Count(test => test.Id.StartsWith("(unnamed", StringComparison.Ordinal));

    private static string? Message(string id, List<TestCase> old, List<TestCase> now)
    {
        const string Way = "If the task really requires it, Escalate (question).";
        if (old[0].IsWholeFile)
        {
            return null;
        }

        if (now.Count == 0)
        {
            return $"{id}  ran at the start of the task and is no longer run. Put it back, or undo what keeps it from running. {Way}";
        }

        if (now.Count < old.Count)
        {
            return $"{id}  ran with {old.Count} cases at the start of the task; {now.Count} are left. Put them back. {Way}";
        }

        return Ran(old) > 0 && Ran(now) < Ran(old)
            ? $"{id}  ran at the start of the task and is now skipped or expected to fail. Let it run. {Way}"
            : null;
    }

    private static int Ran(List<TestCase> cases) => cases.Count(test => test.Outcome != TestOutcome.Skipped);

    private static Dictionary<string, List<TestCase>> Groups(TestRun run) =>
        run
            .Cases.Where(test => !test.Id.StartsWith("(unnamed", StringComparison.Ordinal))
            .GroupBy(test => Plain(test.Id), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    private static string Plain(string id)
    {
        var bracket = id.IndexOf('[', StringComparison.Ordinal);
        return bracket > 0 && id.EndsWith(']') ? id[..bracket] : id;
    }
}
