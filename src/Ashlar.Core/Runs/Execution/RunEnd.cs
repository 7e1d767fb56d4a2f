using System.Diagnostics;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Handoffs;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Execution;

/// <summary>How an execution of a run ends: what follows from its tasks, and the record of it.</summary>
/// <param name="assignment">The assigned tasks.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="landing">The way to the branch.</param>
/// <param name="runner">Where gates run.</param>
/// <param name="check">Looks again at what was done.</param>
/// <param name="handoff">What leaves the machine.</param>
/// <param name="checkout">The user's checkout, where the run works in it.</param>
internal sealed class RunEnd(
    Assignment assignment,
    Recorder recorder,
    Landing landing,
    GateRunner runner,
    FinalCheck check,
    Handoff handoff,
    InPlaceCheckout? checkout
)
{
    private readonly long began = Stopwatch.GetTimestamp();

    /// <summary>The end that follows from the outcomes of the tasks; the exit status.</summary>
    public async Task<int> AsAsync(IReadOnlyDictionary<string, TaskOutcome> outcomes, CancellationToken cancellationToken)
    {
        var limit = outcomes.Values.OfType<TaskLimited>().FirstOrDefault();
        var model = outcomes.Values.OfType<TaskWithoutModel>().FirstOrDefault();
        var waits = outcomes.Values.OfType<TaskWaits>().ToList();
        var lost = outcomes.Values.OfType<TaskLost>().FirstOrDefault();
        if (limit is not null)
        {
            var remedy = limit.Limit.Remedy($"ashlar resume {recorder.Folder.Id}");
            return Finish("limit", 4, new Problem(limit.Limit.Code, limit.Limit.Message) { Remedy = remedy });
        }

        if (waits.Count > 0)
        {
            recorder.Steps.Record(null, new RunWaiting([.. waits.Select(wait => wait.Escalation.Id).Distinct(StringComparer.Ordinal)]));
            var first = waits[0].Escalation;
            var task = outcomes.First(outcome => ReferenceEquals(outcome.Value, waits[0])).Key;
            return Finish("waiting", 3, WaitingText.Waits(recorder.Folder.Id, task, first));
        }

        var done = assignment.Units.Where(unit => outcomes.GetValueOrDefault(unit.Id) is TaskDone);
        var fallen = await check
            .RunAsync([.. done.Select(unit => (unit, ((TaskDone)outcomes[unit.Id]).Completed))], cancellationToken)
            .ConfigureAwait(false);
        if (checkout is not null)
        {
            // Before the end is recorded: nobody cleans up after an execution of a run that is done.
            await checkout.FollowAsync(landing.Head, cancellationToken).ConfigureAwait(false);
        }

        if (lost is not null)
        {
            var problem = lost.Failed.Problem;
            return Finish("failed", 1, fallen is null ? problem : problem with { Message = $"{problem.Message}; {fallen.Message}" });
        }

        if (model is not null)
        {
            return Finish("failed", 1, ModelProblem(model));
        }

        var red = fallen ?? await runner.Final.RunAsync(landing.Head, cancellationToken).ConfigureAwait(false) ?? LeftRed(outcomes);
        if (red is not null)
        {
            return Finish("failed", 1, red);
        }

        return await handoff.RunAsync(landing.Head, cancellationToken).ConfigureAwait(false) is { } hindrance
            ? Finish("failed", 1, hindrance)
            : Finish("done", 0, null, await handoff.NextAsync(landing.Head, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Tests left red on purpose fail a run that also did other work.</summary>
    private Problem? LeftRed(IReadOnlyDictionary<string, TaskOutcome> outcomes) =>
        runner.Red.Own.Count == 0 || outcomes.Values.All(outcome => outcome is TaskDone { Completed.Proof: "red-by-intent" })
            ? null
            : new Problem("tests.left-red", $"tests that were left failing on purpose still fail: {string.Join(", ", runner.Red.Own)}")
            {
                Remedy = "Do the tasks that turn them green; ticks and commits stay",
            };

    private Problem ModelProblem(TaskWithoutModel model) =>
        new(
            $"model.{model.Failure.Kind.ToString().ToLowerInvariant()}",
            $"the model {model.Model} cannot be used: {ShownText.Line(model.Failure.Message.Text)}"
        )
        {
            Observed = model.Failure.Status is { } status ? $"status {status}" : null,
            Retryable = model.Failure.Retryable,
            Remedy =
                model.Failure.Kind is FailureKind.TooLong ? TooLong(model)
                : model.Failure.Kind is FailureKind.Exhausted
                    ? "Record the run again with `--record FILE`, or continue with a model that answers: "
                        + $"`ashlar resume {recorder.Folder.Id} --model PROVIDER/NAME`"
                : $"Fix it, then resume at the same turn with `ashlar resume {recorder.Folder.Id}`",
        };

    /// <summary>Where the provider told its window, what is left is too long for it; else a person can tell it.</summary>
    private string TooLong(TaskWithoutModel model)
    {
        var again = $"ashlar resume {recorder.Folder.Id}";
        var other = $"continue with a model that takes more: `{again} --model PROVIDER/NAME`";
        return model.Failure.Window is { } window
            ? $"What cannot be left out is too long for its {window} tokens: {other}; where the server can be given a larger window, raise it there, "
                + $"name it under `windows` in .ashlar/config.yaml, and `{again}`"
            : $"What was said is too long for it. Say how many tokens it takes, such as `windows: {{{model.Model}: 32768}}` in .ashlar/config.yaml, then `{again}`; or {other}";
    }

    /// <summary>Records the end; the exit status.</summary>
    public int Finish(string state, int exitStatus, Problem? reason, string? next = null)
    {
        var worked = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        recorder.Steps.Record(null, new RunFinished(state, exitStatus, reason, worked) { Next = next });
        recorder.Steps.Journal.Sync();
        runner.IsOver = state == "done";
        return exitStatus;
    }
}
