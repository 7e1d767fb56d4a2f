using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Runs the gates of a run again on the commit of each task that it did, and compares them with what was recorded.</summary>
/// <param name="recorded">The run.</param>
/// <param name="place">Where it is done.</param>
/// <param name="workspace">The checkout in which gates run.</param>
/// <param name="configuration">The configuration.</param>
/// <param name="assignment">The assigned tasks.</param>
/// <param name="own">The gates, with what they may reach here.</param>
internal sealed class GateReplay(
    RecordedRun recorded,
    ReplayPlace place,
    GateWorkspace workspace,
    Configuration configuration,
    Assignment assignment,
    IReadOnlyList<GateSetting> own
)
{
    /// <summary>One row for each gate of each task.</summary>
    public async Task<IReadOnlyList<JudgedGate>> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new List<JudgedGate>();
        workspace.StandOn(recorded.Started.Base, []);
        try
        {
            var known = new Baseline(
                recorded.Entries.LastOrDefault(entry => entry.Is<BaselineFinished>())?.Read(RunJson.Default.BaselineFinished).Gates ?? []
            );
            foreach (var entry in recorded.Entries.Where(entry => entry.Is<TaskCompleted>()))
            {
                rows.AddRange(await TaskAsync(entry, known, cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            workspace.Remove();
        }

        return rows;
    }

    private async Task<IReadOnlyList<JudgedGate>> TaskAsync(Entry entry, Baseline known, CancellationToken cancellationToken)
    {
        var task = entry.Task!;
        var commit = entry.Read(RunJson.Default.TaskCompleted).Commit;
        // Of a task that was opened again, each end has the start and the gates before it.
        var before = recorded.Entries.Where(other => other.Seq < entry.Seq && other.Task == task).ToList();
        var started = before.Last(other => other.Is<TaskStarted>()).Read(RunJson.Default.TaskStarted);
        var results = before
            .Where(other => other.Is<GateFinished>())
            .Select(other => other.Read(RunJson.Default.GateFinished))
            .GroupBy(gate => gate.Tree, StringComparer.Ordinal)
            .LastOrDefault();
        var gates = Gates(task);
        await workspace.FillAsync(commit, recorded.Started.Base, cancellationToken).ConfigureAwait(false);
        var examination = await workspace
            .ExamineAsync(place.Git, started.Base, commit, own, new IntegrityAllowance([]), cancellationToken)
            .ConfigureAwait(false);
        workspace.Lay(examination.Judge.FromBase);
        var rows = new List<JudgedGate>();
        var rules = GateAnswers.Of(recorded.Entries, own).Rules(configuration, _ => false);
        foreach (var then in (results ?? Enumerable.Empty<GateFinished>()).Select(gate => gate.Result))
        {
            if (gates.GetValueOrDefault(then.Name) is { } gate)
            {
                var now = known.Compare(await workspace.Gate.RunAsync(gate, cancellationToken).ConfigureAwait(false), rules);
                rows.Add(new JudgedGate(task, commit, then, now, GateComparison.Of(then, now)));
            }
        }

        return rows;
    }

    private Dictionary<string, GateSetting> Gates(string task)
    {
        var item = assignment.Units.FirstOrDefault(unit => string.Equals(unit.Id, task, StringComparison.Ordinal));
        return own.Concat(item is null ? [] : CriterionGates.Of(recorded.Started.Criteria, item))
            .GroupBy(gate => gate.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }
}

/// <summary>A gate on the commit of a task, then and now.</summary>
/// <param name="Task">The task.</param>
/// <param name="Commit">Its commit.</param>
/// <param name="Recorded">What was recorded.</param>
/// <param name="Observed">What was seen now.</param>
/// <param name="Difference">What differs, or null.</param>
public sealed record JudgedGate(
    string Task,
    string Commit,
    GateResult Recorded,
    GateResult Observed,
    (string Recorded, string Observed)? Difference
)
{
    /// <summary>A result in a few words: <c>green, exit 0: 29 passed</c>.</summary>
    public static string Told(GateResult result) => GateComparison.Told(result);
}
