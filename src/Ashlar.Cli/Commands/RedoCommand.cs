using System.CommandLine;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core.Runs.Execution;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar redo</c>: opens a done task of a run again.</summary>
internal static class RedoCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var note = new Option<string?>("--note") { Description = "What the agent is told when it does the task again", HelpName = "TEXT" };
        var command = new Command(
            "redo",
            "Opens a done task again: the tick is taken back by a commit, and tasks that build on it become stale; `ashlar resume` then does it again.\n\nExample: ashlar redo r-20261120-4f3a 2.1 --note \"Cents must be rounded half up\""
        )
        {
            note,
        };
        var arguments = RunArgument.AddWith(command, ("TASK", "The done task"));
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
            {
                var (run, words) = arguments(parse);
                return await RedoAsync(run, words[0], parse.GetValue(note), io, cancellation).ConfigureAwait(false);
            }
        );
        return command;
    }

    private static async Task<int> RedoAsync(string? id, string task, string? note, CommandIo io, CancellationToken cancellation)
    {
        var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
        var (folder, state) = await place.FindToResumeAsync(id, io, cancellation).ConfigureAwait(false);
        TaskNames.Check(state, task);
        var services = Composition.Surroundings(io, _ => { }, _ => { });
        var stale = await new Reopening(services, folder).OpenAsync(task, note, cancellation).ConfigureAwait(false);
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("run", folder.Id);
                json.WriteString("task", task);
                json.WriteStartArray("stale");
                stale.ToList().ForEach(json.WriteStringValue);
                json.WriteEndArray();
                json.WriteEndObject();
            });
            return 0;
        }

        io.Line($"Task {task} is open again.");
        if (stale.Count > 0)
        {
            io.Line($"Stale until the end of the run has looked at them again: {string.Join(", ", stale)}");
        }

        io.Line($"Do it again with `ashlar resume {folder.Id}`.");
        return 0;
    }
}
