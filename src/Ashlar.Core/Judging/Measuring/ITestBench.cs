using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>Runs tests on a tree in a fresh place.</summary>
public interface ITestBench
{
    /// <summary>Builds, where that is needed, and runs.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="tests">Which tests; a bench that cannot select runs more.</param>
    /// <param name="timeout">When the run is ended.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>Which tests are run.</summary>
/// <param name="Ids">Their ids; empty for all.</param>
public sealed record TestSelection(IReadOnlyList<string> Ids)
{
    /// <summary>All tests.</summary>
    public static TestSelection All { get; } = new([]);

    /// <summary>Files that hold them, as far as that is known.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether it is all tests.</summary>
    public bool IsAll => Ids.Count == 0;
}

/// <summary>What a run of tests gave.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Tests">Each test by its id.</param>
public sealed record BenchRun(BenchEnding Ending, IReadOnlyDictionary<string, BenchTest> Tests)
{
    /// <summary>A run as a gate reported it; a test of one id in several gates went as it went worst.</summary>
    public static BenchRun Of(IEnumerable<TestCase> cases, TimeSpan duration)
    {
        var tests = new Dictionary<string, BenchTest>(StringComparer.Ordinal);
        foreach (var test in cases)
        {
            var now = BenchTest.Of(test);
            if (tests.GetValueOrDefault(test.Id) is not { } known || known.IsBetterThan(now))
            {
                tests[test.Id] = now;
            }
        }

        return new BenchRun(BenchEnding.Ran, tests) { Duration = duration };
    }

    /// <summary>The longest that tests may take of which something was taken away.</summary>
    internal static TimeSpan LongestPatience { get; } = TimeSpan.FromSeconds(180);

    /// <summary>How long tests may take, of which something was taken away, that took so long when all was well.</summary>
    internal static TimeSpan Patience(TimeSpan green) => Patience(green, TimeSpan.FromSeconds(30), LongestPatience);

    /// <summary>Three times what tests took when all was well, within bounds.</summary>
    internal static TimeSpan Patience(TimeSpan green, TimeSpan shortest, TimeSpan longest)
    {
        var time = green * 3;
        return time < shortest ? shortest
            : time > longest ? longest
            : time;
    }

    /// <summary>Whether a test ran and did not come out well.</summary>
    internal bool IsBad(string id) => Tests.GetValueOrDefault(id) is { IsBad: true };

    /// <summary>Whether a test ran and passed.</summary>
    public bool Passed(string id) => Tests.GetValueOrDefault(id)?.Status == BenchStatus.Passed;

    /// <summary>A selection of its tests.</summary>
    public TestSelection Select(IReadOnlyList<string> ids) =>
        new(ids) { Files = [.. ids.Select(id => Tests.GetValueOrDefault(id)?.File).OfType<string>().Distinct(StringComparer.Ordinal)] };

    /// <summary>Wall-clock time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The failure in one line, for an ending other than <see cref="BenchEnding.Ran"/>.</summary>
    public string? Words { get; init; }
}

/// <summary>How a run ended.</summary>
public enum BenchEnding
{
    /// <summary>Tests were run and reported; some may have failed.</summary>
    Ran,

    /// <summary>It did not build.</summary>
    BuildFailed,

    /// <summary>No test could be collected.</summary>
    CollectionFailed,

    /// <summary>It did not end in time.</summary>
    TimedOut,

    /// <summary>It could not be made: the environment's fault.</summary>
    Fault,
}

/// <summary>One test in a run.</summary>
/// <param name="Status">How it went.</param>
public sealed record BenchTest(BenchStatus Status)
{
    /// <summary>A test as a gate reported it.</summary>
    public static BenchTest Of(TestCase test) =>
        new(
            test.Outcome switch
            {
                _ when test.IsWholeFile && test.Outcome is TestOutcome.Error or TestOutcome.Failed => BenchStatus.NotCollected,
                TestOutcome.Passed => BenchStatus.Passed,
                TestOutcome.Failed => BenchStatus.Failed,
                TestOutcome.Error => BenchStatus.Errored,
                _ => BenchStatus.Skipped,
            }
        )
        {
            File = test.File,
            Line = test.Line,
            Message = test.Message,
            IsUnnamed = test.IsUnnamed,
        };

    /// <summary>Whether it ran and did not come out well: it failed, broke off, or did not end.</summary>
    internal bool IsBad => Status is BenchStatus.Failed or BenchStatus.Errored or BenchStatus.TimedOut;

    /// <summary>Whether another run of the same test went worse.</summary>
    internal bool IsBetterThan(BenchTest other) =>
        Status == BenchStatus.Passed || other.Status is BenchStatus.Failed or BenchStatus.Errored;

    /// <summary>Whether the runner only counted it.</summary>
    public bool IsUnnamed { get; init; }

    /// <summary>How long it took; null where the runner does not say.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Its file, or null.</summary>
    public string? File { get; init; }

    /// <summary>Line of the failure, from 1, or null.</summary>
    public int? Line { get; init; }

    /// <summary>The failure in one line, or null.</summary>
    public string? Message { get; init; }
}

/// <summary>How a test went.</summary>
public enum BenchStatus
{
    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It ran and failed.</summary>
    Failed,

    /// <summary>Its set-up or call had an error.</summary>
    Errored,

    /// <summary>It was skipped, or is expected to fail.</summary>
    Skipped,

    /// <summary>Its file could not be loaded.</summary>
    NotCollected,

    /// <summary>It was ended because it took too long.</summary>
    TimedOut,
}
