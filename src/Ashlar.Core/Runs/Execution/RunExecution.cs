using System.Diagnostics;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Handoffs;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Tasks;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Execution;

/// <summary>
/// Drives a run: ready tasks until nothing can continue, then the end. The same code runs a new run and a resumed
/// one; what is recorded is not done again.
/// </summary>
/// <param name="world">What the run shares.</param>
/// <param name="environments">Makes the surroundings of a task.</param>
/// <param name="hall">Where gates run.</param>
internal sealed class RunExecution(RunWorld world, TaskEnvironments environments, GateHall hall) : IDisposable
{
    private readonly Landing landing = new(world);
    private readonly Handoff handoff = new(world);
    private readonly long began = Stopwatch.GetTimestamp();

    /// <summary>Runs to the end and returns the exit status.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            hall.BeginBaseline(cancellationToken);
            await landing.RecoverAsync().ConfigureAwait(false);
            if (world.InPlace)
            {
                await new InPlaceCheckout(world).EnterAsync(landing.Head, cancellationToken).ConfigureAwait(false);
            }

            var board = new TaskBoard(world, new TaskAttempts(world, environments, hall, landing));
            await board.RunAsync(cancellationToken).ConfigureAwait(false);
            var status = await EndAsync(board.Outcomes, cancellationToken).ConfigureAwait(false);
            var ended = board.Outcomes.Where(one => one.Value is TaskDone or TaskLost).Select(one => one.Key);
            await world.Trees.ForgetAsync(world, ended.ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
            if (world.InPlace)
            {
                await new InPlaceCheckout(world).FollowAsync(landing.Head, cancellationToken).ConfigureAwait(false);
            }

            return status;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Finish(
                "interrupted",
                130,
                new Problem("run.interrupted", "the run was interrupted") { Remedy = $"Resume with `ashlar resume {world.Folder.Id}`" }
            );
        }
        catch (Exception full)
            when (JournalReserve.IsFull(full) || Exhaustion.IsDisk(full) || (full is IOException && world.Steps.Journal.IsPressed))
        {
            var limit = LimitReached.Disk;
            var problem = new Problem(limit.Code, limit.Message) { Remedy = limit.Remedy($"ashlar resume {world.Folder.Id}") };
            return FinishWith(new ProblemException(problem, exitStatus: 4, full), "limit");
        }
        catch (ProblemException problem)
        {
            return FinishWith(problem);
        }
        catch (Exception trouble) when (Exhaustion.Of(trouble, $"resume with `ashlar resume {world.Folder.Id}`") is { } exhausted)
        {
            return FinishWith(new ProblemException(exhausted, exitStatus: 4, trouble), "limit");
        }
        catch (UndecidedTextException undecided)
        {
            return FinishWith(new ProblemException(undecided.Problem, exitStatus: 1, undecided));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or GitException)
        {
            return FinishWith(Broken(trouble));
        }
        finally
        {
            await hall.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => landing.Dispose();

    /// <summary>Ends with a problem; where even that cannot be recorded, the problem is all that is left to say.</summary>
    private int FinishWith(ProblemException trouble, string state = "failed")
    {
        try
        {
            return Finish(state, trouble.ExitStatus, trouble.Problems[0]);
        }
        catch (IOException)
        {
            throw trouble;
        }
    }

    private ProblemException Broken(Exception trouble) =>
        new(
            new Problem("run.broken", $"the run cannot continue: {ShownText.Line(trouble.Message).TrimEnd('.')}")
            {
                Path = trouble is GitException ? null : world.Folder.Path,
                Remedy = $"Fix it (is the disk full?), then run `ashlar resume {world.Folder.Id}`",
            },
            exitStatus: 1,
            trouble
        );

    private async Task<int> EndAsync(IReadOnlyDictionary<string, TaskOutcome> outcomes, CancellationToken cancellationToken)
    {
        var limit = outcomes.Values.OfType<TaskLimited>().FirstOrDefault();
        var model = outcomes.Values.OfType<TaskWithoutModel>().FirstOrDefault();
        var waits = outcomes.Values.OfType<TaskWaits>().ToList();
        var lost = outcomes.Values.OfType<TaskLost>().FirstOrDefault();
        if (limit is not null)
        {
            var remedy = limit.Limit.Remedy($"ashlar resume {world.Folder.Id}");
            return Finish("limit", 4, new Problem(limit.Limit.Code, limit.Limit.Message) { Remedy = remedy });
        }

        if (waits.Count > 0)
        {
            world.Steps.Record(null, new RunWaiting([.. waits.Select(wait => wait.Escalation.Id).Distinct(StringComparer.Ordinal)]));
            var first = waits[0].Escalation;
            var task = outcomes.First(outcome => ReferenceEquals(outcome.Value, waits[0])).Key;
            return Finish(
                "waiting",
                3,
                new Problem("run.waiting", $"the run waits for you: {first.Id}: {ShownText.Line(first.Summary)}")
                {
                    Remedy = $"Decide with `{WaitingText.Command(world.Folder.Id, task, first)}`",
                }
            );
        }

        var done = world.Assignment.Units.Where(unit => outcomes.GetValueOrDefault(unit.Id) is TaskDone);
        var fallen = await new FinalCheck(world, hall, landing)
            .RunAsync([.. done.Select(unit => (unit, ((TaskDone)outcomes[unit.Id]).Completed))], cancellationToken)
            .ConfigureAwait(false);
        if (lost is not null)
        {
            var problem = lost.Failed.Problem;
            return Finish("failed", 1, fallen is null ? problem : problem with { Message = $"{problem.Message}; {fallen.Message}" });
        }

        if (model is not null)
        {
            return Finish("failed", 1, ModelProblem(model));
        }

        var red = fallen ?? await hall.RunFinalAsync(landing.Head, cancellationToken).ConfigureAwait(false) ?? LeftRed(outcomes);
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
        hall.Red.Own.Count == 0 || outcomes.Values.All(outcome => outcome is TaskDone { Completed.Proof: "red-by-intent" })
            ? null
            : new Problem("tests.left-red", $"tests that were left failing on purpose still fail: {string.Join(", ", hall.Red.Own)}")
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
                        + $"`ashlar resume {world.Folder.Id} --model PROVIDER/NAME`"
                : $"Fix it, then resume at the same turn with `ashlar resume {world.Folder.Id}`",
        };

    /// <summary>Where the provider told its window, what is left is too long for it; else a person can tell it.</summary>
    private string TooLong(TaskWithoutModel model)
    {
        var again = $"ashlar resume {world.Folder.Id}";
        var other = $"continue with a model that takes more: `{again} --model PROVIDER/NAME`";
        return model.Failure.Window is { } window
            ? $"What cannot be left out is too long for its {window} tokens: {other}; where the server can be given a larger window, raise it there, "
                + $"name it under `windows` in .ashlar/config.yaml, and `{again}`"
            : $"What was said is too long for it. Say how many tokens it takes, such as `windows: {{{model.Model}: 32768}}` in .ashlar/config.yaml, then `{again}`; or {other}";
    }

    private int Finish(string state, int exitStatus, Problem? reason, string? next = null)
    {
        var worked = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        world.Steps.Record(null, new RunFinished(state, exitStatus, reason, worked) { Next = next });
        world.Steps.Journal.Sync();
        hall.IsOver = state == "done";
        return exitStatus;
    }
}
