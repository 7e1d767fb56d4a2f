using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar report</c>: what was claimed beside what was seen.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = RunArgument.Create();
        var task = new Option<string?>("--task") { Description = "Only this task", HelpName = "ID" };
        var markdown = new Option<bool>("--markdown") { Description = "Write Markdown, for a pull request" };
        var command = new Command("report", "Shows the reports of a run with their verification.\n\nExample: ashlar report --task 2.0")
        {
            run,
            task,
            markdown,
        };
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
                await ShowAsync(parse.GetValue(run), parse.GetValue(task), parse.GetValue(markdown), io, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    private static async Task<int> ShowAsync(string? id, string? task, bool markdown, CommandIo io, CancellationToken cancellation)
    {
        var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
        var (folder, state) = await place.FindRunAsync(id, io, cancellation).ConfigureAwait(false);
        TaskNames.Check(state, task);
        var reports = RunReports
            .Of(folder.Record.Read().Entries)
            .Where(report => task is null || string.Equals(report.Task, task, StringComparison.Ordinal))
            .ToList();
        if (io.Json)
        {
            io.WriteJson(json => ReportJson.Write(json, reports));
            return 0;
        }

        if (reports.Count == 0)
        {
            io.Line("No report yet.");
        }

        foreach (var report in reports)
        {
            io.Line(ReportDocument.Render(report, markdown));
            io.Line();
        }

        return 0;
    }
}

/// <summary>Checks a task id that a command was given.</summary>
internal static class TaskNames
{
    /// <summary>Nothing when the run has such a task or none was named.</summary>
    /// <exception cref="ProblemException">The run has no such task.</exception>
    public static void Check(RunState run, string? task)
    {
        if (task is not null && run.Tasks.All(one => !string.Equals(one.Id, task, StringComparison.Ordinal)))
        {
            throw new ProblemException(
                new Problem("task.unknown", $"the run {run.Run} has no task {task}")
                {
                    Remedy = $"Its tasks are {string.Join(", ", run.Tasks.Select(one => one.Id))}",
                }
            );
        }
    }
}
