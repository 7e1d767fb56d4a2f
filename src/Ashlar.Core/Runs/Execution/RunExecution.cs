using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Execution;

/// <summary>
/// Drives a run: ready tasks until nothing can continue, then the end. The same code runs a new run and a resumed
/// one; what is recorded is not done again.
/// </summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="trees">The trees that were written of worktrees.</param>
/// <param name="landing">The way to the branch.</param>
/// <param name="checkout">The user's checkout where it is worked in; else null.</param>
/// <param name="runner">Where gates run.</param>
/// <param name="board">Which task is worked on when.</param>
/// <param name="end">How it ends.</param>
/// <param name="repository">The repository, whose disk may be full.</param>
internal sealed class RunExecution(
    Recorder recorder,
    WrittenTrees trees,
    Landing landing,
    InPlaceCheckout? checkout,
    GateRunner runner,
    TaskBoard board,
    RunEnd end,
    Repository repository
) : IDisposable
{
    /// <summary>Runs to the end and returns the exit status.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            runner.Base.Begin(cancellationToken);
            await landing.RecoverAsync().ConfigureAwait(false);
            if (checkout is not null)
            {
                await checkout.EnterAsync(landing.Head, cancellationToken).ConfigureAwait(false);
            }

            await board.RunAsync(cancellationToken).ConfigureAwait(false);
            var status = await end.AsAsync(board.Outcomes, cancellationToken).ConfigureAwait(false);
            var ended = board.Outcomes.Where(one => one.Value is TaskDone or TaskLost).Select(one => one.Key);
            await trees.ForgetAsync(ended.ToHashSet(StringComparer.Ordinal), isDone: status == 0, cancellationToken).ConfigureAwait(false);
            return status;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return end.Finish(
                "interrupted",
                130,
                new Problem("run.interrupted", "the run was interrupted") { Remedy = $"Resume with `ashlar resume {recorder.Folder.Id}`" }
            );
        }
        catch (Exception full) when (FullDisk.Explains(full, recorder, repository))
        {
            var limit = FullDisk.Of(full, recorder, repository);
            var problem = new Problem(limit.Code, limit.Message) { Remedy = limit.Remedy($"ashlar resume {recorder.Folder.Id}") };
            return FinishWith(new ProblemException(problem, exitStatus: 4, full), "limit");
        }
        catch (ProblemException problem)
        {
            return FinishWith(problem);
        }
        catch (Exception trouble) when (Exhaustion.Of(trouble, $"resume with `ashlar resume {recorder.Folder.Id}`") is { } exhausted)
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
            await runner.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => landing.Dispose();

    /// <summary>Ends with a problem; where even that cannot be recorded, the problem is all that is left to say.</summary>
    private int FinishWith(ProblemException trouble, string state = "failed")
    {
        try
        {
            return end.Finish(state, trouble.ExitStatus, trouble.Problems[0]);
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
                Path = trouble is GitException ? null : recorder.Folder.Path,
                Remedy = $"Fix it (is the disk full?), then run `ashlar resume {recorder.Folder.Id}`",
            },
            exitStatus: 1,
            trouble
        );
}
