using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Holds the record of a repetition against the record of the run, step by step.</summary>
/// <param name="recorded">The run.</param>
/// <param name="again">The repetition.</param>
/// <param name="paths">The paths then and now.</param>
internal sealed partial class ReplayComparison(RecordedRun recorded, RunFolder again, ReplayPaths paths)
{
    private readonly StepComparison steps = new(recorded, paths);

    /// <summary>An execution ended otherwise than recorded.</summary>
    public void Ended(RunFinished finished, Entry observed)
    {
        var now = observed.As(RunJson.Default.RunFinished);
        steps.Differs(
            new StepPlace(long.MaxValue, null, null),
            "exit status",
            Told(finished),
            now is null ? $"none, the last step was {observed.Type}" : Told(now)
        );
    }

    /// <summary>Compares all that both have and names what one of them lacks.</summary>
    /// <param name="then">Git of the run's repository.</param>
    /// <param name="now">Git of the repetition's.</param>
    /// <param name="log">The iteration log, the one file of a commit in which Ashlar writes the time; null without one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReplayResult> CompareAsync(Git then, Git now, string? log, CancellationToken cancellationToken)
    {
        var entries = again.Record.Read().Entries;
        var reached = new Dictionary<(string, string?, string), Entry>();
        foreach (var entry in entries)
        {
            if (Key(entry) is { } key)
            {
                reached[(entry.Type, entry.Task, key)] = entry;
            }
        }

        var trees = new TreeComparison(then, now, log);
        foreach (var entry in Last(recorded.Entries))
        {
            var place = StepPlace.Of(entry);
            var other = reached.GetValueOrDefault((entry.Type, entry.Task, Key(entry)!));
            if (other is null)
            {
                if (MissedSteps.Words.Of(recorded, entry) is { } missing)
                {
                    steps.Differs(place, missing, "done", "not reached");
                }

                continue;
            }

            await ComparedSteps.Table.Of(new StepPair(steps, place, other, trees, cancellationToken), entry).ConfigureAwait(false);
        }

        return steps.Result;
    }

    /// <summary>A step's key; a commit that it names has another hash each time.</summary>
    private static string? Key(Entry entry) => entry.Text("key") is { } key ? Hash().OrNone().ReplaceIn(key, "<hash>") : null;

    [GeneratedRegex("\\b[0-9a-f]{12,64}\\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hash();

    /// <summary>The last entry of each step: a gate that could not run is run again under the same key.</summary>
    private static IEnumerable<Entry> Last(IReadOnlyList<Entry> entries) =>
        entries
            .Where(entry => entry.Text("key") is not null)
            .GroupBy(entry => (entry.Type, entry.Task, Key: entry.Text("key")))
            .Select(group => group.Last());

    private static string Told(RunFinished finished) =>
        string.Create(CultureInfo.InvariantCulture, $"{finished.ExitStatus} ({finished.State}{Reason(finished)})");

    private static string Reason(RunFinished finished) => finished.Reason is { } reason ? $": {ShownText.Line(reason.Message)}" : "";
}
