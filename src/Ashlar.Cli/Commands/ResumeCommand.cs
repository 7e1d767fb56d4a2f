using System.CommandLine;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Execution;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar resume</c>: resumes a run.</summary>
internal static class ResumeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = RunArgument.Create();
        var retry = new Option<string?>("--retry") { Description = "Start this failed task again", HelpName = "TASK" };
        var model = new Option<string?>("--model") { Description = "Continue with another model", HelpName = "PROVIDER/NAME" };
        var limits = new LimitOptions();
        var again = new AgainOptions();
        var command = new Command(
            "resume",
            "Resumes an interrupted, answered, limited or crashed run.\n\nExample: ashlar resume r-20261120-4f3a"
        )
        {
            run,
            retry,
            model,
        };
        foreach (var option in limits.All.Concat(again.All))
        {
            command.Options.Add(option);
        }

        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
            {
                var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
                var folder = await place.LocateAsync(parse.GetValue(run), io, cancellation).ConfigureAwait(false);
                var given = limits.Read(parse, again.Read(parse, new RunOptions { Model = parse.GetValue(model) }));
                return await ResumeAsync(folder, given, parse.GetValue(retry), io, cancellation).ConfigureAwait(false);
            }
        );
        return command;
    }

    /// <summary>Resumes a run and follows it to its end; on a terminal its questions are asked right there.</summary>
    public static async Task<int> ResumeAsync(
        RunFolder folder,
        RunOptions? given,
        string? retry,
        CommandIo io,
        CancellationToken cancellation
    ) =>
        await TerminalQuestions
            .FollowAsync(folder, await ResumeOnceAsync(folder, given, retry, io, cancellation).ConfigureAwait(false), io, cancellation)
            .ConfigureAwait(false);

    /// <summary>Resumes a run and follows it until it ends or waits.</summary>
    public static async Task<int> ResumeOnceAsync(
        RunFolder folder,
        RunOptions? given,
        string? retry,
        CommandIo io,
        CancellationToken cancellation
    )
    {
        _ = WarmUp.BeginAsync();
        var content = RunReading.Whole(folder);
        var state = RunReading.Read(folder, content);
        if (state.State is "done" && retry is null)
        {
            io.Line($"{folder.Id} is done; there is nothing to resume.");
            return 0;
        }

        RunUndoing.Refuse(folder, state);
        if (retry is not null)
        {
            CheckRetry(state, retry);
        }

        using var console = RunConsole.For(io);
        var services = Composition.Surroundings(io, console.Announce, console.Observe);
        console.Resume(content);
        var status = await new RunHost(services).ResumeAsync(folder, content, given, retry, cancellation).ConfigureAwait(false);
        if (console.Taken is not null)
        {
            var repository = await Repository
                .FindAsync(state.Started!.Repository, io.Programs, cancellation, needsCommit: false)
                .ConfigureAwait(false);
            await BranchTaking.SayAsync(console, repository, io, cancellation).ConfigureAwait(false);
        }

        return status;
    }

    private static void CheckRetry(RunState state, string retry)
    {
        TaskNames.Check(state, retry);
        if (
            state.Tasks.First(task => string.Equals(task.Id, retry, StringComparison.Ordinal)).State
            is not ("failed" or "running" or "waiting")
        )
        {
            throw new ProblemException(
                new Problem("task.not-failed", $"the task {retry} has not failed, so there is nothing to start again")
                {
                    Remedy = $"See `ashlar status {state.Run}`",
                }
            );
        }
    }
}
