using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Ashlar.Providers.Wire;

/// <summary>One server-sent event.</summary>
/// <param name="Data">Its data, lines joined by line feeds; valid until the next one is read.</param>
/// <param name="Whole">False for the last event of a stream that ended in the middle of a line.</param>
internal readonly record struct ServerEvent(ReadOnlyMemory<byte> Data, bool Whole);

/// <summary>
/// Reads server-sent events as bytes (WHATWG HTML, section 9.2), with bounds on lines, events and the whole. The event's name is not
/// needed: both protocols repeat it in the data or have none.
/// </summary>
internal sealed class EventStream(ResponseStream stream) : IDisposable
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly ArrayBufferWriter<byte> data = new(4096);
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int start;
    private int end;
    private int events;
    private bool skipLineFeed;
    private ReadOnlyMemory<byte>? held;

    /// <summary>The first byte that is not white space (a byte order mark counts as such), without taking it; null if the stream has none.</summary>
    public async ValueTask<byte?> PeekAsync()
    {
        while (true)
        {
            var here = buffer.AsSpan(start, end - start);
            if (here.StartsWith(Encoding.UTF8.Preamble))
            {
                start += Encoding.UTF8.Preamble.Length;
                continue;
            }

            var at = here.IndexOfAnyExcept(" \t\r\n"u8);
            if (at >= 0 && !(here[at] == 0xEF && here.Length - at < 3))
            {
                start += at;
                return buffer[start];
            }

            if (!await FillAsync())
            {
                return at >= 0 ? buffer[start] : null;
            }
        }
    }

    /// <summary>The next event, or null at the end. Its data is not empty.</summary>
    /// <param name="last">Whether hardly anything is to come, which is not waited for long.</param>
    /// <exception cref="CutShortException">The line is lost or has been silent for too long.</exception>
    public async ValueTask<ServerEvent?> ReadAsync(bool last = false)
    {
        stream.IsLast |= last;
        data.ResetWrittenCount();
        while (true)
        {
            var (line, ended) = held is { } before ? (before, true) : await ReadLineAsync();
            held = null;
            if (line is not { } text)
            {
                return data.WrittenCount > 0 ? Counted(whole: true) : null;
            }

            if (text.Length == 0 && ended)
            {
                if (data.WrittenCount > 0)
                {
                    return Counted(whole: true);
                }

                continue;
            }

            if (ended && IsFollowed(text.Span))
            {
                held = text;
                return Counted(whole: true);
            }

            Take(text.Span);
            if (!ended)
            {
                return data.WrittenCount > 0 ? Counted(whole: false) : null;
            }
        }
    }

    /// <summary>All that is left, within a bound.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadToEndAsync()
    {
        while (await FillAsync())
        {
            if (end - start > WireBounds.DocumentBytes)
            {
                throw new MalformedResponseException($"the answer is larger than {WireBounds.DocumentBytes} bytes");
            }
        }

        return buffer.AsMemory(start, end - start);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("data:"u8))
        {
            return;
        }

        line = line[5..];
        if (line is [(byte)' ', ..])
        {
            line = line[1..];
        }

        if (data.WrittenCount > 0)
        {
            data.Write("\n"u8);
        }

        if (data.WrittenCount + line.Length > WireBounds.LineBytes)
        {
            throw new MalformedResponseException($"an event is larger than {WireBounds.LineBytes} bytes");
        }

        data.Write(line);
    }

    private ServerEvent Counted(bool whole) =>
        ++events > WireBounds.Events
            ? throw new MalformedResponseException($"the answer has more than {WireBounds.Events} events")
            : new ServerEvent(data.WrittenMemory, whole);

    /// <summary>Whether what is held is an event of its own: servers that leave out the empty line begin the next document behind a whole one.</summary>
    private bool IsFollowed(ReadOnlySpan<byte> line)
    {
        if (data.WrittenCount == 0 || !line.StartsWith("data:"u8) || line[5..].TrimStart((byte)' ') is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        var json = new Utf8JsonReader(data.WrittenSpan);
        try
        {
            return json.Read() && json.TrySkip() && json.BytesConsumed == data.WrittenCount;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async ValueTask<(ReadOnlyMemory<byte>? Line, bool Ended)> ReadLineAsync()
    {
        var searched = 0;
        while (true)
        {
            if (skipLineFeed && start < end)
            {
                skipLineFeed = false;
                start += buffer[start] == '\n' ? 1 : 0;
                continue;
            }

            var at = buffer.AsSpan(start + searched, end - start - searched).IndexOfAny(LineEnds);
            if (at >= 0)
            {
                var line = buffer.AsMemory(start, searched + at);
                start += searched + at + 1;
                skipLineFeed = buffer[start - 1] == '\r';
                return (line, true);
            }

            searched = end - start;
            if (searched > WireBounds.LineBytes)
            {
                throw new MalformedResponseException($"a line is longer than {WireBounds.LineBytes} bytes");
            }

            if (!await FillAsync())
            {
                var rest = buffer.AsMemory(start, end - start);
                start = end;
                return (rest.Length > 0 ? rest : null, false);
            }
        }
    }

    private async ValueTask<bool> FillAsync()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        var read = await stream.ReadAsync(buffer.AsMemory(end));
        end += read;
        return read > 0;
    }
}
