using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Watching;

/// <summary>What the records of a run say, held against its results.</summary>
/// <param name="Examination">What was examined.</param>
/// <param name="Findings">What does not fit.</param>
internal sealed record WatchReading(Examination Examination, IReadOnlyList<Finding> Findings)
{
    /// <summary>What the keys of its findings begin with.</summary>
    public const string Key = "watch:";

    /// <summary>Reads.</summary>
    /// <param name="runner">The runner.</param>
    /// <param name="records">The records of its processes.</param>
    /// <param name="lost">How many processes began a record that is not there or bears no seal.</param>
    /// <param name="exitCode">The command's exit code.</param>
    /// <param name="tests">What the result file or the output says.</param>
    public static WatchReading Of(WatchedRunner runner, IReadOnlyList<WatchRecord> records, int lost, int? exitCode, TestRun tests)
    {
        var parts = records.SelectMany(record => record.Parts).ToList();
        var isShown = parts.Exists(part => part.Sentinel == "failed");
        var examination = new Examination(
            isShown,
            isShown
                ? $"{runner.Name} was watched inside its process and seen failing a test of Ashlar's own"
                : $"{runner.Name} is not examined inside its process: no test of Ashlar's own could be shown to it; what it reported was held against the results"
        );
        return new WatchReading(
            examination,
            [.. Against(runner, records, parts, lost, exitCode, tests).Select(trouble => Finding(trouble.Key, trouble.What))]
        );
    }

    /// <summary>A finding of the watch.</summary>
    public static Finding Finding(string key, string what) =>
        new(
            $"{Key}{key}",
            $"{what}. Such a run shows nothing. Take out what interferes with it. If the task really requires it, Escalate (question)."
        )
        {
            Rule = "judge",
        };

    private static IEnumerable<(string Key, string What)> Against(
        WatchedRunner runner,
        IReadOnlyList<WatchRecord> records,
        List<WatchedPart> parts,
        int lost,
        int? exitCode,
        TestRun tests
    )
    {
        if (lost > 0)
        {
            yield return ("record", "a record of the tests' runner was taken away or written over");
        }

        // A process that was ended shows as a failure in the results of others; alone it would be all there is.
        if (records.Any(record => record.IsOpen) && tests.Failing == 0)
        {
            yield return ("end", "the tests' runner was ended before it was through (os._exit, or killed)");
            yield break;
        }

        if (parts.Exists(part => !part.IsThrough && part.Exit is null or 0))
        {
            yield return (
                "early",
                "tests ended their process themselves (process.exit) before the runner had told of all of them: end what is left open in `after`, or have the command run with `--test-force-exit`"
            );
        }

        if (parts.Find(part => part.Sentinel is not (null or "failed")) is { } weak)
        {
            yield return ("sentinel", $"a test of Ashlar's own that must fail was not seen failing ({ShownText.Line(weak.Sentinel!)})");
        }

        var replaced = parts.SelectMany(part => part.Replaced).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (replaced.Count > 0)
        {
            yield return (
                "replaced",
                $"functions of the tests' runner were replaced while it ran: {ShownText.Line(string.Join(", ", replaced.Take(5)))}"
            );
        }

        var counted = parts.Where(part => part.Passed is not null).ToList();
        var (passed, failed) = (counted.Sum(part => part.Passed ?? 0), counted.Sum(part => part.Failed ?? 0));
        var run = tests.Cases.Count(test => test.Outcome == TestOutcome.Passed && !runner.IsOnlyCompiled(test.File));
        if (counted.Count > 0 && ((runner.IsWhole && run > passed) || (failed > 0 && tests.Failing == 0)))
        {
            yield return (
                "results",
                $"the results say {run} passed and {tests.Failing} failed, the runner itself reported {passed} and {failed}"
            );
        }

        if (parts.Find(part => part.Passed is not null && part.Exit is > 0) is { } red && exitCode == 0)
        {
            yield return ("exit", $"the tests' runner ended with {red.Exit}, the command with 0");
        }
    }
}
