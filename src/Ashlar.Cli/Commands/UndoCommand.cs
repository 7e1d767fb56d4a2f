using System.CommandLine;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary>
/// <c>ashlar undo</c>: drops a run's branch after showing what is lost, and ends a run that is not done. The journal and kept work stay.
/// </summary>
internal static class UndoCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = RunArgument.Create();
        var yes = new Option<bool>("--yes") { Description = "Do not ask; needed without a terminal" };
        var command = new Command(
            "undo",
            "Drops a run's branch after showing what is lost; the journal stays. A run that is not done cannot be resumed afterwards.\n\nExample: ashlar undo r-20261120-4f3a"
        )
        {
            run,
            yes,
        };
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
                await UndoAsync(parse.GetValue(run), parse.GetValue(yes), io, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    private static async Task<int> UndoAsync(string? named, bool yes, CommandIo io, CancellationToken cancellation)
    {
        var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
        var (folder, state) = await place.FindWholeAsync(named, io, cancellation).ConfigureAwait(false);
        var id = folder.Id;
        using var held =
            await folder.Record.TryTakeAsync(io.Clock, cancellation).ConfigureAwait(false)
            ?? throw new ProblemException(
                new Problem("run.busy", $"another process works on {id}") { Remedy = $"Stop it with `ashlar stop {id}`" }
            );
        var started = state.Started!;
        Repository repository;
        try
        {
            repository = await RunRepository.FindAsync(folder.Id, started, io.Programs, io.Directory, cancellation).ConfigureAwait(false);
        }
        catch (ProblemException gone)
            when (RunUndoing.Ends(state) && gone.Problems[0] is { Code: "run.repository-gone", Observed: null } problem)
        {
            return await GiveUpAsync(folder, state, problem, yes, io, cancellation).ConfigureAwait(false);
        }

        var branch = new RunBranch(repository, started.Branch);
        var before = started.ContinuesBranch ? started.Base : null;
        var head = await branch.HeadAsync(cancellation).ConfigureAwait(false);
        // A run that has no commit of its own leaves the commits of others where they are.
        var isOthers = head != state.Head && state.Head == started.Base;
        var dropped = string.Equals(head, before, StringComparison.Ordinal) || isOthers ? null : head;
        if (io.Json && !yes)
        {
            throw Confirmation.Missing();
        }

        if (dropped is null && !RunUndoing.Ends(state))
        {
            if (io.Json)
            {
                UndoText.Show(state, dropped, before, [], io);
                return 0;
            }

            io.Line(head is null ? $"The branch {started.Branch} is gone already." : $"The branch {started.Branch} is as it was already.");
            return 0;
        }

        var stands = dropped is null ? null : await CheckAsync(branch, state, dropped, io.Clock, cancellation).ConfigureAwait(false);
        var lost = dropped is null ? [] : await branch.OwnCommitsAsync(started.Base, dropped, cancellation).ConfigureAwait(false);
        UndoText.Show(state, dropped, before, lost, io);
        if (stands is not null && !io.Json)
        {
            io.Line($"The checkout goes back to {stands.Branch ?? RunText.Short(stands.Commit)}.");
        }

        if (isOthers && head is not null && !io.Json)
        {
            io.Line($"The branch {started.Branch} stays: the run has no commit on it.");
        }

        if (!yes && !Confirmation.Ask(io, dropped is null ? "End the run?" : "Drop it?"))
        {
            io.Line("Nothing was changed.");
            return 0;
        }

        // Opened before anything is dropped: where that cannot be recorded, nothing is.
        using var journal = RunUndoing.Ends(state) ? await OpenAsync(folder, state, io, cancellation).ConfigureAwait(false) : null;
        if (dropped is not null)
        {
            if (stands is not null)
            {
                await branch.LeaveAsync(stands, dropped, io.Clock, cancellation).ConfigureAwait(false);
            }

            await branch.DropAsync(dropped, before, id, cancellation).ConfigureAwait(false);
        }

        if (journal is not null)
        {
            await RunUndoing.EndAsync(folder, state, journal, repository, cancellation).ConfigureAwait(false);
        }

        if (!io.Json)
        {
            var back = dropped is null ? "" : $" Until git tidies up, `git branch NAME {RunText.Short(dropped)}` brings the commits back.";
            io.Line($"Done.{back} The record stays: `ashlar logs {id}`.");
        }

        return 0;
    }

    /// <summary>Ends a run whose repository is gone, or is without the commit that it began from: nothing of it can be dropped or resumed.</summary>
    private static async Task<int> GiveUpAsync(
        RunFolder folder,
        RunState state,
        Problem gone,
        bool yes,
        CommandIo io,
        CancellationToken cancellation
    )
    {
        if (io.Json && !yes)
        {
            throw Confirmation.Missing();
        }

        if (!io.Json)
        {
            io.Line($"Drops nothing: {gone.Message}.");
        }

        UndoText.Show(state, dropped: null, before: null, [], io);
        if (!yes && !Confirmation.Ask(io, "End the run?"))
        {
            io.Line("Nothing was changed.");
            return 0;
        }

        using var journal = await OpenAsync(folder, state, io, cancellation).ConfigureAwait(false);
        await RunUndoing.EndAsync(folder, state, journal, repository: null, cancellation).ConfigureAwait(false);
        if (!io.Json)
        {
            io.Line($"Done. The record stays: `ashlar logs {folder.Id}`.");
        }

        return 0;
    }

    private static async Task<IJournal> OpenAsync(RunFolder folder, RunState state, CommandIo io, CancellationToken cancellation) =>
        folder.Record.Open(
            io.Clock,
            await RunMask.OfAsync(Composition.Surroundings(io, _ => { }), folder, state, cancellation).ConfigureAwait(false)
        );

    /// <summary>Makes sure that the branch may be dropped; returns how the checkout was that is on it, or null.</summary>
    private static async Task<CheckoutStart?> CheckAsync(
        RunBranch branch,
        RunState run,
        string head,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        if (!string.Equals(head, run.Head, StringComparison.Ordinal))
        {
            throw Moved(run.Started!.Branch, run.Head, head);
        }

        if (run.Started!.Checkout is { } checkout && await branch.IsHereAsync(cancellation).ConfigureAwait(false))
        {
            await branch.CheckCleanAsync(checkout, head, clock, cancellation).ConfigureAwait(false);
            return checkout;
        }

        _ = await branch.FreeAsync(here: false, cancellation).ConfigureAwait(false);
        return null;
    }

    private static ProblemException Moved(string branch, string expected, string observed) =>
        new(
            new Problem("branch.moved", $"the branch {branch} has moved since the run")
            {
                Expected = expected,
                Observed = observed,
                Remedy =
                    $"Look at `git log {RunText.Short(expected)}..{ShellWords.Quote(branch)}`; keep it under another name (`git branch --move {ShellWords.Quote(branch)} {ShellWords.Quote($"{branch}-kept")}`), then undo again",
            }
        );
}
