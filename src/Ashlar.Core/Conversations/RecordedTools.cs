using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Conversations;

/// <summary>
/// Executes calls and records them: what was recorded is not done again, and a call that was cut off is recovered by what its
/// repetition would mean.
/// </summary>
public sealed class RecordedTools(Toolbox toolbox, ToolContext context, StepLog steps, string task)
{
    private readonly BlockStore store = new(context.Artifacts);

    /// <summary>What the tools work with. It changes when a person grants more.</summary>
    public ToolContext Context { get; set; } = context;

    /// <summary>Awaited before the first call is executed; what it throws keeps every call from being executed.</summary>
    public Task Ready { get; init; } = Task.CompletedTask;

    /// <summary>Told of each call that was executed, with its key, before its result is recorded.</summary>
    public Func<ToolCall, MaskedAnswer, string, Task> Executed { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>
    /// Which tools are called even where their result is recorded: those whose own steps are recorded and bring the run's state along.
    /// </summary>
    public Func<string, bool> Replays { get; init; } = _ => false;

    /// <summary>Whether a call has stopped the task. Its result is not recorded: it is given when the task continues.</summary>
    public Func<bool> Halted { get; init; } = () => false;

    /// <summary>Executes a call, or takes its recorded result.</summary>
    /// <param name="call">The call.</param>
    /// <param name="key">The step's key.</param>
    /// <param name="cancellationToken">Ends it; nothing is recorded then.</param>
    public async Task<MaskedAnswer> CallAsync(ToolCall call, string key, CancellationToken cancellationToken)
    {
        var finished = steps.Past<ToolFinished>(task, key);
        if (finished is null)
        {
            finished = await ExecuteAsync(call, key, cancellationToken).ConfigureAwait(false);
        }
        else if (Replays(call.Name))
        {
            await toolbox.CallAsync(call, Context with { CallId = call.Id }, cancellationToken).ConfigureAwait(false);
        }

        Context.Memory.Apply(finished.Effects);
        return MaskedAnswer.Recorded(store.Load(finished.Content), finished.IsError, finished.Effects, finished.Refusal);
    }

    private async Task<ToolFinished> ExecuteAsync(ToolCall call, string key, CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        var own = Context with { CallId = call.Id, CommandStarted = process => RecordProcess(key, process) };
        MaskedAnswer answer;
        if (steps.Past<ToolStarted>(task, key) is { } started)
        {
            answer = await ToolRecovery.FinishAsync(toolbox, call, started.Snapshot, own, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var snapshot = toolbox.SnapshotBefore(call, own);
            var repetition = toolbox.RepetitionOf(call, own);
            steps.Record(
                task,
                new ToolStarted(key, call.Id, call.Name, MaskedText.Of(own.Mask, CallSummary.Of(call)), repetition, snapshot)
            );
            if (repetition == Repetition.Effectful)
            {
                // After a power cut it must be known that it may have happened.
                steps.Journal.Sync();
            }

            answer = await toolbox.CallAsync(call, own, cancellationToken).ConfigureAwait(false);
        }

        foreach (var reverted in answer.Effects.OfType<FilesReverted>())
        {
            if (steps.PastEntry<ChangeReverted>(task, key) is null)
            {
                steps.Record(task, new ChangeReverted(key, reverted.Paths, reverted.Rule));
            }
        }

        await Executed(call, answer, key).ConfigureAwait(false);
        var finished = new ToolFinished(
            key,
            call.Id,
            call.Name,
            store.Store(answer.Content),
            answer.IsError,
            answer.Effects,
            answer.Refusal
        );
        if (!Halted())
        {
            finished = steps.Keep(task, finished);
        }

        return finished;
    }

    private void RecordProcess(string key, Sandboxes.Kernel.ProcessIdentity process) =>
        steps.Record(task, new CommandStarted(key, process.Pid, process.StartTime));
}
