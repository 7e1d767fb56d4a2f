namespace Ashlar.Core.Tools;

/// <summary>
/// The time of a tool that computes: it asks in each of its loops whether it may continue, so that it ends with the run, at the run's limit, and
/// in any case after a while.
/// </summary>
/// <param name="context">The call's context.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class ToolTime(ToolContext context, CancellationToken cancellationToken)
{
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(30);

    private readonly long began = context.Clock.GetTimestamp();
    private int asked;

    /// <summary>Continues or ends.</summary>
    /// <exception cref="OperationCanceledException">The run ends.</exception>
    /// <exception cref="ToolTimeException">The time is up.</exception>
    public void Check()
    {
        cancellationToken.ThrowIfCancellationRequested();

        // The clock is not looked at each time.
        if ((asked++ & 15) == 0 && (context.Clock.GetElapsedTime(began) > longest || context.Clock.GetUtcNow() > context.Deadline()))
        {
            throw new ToolTimeException();
        }
    }
}

/// <summary>A tool that computes has used its time. The toolbox makes an answer of it.</summary>
internal sealed class ToolTimeException() : Exception("it took too long; ask for less at once");
