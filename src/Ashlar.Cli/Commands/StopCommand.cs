using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Sandboxes;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar stop</c>: interrupts a running run from another terminal.</summary>
internal static class StopCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = RunArgument.Create();
        var command = new Command("stop", "Stops a running run; it can be resumed.\n\nExample: ashlar stop r-20261120-4f3a") { run };
        globals.SetAction(
            command,
            async (parse, io, cancellation) => await StopAsync(parse.GetValue(run), io, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    private static async Task<int> StopAsync(string? named, CommandIo io, CancellationToken cancellation)
    {
        var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
        var (folder, state) = place.Find(named);
        var id = folder.Id;
        if (!folder.Record.IsHeld)
        {
            Say(io, id, $"{id} is not running: {state.State}.", stopped: false);
            return 0;
        }

        var owner = folder.Record.Owner;
        if (owner is { } pid)
        {
            ProcessSignal.Terminate(pid);
        }

        var deadline = io.Clock.GetUtcNow() + Patience;
        while (folder.Record.IsHeld)
        {
            if (io.Clock.GetUtcNow() > deadline)
            {
                throw new ProblemException(
                    new Problem("run.will-not-stop", $"{id} did not stop within {Patience.TotalSeconds} seconds")
                    {
                        Remedy = owner is { } process
                            ? $"End it with `kill -9 {process}`; nothing recorded is lost, `ashlar resume {id}` resumes it"
                            : "Try again",
                    },
                    exitStatus: 1
                );
            }

            await Task.Delay(Look, io.Clock, cancellation).ConfigureAwait(false);
        }

        Say(io, id, $"{id} is stopped. Resume it with `ashlar resume {id}`.", stopped: true);
        return 0;
    }

    private static void Say(CommandIo io, string id, string text, bool stopped)
    {
        if (!io.Json)
        {
            io.Line(text);
            return;
        }

        io.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("run", id);
            json.WriteBoolean("stopped", stopped);
            json.WriteEndObject();
        });
    }
}
