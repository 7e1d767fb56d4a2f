using System.Threading.Channels;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// What all runs of this process share to start other processes: a few threads that start and watch them, and how many are at work at one time,
/// commands (gates, set-up, what a model starts) and programs of the host (git). Who finds no place waits for one without a thread, in order.
/// What stays and answers, or waits for a person, takes none.
/// </summary>
public sealed class ProcessStarts
{
    private readonly Channel<bool> commands;
    private readonly Channel<bool> programs;
    private readonly Lazy<ProcessLoop>[] loops;
    private int last;

    /// <summary>So many.</summary>
    /// <param name="commands">Commands at one time, at least 1.</param>
    /// <param name="programs">Programs of the host at one time, at least 1.</param>
    /// <param name="threads">Threads that start and watch commands, at least 1; they begin as sandboxes are made.</param>
    public ProcessStarts(int commands, int programs, int threads = 1)
    {
        loops = [.. Enumerable.Range(0, threads).Select(_ => new Lazy<ProcessLoop>(() => new ProcessLoop()))];
        (Commands, Programs) = (commands, programs);
        (this.commands, this.programs) = (Channel.CreateBounded<bool>(commands), Channel.CreateBounded<bool>(programs));
    }

    /// <summary>Commands at one time.</summary>
    public int Commands { get; }

    /// <summary>Programs of the host at one time.</summary>
    public int Programs { get; }

    /// <summary>
    /// As many as fit a machine: a command is often several processes that wait for files and for one another, git mostly for the disk. A run by
    /// itself, with several tasks at once, does not reach them.
    /// </summary>
    /// <param name="cores">Its cores.</param>
    public static ProcessStarts Of(int cores) => new(Math.Max(8, 2 * cores), Math.Max(16, 4 * cores), Math.Max(1, cores));

    /// <summary>The thread for the next sandbox; it lasts as long as the process.</summary>
    internal ProcessLoop NextLoop() => loops[(uint)Interlocked.Increment(ref last) % loops.Length].Value;

    /// <summary>A place for a command, until it is disposed of.</summary>
    /// <exception cref="OperationCanceledException">It is no longer waited for.</exception>
    public ValueTask<IDisposable> CommandAsync(CancellationToken cancellationToken) => TakeAsync(commands, cancellationToken);

    /// <summary>A place for a program of the host, until it is disposed of.</summary>
    /// <exception cref="OperationCanceledException">It is no longer waited for.</exception>
    public ValueTask<IDisposable> ProgramAsync(CancellationToken cancellationToken) => TakeAsync(programs, cancellationToken);

    private static async ValueTask<IDisposable> TakeAsync(Channel<bool> places, CancellationToken cancellationToken)
    {
        await places.Writer.WriteAsync(true, cancellationToken).ConfigureAwait(false);
        return new Place(places.Reader);
    }

    private sealed class Place(ChannelReader<bool> taken) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                _ = taken.TryRead(out _);
            }
        }
    }
}
