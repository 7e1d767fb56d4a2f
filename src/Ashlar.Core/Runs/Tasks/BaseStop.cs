using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>
/// Stops a task before its model is asked again where a gate cannot work on the commit that the run starts from: no work could be judged by it.
/// Only the first request of a run does not wait to know.
/// </summary>
/// <param name="steps">Recorded steps.</param>
/// <param name="known">The gates on the run base.</param>
/// <param name="item">The task.</param>
/// <param name="questions">Asks people.</param>
internal sealed class BaseStop(StepLog steps, RunBaseline known, TaskItem item, RunEscalations questions)
{
    /// <summary>What stopped the task, or null.</summary>
    public TaskWaits? Halted { get; private set; }

    /// <summary>Whether a task waits because of the run base, which all tasks build on.</summary>
    public static bool Is(TaskOutcome outcome) => outcome is TaskWaits { Escalation: { } raised } && GateAnswers.IsBase(raised);

    /// <summary>Whether the model may be asked.</summary>
    public async Task<bool> MayAskAsync(CancellationToken cancellationToken)
    {
        if (known.IsFirstRequest())
        {
            return true;
        }

        var faults = await known.FaultsAsync(cancellationToken).ConfigureAwait(false);
        Halted = faults.Count == 0 ? null : new TaskWaits(Ask(faults));
        return Halted is null;
    }

    private EscalationRaised Ask(IReadOnlyList<GateResult> faults)
    {
        lock (known)
        {
            known.Question ??= Earlier() ?? questions.Ask(item.Id, known.NextQuestion, Question(faults)).Raised;
            return known.Question;
        }
    }

    /// <summary>The question, where another task of an earlier execution raised it.</summary>
    private EscalationRaised? Earlier() =>
        steps
            .PastOf<EscalationRaised>()
            .Select(entry => entry.Read(RunJson.Default.EscalationRaised))
            .LastOrDefault(raised => string.Equals(raised.Key, known.NextQuestion, StringComparison.Ordinal));

    private static EscalationRaised Question(IReadOnlyList<GateResult> faults) =>
        new(
            "",
            "",
            GateAnswers.Kind,
            $"{(faults.Count == 1 ? "a gate" : $"{faults.Count} gates")} cannot work on the commit that the run starts from: {GateFaultText.Lines(faults)}",
            $"{GateFaultText.Details(faults)}\nAnswer `done` when it is fixed (the gates run again), `known` to let it stay red in this run (it then decides nothing, and every report says so), or `owed` when the work is to turn it green.",
            GateAnswers.Options,
            [],
            []
        )
        {
            Gates = [.. faults.Select(gate => gate.Name)],
        };
}
