using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>What one variant showed: a test that noticed, none, or why it shows nothing.</summary>
/// <param name="Variant">What had been done.</param>
internal sealed record Sighting(string Variant)
{
    public string? Test { get; init; }

    public bool IsUnnoticed { get; init; }

    public Shows Shows { get; init; }

    public NotMeasured? Missing { get; init; }
}

/// <summary>The runs of a measurement, within its time.</summary>
internal sealed class MeasurementRuns
{
    private readonly ITestBench bench;
    private readonly TimeProvider clock;
    private readonly MeasurementSubject subject;
    private readonly long began;
    private readonly List<string> own;

    public MeasurementRuns(ITestBench bench, TimeProvider clock, MeasurementSubject subject)
    {
        this.bench = bench;
        this.clock = clock;
        this.subject = subject;
        began = clock.GetTimestamp();
        Witnesses = subject
            .Green.Tests.Where(test => test.Value.Status == BenchStatus.Passed && !subject.Flaky.Contains(test.Key))
            .Select(test => test.Key)
            .ToHashSet(StringComparer.Ordinal);
        own = [.. subject.Own.Where(Witnesses.Contains)];
    }

    /// <summary>Tests whose failure says something.</summary>
    public IReadOnlySet<string> Witnesses { get; }

    /// <summary>How many runs there were.</summary>
    public int Count { get; private set; }

    /// <summary>Runs the task's own tests, and where they do not mind, all tests.</summary>
    public async Task<Sighting> TryAsync(Variant variant, CancellationToken cancellationToken)
    {
        if (own.Count > 0 && own.Count < Witnesses.Count)
        {
            var sighting = await OnceAsync(variant, Selection(own), cancellationToken).ConfigureAwait(false);
            if (!sighting.IsUnnoticed && sighting.Missing?.Reason is not (NotMeasuredReason.NotCollected or NotMeasuredReason.NotRun))
            {
                return sighting;
            }
        }

        return await OnceAsync(variant, TestSelection.All, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs tests on the unchanged tree; tells which of them did not pass. Null is the run as a whole.</summary>
    public async Task<Func<string?, bool>> ControlAsync(IEnumerable<string?> tests, CancellationToken cancellationToken)
    {
        var ids = tests.Distinct(StringComparer.Ordinal).ToList();
        var selection = ids.Exists(id => id is null || !subject.Green.Tests.ContainsKey(id))
            ? TestSelection.All
            : Selection([.. ids.OfType<string>()]);
        Count++;
        // It belongs to what was measured already, so that it is made whatever the time; a busy machine must not take that back.
        var run = await bench.RunAsync(TreeOverlay.Task, selection, BenchRun.LongestPatience, cancellationToken).ConfigureAwait(false);
        return test =>
            run.Ending != BenchEnding.Ran
            || (
                test is null ? Witnesses.Any(run.IsBad)
                : subject.Green.Tests.ContainsKey(test) ? Status(run, test) != BenchStatus.Passed
                : run.Tests.ContainsKey(test) || run.Tests.Count < subject.Green.Tests.Count
            );
    }

    private async Task<Sighting> OnceAsync(Variant variant, TestSelection selection, CancellationToken cancellationToken)
    {
        var left = subject.Budget - clock.GetElapsedTime(began);
        if (left <= TimeSpan.Zero)
        {
            return Not(variant, NotMeasuredReason.NoTime, "was left out: the time for the proof is used up");
        }

        var timeout = Timeout(selection);
        var limit = timeout < left ? timeout : left;
        Count++;
        var run = await bench.RunAsync(variant.Tree, selection, limit, cancellationToken).ConfigureAwait(false);
        return run.Ending switch
        {
            BenchEnding.BuildFailed when variant.Otherwise is { } other => await OnceAsync(other, selection, cancellationToken)
                .ConfigureAwait(false),
            BenchEnding.BuildFailed => Not(variant, NotMeasuredReason.NotBuilt, $"does not build ({variant.Name}): {run.Words}"),
            BenchEnding.CollectionFailed => Not(variant, NotMeasuredReason.NotCollected, $"leaves no test to be loaded ({variant.Name})"),
            BenchEnding.Fault => Not(variant, NotMeasuredReason.Fault, $"could not be run: {run.Words}"),
            BenchEnding.TimedOut when limit < timeout => Not(
                variant,
                NotMeasuredReason.NoTime,
                "was cut off: the time for the proof is used up"
            ),
            BenchEnding.TimedOut => new Sighting(variant.Name) { Test = Hung(run, selection), Shows = variant.Shows },
            _ => Seen(variant, run, selection),
        };
    }

    private Sighting Seen(Variant variant, BenchRun run, TestSelection selection)
    {
        // In the order of the task's own tests, then as the names are, so that the same run names the same test.
        var asked = selection.IsAll ? [.. own, .. Witnesses.Except(own).Order(StringComparer.Ordinal)] : selection.Ids;
        if (asked.FirstOrDefault(run.IsBad) is { } noticed)
        {
            return new Sighting(variant.Name) { Test = noticed, Shows = variant.Shows };
        }

        var gone = asked.Where(id => Status(run, id) is null or BenchStatus.NotCollected).ToList();
        if (gone.Count > 0 && gone.TrueForAll(id => subject.Green.Tests[id].IsUnnamed) && Named(run) is { } named)
        {
            return new Sighting(variant.Name) { Test = named, Shows = variant.Shows };
        }

        var absent = gone.Count;
        return absent == 0 ? new Sighting(variant.Name) { IsUnnoticed = true }
            : absent == asked.Count ? Not(variant, NotMeasuredReason.NotCollected, $"leaves no test to be run ({variant.Name})")
            : Not(
                variant,
                NotMeasuredReason.NotRun,
                $"keeps {absent} of {asked.Count} tests from being run, and the others do not mind ({variant.Name})"
            );
    }

    /// <summary>Of a runner that names only what fails: a test that it did not name on the tree.</summary>
    private string? Named(BenchRun run) =>
        run
            .Tests.Where(test => !subject.Green.Tests.ContainsKey(test.Key) && test.Value.IsBad)
            .Select(test => test.Key)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();

    private static string? Hung(BenchRun run, TestSelection selection) =>
        run.Tests.Where(test => test.Value.Status == BenchStatus.TimedOut).Select(test => test.Key).FirstOrDefault()
        ?? (selection.Ids.Count == 1 ? selection.Ids[0] : null);

    private TestSelection Selection(IReadOnlyList<string> ids) =>
        new(ids)
        {
            Files =
            [
                .. ids.Select(id => subject.Green.Tests.GetValueOrDefault(id)?.File).OfType<string>().Distinct(StringComparer.Ordinal),
            ],
        };

    /// <summary>Three times what the tests took on the tree, within bounds.</summary>
    private TimeSpan Timeout(TestSelection selection)
    {
        var durations = selection.Ids.Select(id => subject.Green.Tests.GetValueOrDefault(id)?.Duration).ToList();
        var green =
            selection.IsAll || durations.Contains(null)
                ? subject.Green.Duration
                : durations.Aggregate(TimeSpan.Zero, (sum, duration) => sum + duration!.Value);
        return BenchRun.Patience(green);
    }

    private static BenchStatus? Status(BenchRun run, string id) => run.Tests.GetValueOrDefault(id)?.Status;

    private static Sighting Not(Variant variant, NotMeasuredReason reason, string words) =>
        new(variant.Name) { Missing = new NotMeasured(reason, words) };
}
