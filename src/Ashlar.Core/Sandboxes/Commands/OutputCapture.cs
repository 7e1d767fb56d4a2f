using System.Buffers;
using System.Text;
using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// Keeps the start and the end of an output in memory and, where asked for, the whole of it in a file, all of it masked. Memory stays
/// within head and tail however much is written and whether or not lines end.
/// </summary>
internal sealed class OutputCapture : IDisposable
{
    private readonly CommandLimits limits;
    private readonly Secrets.StreamingMask? mask;
    private readonly ArrayBufferWriter<byte> masked = new();
    private readonly string? path;
    private readonly SafeFileHandle? file;
    private readonly Lock keeping = new();
    private readonly MemoryStream head = new();
    private readonly byte[] tail;
    private long total;
    private long fileBytes;
    private bool fileFull;
    private bool complete;

    public OutputCapture(CommandLimits limits, Secrets.SecretMask? mask, string? path)
    {
        this.limits = limits;
        this.path = path;
        this.mask = mask?.Names.Any() == true ? mask.Stream() : null;
        tail = new byte[limits.OutputTail];
        file = path is null ? null : File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
    }

    /// <summary>Bytes taken so far, before masking.</summary>
    public long RawBytes { get; private set; }

    /// <summary>Takes what was read.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (keeping)
        {
            if (complete)
            {
                return;
            }

            RawBytes += bytes.Length;
            if (mask is null)
            {
                Keep(bytes);
                return;
            }

            mask.Write(bytes, masked);
            KeepMasked();
        }
    }

    /// <summary>Takes no more; returns what was kept.</summary>
    public CapturedOutput Complete()
    {
        lock (keeping)
        {
            if (!complete && mask is not null)
            {
                mask.Finish(masked);
                KeepMasked();
            }

            complete = true;
            file?.Dispose();
            return Captured();
        }
    }

    /// <summary>Text from an offset on, at most head and tail together, and the offset after it.</summary>
    public (string Text, long Offset) Since(long offset)
    {
        lock (keeping)
        {
            offset = Math.Clamp(offset, 0, total);
            var piece =
                offset < head.Length ? head.GetBuffer().AsSpan((int)offset, (int)(head.Length - offset)).ToArray()
                : offset < fileBytes ? FromFile(offset)
                : [];
            var gap = "";
            offset += piece.Length;
            if (piece.Length == 0 || (offset == head.Length && offset >= TailStart))
            {
                var start = Math.Max(offset, TailStart);
                gap = start > offset ? $"\n… {start - offset} bytes cut …\n" : "";
                piece = [.. piece, .. TailFrom(start)];
                offset = total;
            }

            var cut = complete ? 0 : Utf8Edge.Incomplete(piece);
            return (gap + Encoding.UTF8.GetString(piece.AsSpan(0, piece.Length - cut)), offset - cut);
        }
    }

    public void Dispose() => file?.Dispose();

    private long TailStart => Math.Max(head.Length, total - tail.Length);

    private void KeepMasked()
    {
        Keep(masked.WrittenSpan);
        masked.ResetWrittenCount();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        ToFile(bytes);
        var first = (int)Math.Min(bytes.Length, limits.OutputHead - head.Length);
        head.Write(bytes[..first]);
        var position = total + first;
        total += bytes.Length;
        var rest = bytes[first..];
        if (tail.Length == 0)
        {
            return;
        }

        if (rest.Length > tail.Length)
        {
            position += rest.Length - tail.Length;
            rest = rest[^tail.Length..];
        }

        var at = (int)(position % tail.Length);
        var fits = Math.Min(rest.Length, tail.Length - at);
        rest[..fits].CopyTo(tail.AsSpan(at));
        rest[fits..].CopyTo(tail);
    }

    private void ToFile(ReadOnlySpan<byte> bytes)
    {
        if (file is null || fileFull)
        {
            return;
        }

        var room = (int)Math.Min(bytes.Length, limits.OutputFile - fileBytes);
        fileFull = room < bytes.Length;
        try
        {
            RandomAccess.Write(file, bytes[..room], fileBytes);
            fileBytes += room;
        }
        catch (IOException)
        {
            fileFull = true; // A full disk must not end the command; head and tail are still there.
        }
    }

    private byte[] FromFile(long offset)
    {
        var buffer = new byte[Math.Min(fileBytes - offset, limits.OutputHead + limits.OutputTail)];
        using var reader = OrdinaryFile.OpenRead(path!).SafeFileHandle;
        var count = RandomAccess.Read(reader, buffer, offset);
        return buffer[..count];
    }

    private byte[] TailFrom(long start)
    {
        var bytes = new byte[total - start];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = tail[(start + i) % tail.Length];
        }

        return bytes;
    }

    private CapturedOutput Captured()
    {
        var start = head.GetBuffer().AsSpan(0, (int)head.Length);
        var end = TailFrom(TailStart);
        if (TailStart == head.Length)
        {
            return new CapturedOutput(Encoding.UTF8.GetString([.. start, .. end]), "", 0, total, path);
        }

        start = start[..^Utf8Edge.Incomplete(start)];
        var kept = end.AsSpan(Utf8Edge.Continuation(end));
        return new CapturedOutput(
            Encoding.UTF8.GetString(start),
            Encoding.UTF8.GetString(kept),
            total - start.Length - kept.Length,
            total,
            path
        );
    }
}
