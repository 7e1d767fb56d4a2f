using System.CommandLine;
using System.Text.Json;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Models;
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
                    StatusJson.Write(json, run.State);
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
                    run.State.State,
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
            io.WriteJson(json => StatusJson.Write(json, run));
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

        if (run.Reason is { } reason)
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

/// <summary>A run's status as contract section 8 gives it.</summary>
internal static class StatusJson
{
    /// <summary>Writes one run.</summary>
    public static void Write(Utf8JsonWriter json, RunState run)
    {
        var started = run.Started!;
        json.WriteStartObject();
        json.WriteString("run", run.Run);
        json.WriteString("state", run.State);
        json.WriteString("branch", started.Branch);
        json.WriteString("base", started.Base);
        json.WriteString("head", run.Head);
        json.WriteString("sandbox", started.Sandbox);
        json.WriteStartArray("tasks");
        foreach (var task in run.Tasks)
        {
            json.WriteStartObject();
            json.WriteString("id", task.Id);
            json.WriteString("state", task.State);
            json.WriteNumber("iterations", task.Iterations);
            json.WriteString("commit", task.Commit);
            json.WriteString("proof", task.Proof);
            if (task.Noticed is { } noticed)
            {
                json.WriteStartObject("noticed");
                json.WriteNumber("noticed", noticed.Noticed);
                json.WriteNumber("measured", noticed.Measured);
                json.WriteNumber("executed", noticed.Executed);
                json.WriteEndObject();
            }

            if (task.Stale)
            {
                json.WriteBoolean("stale", true);
            }

            WriteCost(json, "cost", task.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("usage");
        json.WriteNumber("turns", run.Turns);
        json.WriteNumber("input_tokens", Input(run.Usage));
        json.WriteNumber("output_tokens", run.Usage.Output);
        json.WriteNumber("cached_tokens", run.Usage.Cached);
        WriteCost(json, "cost", run.Cost);
        WriteCost(json, "cost_per_done_task", run.CostPerDoneTask);
        json.WriteStartArray("agents");
        foreach (var agent in run.Agents)
        {
            json.WriteStartObject();
            json.WriteString("name", agent.Name);
            json.WriteNumber("turns", agent.Turns);
            json.WriteNumber("input_tokens", Input(agent.Usage));
            json.WriteNumber("output_tokens", agent.Usage.Output);
            WriteCost(json, "cost", agent.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("waiting_for");
        foreach (var question in run.OpenEscalations)
        {
            json.WriteStartObject();
            json.WriteString("kind", question.Raised.Kind is "report" or "review" ? question.Raised.Kind : "escalation");
            json.WriteString("id", question.Raised.Id);
            json.WriteNull("until");
            json.WriteEndObject();
        }

        if (run.ProviderUntil is { } until && run.State is "running" or "interrupted" or "limit")
        {
            json.WriteStartObject();
            json.WriteString("kind", "provider");
            json.WriteNull("id");
            json.WriteString("until", until.UtcDateTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long Input(Usage usage) => usage.Input + usage.CacheWrite + usage.Cached;

    private static void WriteCost(Utf8JsonWriter json, string name, decimal? cost)
    {
        if (cost is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
