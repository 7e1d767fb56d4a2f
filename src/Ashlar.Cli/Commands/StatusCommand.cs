using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar status</c>: all runs of the repository, or one run.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "The run; left out: all runs of this repository",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "status",
            "Shows runs, or one run: tasks, iterations, cost, what it waits for.\n\nExample: ashlar status r-20261120-4f3a"
        )
        {
            run,
        };
        globals.SetAction(
            command,
            async (parse, io, cancellation) => await ShowAsync(parse.GetValue(run), io, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    private static async Task<int> ShowAsync(string? id, CommandIo io, CancellationToken cancellation)
    {
        var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
        if (id is not null)
        {
            var (folder, run) = await place.FindRunAsync(id, io, cancellation).ConfigureAwait(false);
            ShowOne(run, io);
            if (!io.Json)
            {
                ShowAgreed(RunReports.Of(folder.Record.Read().Entries), io);
                await KeptText.ShowAsync(folder, run, io, cancellation).ConfigureAwait(false);
            }
            return 0;
        }

        var (runs, moved) = await place.RunsAsync(io, cancellation).ConfigureAwait(false);
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartArray();
                foreach (var run in runs)
                {
                    StatusJson.Write(json, run.State, io.Clock.GetUtcNow());
                }

                json.WriteEndArray();
            });
            return 0;
        }

        if (runs.Count == 0 && moved == 0)
        {
            io.Line("No run in this repository yet. Start one with `ashlar run`.");
        }

        var rows = runs.Select(run =>
                new[]
                {
                    run.State.Run,
                    run.State.WaitsForProvider(io.Clock.GetUtcNow()) is null
                        ? run.State.State
                        : $"{run.State.State}, waits for the provider",
                    $"{run.State.Tasks.Count(task => task.State == "done")}/{run.State.Tasks.Count} done",
                    RunText.Cost(run.State.Cost),
                    run.State.Started!.Title.Text,
                }
            )
            .ToList();
        foreach (var line in RunText.Columns(rows))
        {
            io.Line(line);
        }

        return 0;
    }

    private static void ShowOne(RunState run, CommandIo io)
    {
        if (io.Json)
        {
            io.WriteJson(json => StatusJson.Write(json, run, io.Clock.GetUtcNow()));
            return;
        }

        var started =
            run.Started ?? throw new ProblemException(new Problem("run.empty", "the run has not started") { Remedy = "Start it again" });
        io.Line($"{run.Run}  {run.State}  {started.Title}");
        io.Line($"branch {started.Branch} at {RunText.Short(run.Head)}, base {RunText.Short(started.Base)}");
        io.Line($"agent {started.Agent} ({started.AgentPath}), model {started.Model}, sandbox {started.Sandbox}");
        io.Line(RunText.Usage(run));
        if (run.Agents.Count > 1)
        {
            foreach (var agent in run.Agents)
            {
                io.Line($"  {agent.Name}: {RunText.Usage(agent.Turns, agent.Usage, agent.Cost)}");
            }
        }

        io.Line();
        var rows = run
            .Tasks.Select(task =>
                new[]
                {
                    task.Id,
                    task.Stale ? $"{task.State}, stale" : task.State,
                    Iterations(task),
                    task.ProofWords,
                    RunText.Short(task.Commit),
                    TaskCost(task),
                    Title(task),
                }
            )
            .ToList();
        foreach (var line in RunText.Columns(rows))
        {
            io.Line(line);
        }

        foreach (var question in run.OpenEscalations)
        {
            io.Line();
            io.Line(
                $"Waits for you: {question.Raised.Id} ({question.Raised.Kind}, task {question.Task}): {ShownText.Line(question.Raised.Summary)}"
            );
            io.Line($"  {WaitingText.Command(run.Run, question.Task, question.Raised)}");
        }

        if (run.WaitsForProvider(io.Clock.GetUtcNow()) is { } until)
        {
            io.Line();
            io.Line($"Waits for the provider until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
        }

        if (WaitingText.Reason(run) is { } reason)
        {
            io.Line();
            io.Line(reason.ToString());
        }
    }

    /// <summary>What existing tests no longer promise, by whose agreement, and what was explained.</summary>
    private static void ShowAgreed(IReadOnlyList<VerifiedReport> reports, CommandIo io)
    {
        foreach (var report in reports)
        {
            foreach (var row in report.Verification.Expectations)
            {
                io.Line($"{report.Task}: changed expectation: {ShownText.Line(row.Line)}");
            }

            foreach (var row in report.Verification.Explained)
            {
                io.Line($"{report.Task}: explained: {ShownText.Line(row.Said)}");
            }
        }
    }

    private static string TaskCost(TaskProgress task) => task.Cost is > 0 ? RunText.Cost(task.Cost) : "";

    private static string Iterations(TaskProgress task) =>
        task.Iterations == 0 ? ""
        : task.Iterations == 1 ? "1 iteration"
        : $"{task.Iterations} iterations";

    private static string Title(TaskProgress task) =>
        task.SkippedBecause is { } because ? $"{ShownText.Line(task.Title)} (skipped: {because})".TrimStart()
        : task.Problem is { } problem ? $"{ShownText.Line(task.Title)} ({ShownText.Line(problem.Message)})"
        : ShownText.Line(task.Title);
}
