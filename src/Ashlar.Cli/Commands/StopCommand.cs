using System.CommandLine;
using Ashlar.Core;
using Ashlar.Core.Runs;
using Ashlar.Core.Sandboxes;

namespace Ashlar.Cli;

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
        if (!RunLock.IsHeld(folder))
        {
            io.Line($"{id} is not running: {state.State}.");
            return 0;
        }

        if (RunLock.Owner(folder) is { } pid)
        {
            ProcessSignal.Interrupt(pid);
        }

        var deadline = io.Clock.GetUtcNow() + Patience;
        while (RunLock.IsHeld(folder))
        {
            if (io.Clock.GetUtcNow() > deadline)
            {
                throw new ProblemException(
                    new Problem("run.will-not-stop", $"{id} did not stop within {Patience.TotalSeconds} seconds") { Remedy = "Try again" },
                    exitStatus: 1
                );
            }

            await Task.Delay(Look, io.Clock, cancellation).ConfigureAwait(false);
        }

        io.Line($"{id} is stopped. Go on with `ashlar resume {id}`.");
        return 0;
    }
}
