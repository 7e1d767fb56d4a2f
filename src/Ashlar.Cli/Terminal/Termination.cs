using System.Runtime.InteropServices;
using Ashlar.Core;

namespace Ashlar.Cli.Terminal;

/// <summary>
/// Asks the command to end at SIGINT, SIGTERM and SIGHUP (a closed terminal), and ends the process when it has not within two seconds
/// or is asked again.
/// </summary>
internal sealed class Termination : IDisposable
{
    private const int Interrupted = 130;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource asked = new();
    private readonly List<PosixSignalRegistration> registrations;
    private readonly GuardedTimer patience = new(TimeProvider.System, () => Environment.Exit(Interrupted));
    private readonly Lock access = new();
    private bool disposed;

    /// <summary>Begins to listen.</summary>
    public Termination() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Ask),
        ];

    /// <summary>Cancelled when one of the signals came.</summary>
    public CancellationToken Token => asked.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        lock (access)
        {
            disposed = true;
        }

        patience.Dispose();
        asked.Dispose();
    }

    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (asked.IsCancellationRequested)
        {
            Environment.Exit(Interrupted);
        }

        lock (access)
        {
            if (disposed)
            {
                return;
            }

            patience.Set(Patience);
            try
            {
                asked.Cancel();
            }
            catch (AggregateException)
            {
                // Whoever was asked and failed says so where it is waited for; here it would end the process.
            }
        }
    }
}
