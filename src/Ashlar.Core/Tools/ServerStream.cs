namespace Ashlar.Core.Tools;

/// <summary>
/// What a server writes, as long as it keeps to bounds: a line without an end, and any amount of lines that nobody asked for, would else fill the
/// memory of Ashlar.
/// </summary>
/// <param name="inner">The pipe, or the body of an answer.</param>
public sealed class ServerStream(Stream inner) : Stream
{
    /// <summary>The longest message.</summary>
    public const int LongestLine = 32 * 1024 * 1024;

    /// <summary>Most that may come between two calls.</summary>
    public const long Most = 128L * 1024 * 1024;

    private long line;
    private long total;

    /// <summary>Why reading was ended; null as long as it was not.</summary>
    public string? Fault { get; private set; }

    /// <summary>A call begins: what came so far no longer counts.</summary>
    public void Restart() => Interlocked.Exchange(ref total, 0);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Counted(buffer.Span[..count]);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Counted(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    private int Counted(ReadOnlySpan<byte> read)
    {
        var end = read.LastIndexOf((byte)'\n');
        line = end < 0 ? line + read.Length : read.Length - end - 1;
        Fault ??=
            line > LongestLine ? $"it wrote a message of more than {LongestLine / 1024 / 1024} MiB"
            : Interlocked.Add(ref total, read.Length) > Most ? $"it wrote more than {Most / 1024 / 1024} MiB in one call"
            : null;
        return Fault is { } fault ? throw new IOException(fault) : read.Length;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
