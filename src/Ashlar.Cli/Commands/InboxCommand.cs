using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar inbox</c>: what waits for a person, across all runs.</summary>
internal static class InboxCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("inbox", "Shows what waits for you, across all runs.\n\nExample: ashlar inbox --json");
        globals.SetAction(command, async (_, io, cancellation) => await ShowAsync(io, cancellation).ConfigureAwait(false));
        return command;
    }

    private static Task<int> ShowAsync(CommandIo io, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var open = StatePlace
            .CatalogOf(io)
            .Runs(null, io.Warn)
            .SelectMany(run => run.State.OpenEscalations.Select(question => (run.State.Run, Question: question)))
            .ToList();
        if (io.Json)
        {
            WriteJson(io, open);
        }
        else if (open.Count == 0)
        {
            io.Line("Nothing waits for you.");
        }
        else
        {
            foreach (var (run, question) in open)
            {
                Write(io, run, question);
            }
        }

        return Task.FromResult(0);
    }

    private static void Write(CommandIo io, string run, EscalationState question)
    {
        var raised = question.Raised;
        io.Line($"{run} {raised.Id}  {raised.Kind}, task {question.Task}, {question.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        io.Line($"  {ShownText.Line(raised.Summary)}");
        foreach (var line in (raised.Details ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            io.Line($"  {line}");
        }

        WriteList(io, "Tried", raised.Tried);
        WriteList(io, "Options", raised.Options);
        WriteList(io, "Files", raised.Paths);
        io.Line($"  {WaitingText.Command(run, question.Task, raised)}");
        io.Line();
    }

    private static void WriteList(CommandIo io, string title, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            io.Line($"  {title}:");
        }

        foreach (var item in items)
        {
            io.Line($"    - {ShownText.Line(item)}");
        }
    }

    private static void WriteJson(CommandIo io, IReadOnlyList<(string Run, EscalationState Question)> open) =>
        io.WriteJson(json =>
        {
            json.WriteStartArray();
            foreach (var (run, question) in open)
            {
                json.WriteStartObject();
                json.WriteString("run", run);
                json.WriteString("id", question.Raised.Id);
                json.WriteString("task", question.Task);
                json.WriteString("kind", question.Raised.Kind);
                json.WriteString("summary", question.Raised.Summary);
                json.WriteString("details", question.Raised.Details);
                json.WriteStartArray("options");
                foreach (var option in question.Raised.Options)
                {
                    json.WriteStringValue(option);
                }

                json.WriteEndArray();
                json.WriteString("at", question.At.UtcDateTime);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
}
