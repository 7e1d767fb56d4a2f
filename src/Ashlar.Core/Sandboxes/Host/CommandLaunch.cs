using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>The steps from a prepared process to a command at work: start, identify, journal, go.</summary>
internal sealed class CommandLaunch(ProcessLoop loop, TimeProvider time, SandboxCommand command, CommandGate gate)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Starts the process and opens its gate once it is identified and known.</summary>
    /// <param name="spawn">Makes the process from the descriptor of its output.</param>
    /// <param name="identify">Finds what is to be killed, given the process id, while the gate is still shut.</param>
    /// <param name="cancellationToken">Kills the command.</param>
    /// <exception cref="CommandStartException">It ended before it reached the gate.</exception>
    public RunningCommand Start(
        Func<SafeFileHandle, ProcessSpawn> spawn,
        Func<int, IProcessGroup> identify,
        CancellationToken cancellationToken
    )
    {
        var running = Prepare(spawn, identify);
        try
        {
            command.Started?.Invoke(running.Identity);
            running.Begin(cancellationToken);
            gate.Open();
            return running;
        }
        catch
        {
            running.Kill();
            throw;
        }
    }

    /// <summary>Starts the process and leaves it waiting at its gate.</summary>
    /// <exception cref="CommandStartException">It ended before it reached the gate.</exception>
    public CommandProcess Prepare(Func<SafeFileHandle, ProcessSpawn> spawn, Func<int, IProcessGroup> identify)
    {
        var output = new PipePair();
        var capture = new OutputCapture(command.Limits, command.Mask, command.OutputPath);
        var running = new CommandProcess(loop, time, command, capture, output.Reader);
        try
        {
            var pid = loop.Run(() =>
            {
                var started = spawn(output.Writer).Start();
                running.Attach(started);
                return started;
            });
            output.Writer.Dispose();
            gate.HandedOver();
            running.Owns(identify(pid));
            if (!gate.WaitUntilReady(Patience))
            {
                running.Kill();
                var outcome = running.Completion.GetAwaiter().GetResult();
                var said = outcome.Output.Text.Trim();
                throw new CommandStartException(
                    $"The command could not be started: {(said.Length > 0 ? said : $"its sandbox ended with exit code {outcome.ExitCode}")}"
                );
            }

            return running;
        }
        catch
        {
            running.Abandon();
            throw;
        }
        finally
        {
            output.Writer.Dispose();
        }
    }
}
