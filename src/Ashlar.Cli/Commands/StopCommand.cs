using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar stop</c>: interrupts a running run from another terminal.</summary>
internal static class StopCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A run ends within moments of the request; a process that has no other run and does not hear it is asked by a signal.
    private static readonly TimeSpan ByRequest = TimeSpan.FromSeconds(3);
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
        var folder = await place.LocateAsync(named, io, cancellation).ConfigureAwait(false);
        var id = folder.Id;
        if (!folder.Record.IsHeld)
        {
            var (_, state) = await place.FindRunAsync(id, io, cancellation).ConfigureAwait(false);
            Say(io, id, $"{id} is not running: {state.State}.", stopped: false);
            return 0;
        }

        var owner = folder.Record.Owner;
        var others = owner is { } pid ? place.Catalog.HeldBy(pid).Count(other => other != id) : 0;
        var (asked, signalled) = (io.Clock.GetTimestamp(), false);
        while (folder.Record.IsHeld)
        {
            var waited = io.Clock.GetElapsedTime(asked);
            if (waited > Patience)
            {
                throw WillNotStop(id, owner, others);
            }

            var isAsked = Ask(folder.Record);
            if (owner is { } process && others == 0 && !signalled && (waited > ByRequest || !isAsked))
            {
                ProcessSignal.Terminate(process);
                signalled = true;
            }

            await Task.Delay(Look, io.Clock, cancellation).ConfigureAwait(false);
        }

        Say(io, id, $"{id} is stopped. Resume it with `ashlar resume {id}`.", stopped: true);
        return 0;
    }

    /// <summary>Asks each time, since another execution may have taken the run meanwhile; whether that could be done.</summary>
    private static bool Ask(IRunRecord record)
    {
        try
        {
            record.AskToStop();
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the state folder is another user's.
            return false;
        }
    }

    private static ProblemException WillNotStop(string id, int? owner, int others) =>
        new(
            new Problem("run.will-not-stop", $"{id} did not stop within {Patience.TotalSeconds} seconds")
            {
                Observed = owner is { } held ? $"process {held}{Beside(others)}" : null,
                Remedy = owner is { } process
                    ? $"End it with `kill -9 {process}`; nothing recorded is lost, "
                        + (others > 0 ? "and `ashlar resume RUN` resumes each of its runs" : $"`ashlar resume {id}` resumes it")
                    : "Try again",
            },
            exitStatus: 1
        );

    private static string Beside(int others) =>
        others switch
        {
            0 => "",
            1 => ", which works on another run too",
            _ => $", which works on {others} other runs too",
        };

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
