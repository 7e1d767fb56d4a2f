namespace Ashlar.Providers.Wire;

/// <summary>Trouble on the line that a new try may fix: lost, silent for too long, or cut short.</summary>
internal sealed class CutShortException : Exception
{
    public CutShortException(string message, Exception? inner = null)
        : base(message, inner) { }
}

/// <summary>The bytes of a response, with a bound on their number and on the silence between them.</summary>
internal sealed class ResponseStream(Stream inner, IdleWatch watch)
{
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(10);

    private long total;

    /// <summary>Whether nothing but counts can follow, so that silence is waited for only 10 s.</summary>
    public bool IsLast { get; set; }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> into)
    {
        watch.Restart(IsLast ? LastWait : null);
        int read;
        try
        {
            read = await inner.ReadAsync(into, watch.Token);
        }
        catch (OperationCanceledException) when (watch.Expired)
        {
            throw new CutShortException(watch.Words);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new CutShortException("the answer was cut short: " + exception.Message, exception);
        }

        total += read;
        return total <= WireBounds.ResponseBytes
            ? read
            : throw new MalformedResponseException($"the response is larger than {WireBounds.ResponseBytes} bytes");
    }
}

/// <summary>Notices when a provider has been silent for too long.</summary>
internal sealed class IdleWatch : IDisposable
{
    private readonly TimeSpan bound;
    private readonly CancellationTokenSource silent;
    private readonly CancellationTokenSource linked;

    public IdleWatch(TimeSpan bound, TimeProvider clock, CancellationToken cancellationToken)
    {
        this.bound = bound;
        silent = new CancellationTokenSource(bound, clock);
        linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silent.Token);
        caller = cancellationToken;
    }

    private readonly CancellationToken caller;

    /// <summary>Cancelled by the caller or by silence.</summary>
    public CancellationToken Token => linked.Token;

    /// <summary>Whether it was silence.</summary>
    public bool Expired => silent.IsCancellationRequested && !caller.IsCancellationRequested;

    /// <summary>What happened, for a failure.</summary>
    public string Words => $"no byte came for {bound.TotalSeconds:0} s";

    /// <summary>Begins to wait again, at most as long as at first.</summary>
    public void Restart(TimeSpan? shorter = null) => silent.CancelAfter(shorter < bound ? shorter.Value : bound);

    public void Dispose()
    {
        linked.Dispose();
        silent.Dispose();
    }
}
