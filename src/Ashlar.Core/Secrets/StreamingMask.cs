using System.Buffers;
using System.Text;

namespace Ashlar.Core.Secrets;

/// <summary>
/// Masks bytes that arrive in pieces: what may be the beginning of a secret is held back until it is known. However the bytes are
/// split, the output is the same; where the stream ends inside a secret, no more than three of its bytes are seen.
/// Cut long output after masking, never before. Memory is bounded by the longest secret. Not thread-safe.
/// </summary>
public sealed class StreamingMask
{
    private readonly SecretMask mask;
    private byte[] held = [];

    // How many of the held bytes belong to a secret whose placeholder is already written.
    private int covered;

    internal StreamingMask(SecretMask mask) => this.mask = mask;

    /// <summary>Takes a piece and writes what is certain by now.</summary>
    public void Write(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (held.Length == 0)
        {
            Pass(piece, output);
            return;
        }

        var length = held.Length + piece.Length;
        var joined = ArrayPool<byte>.Shared.Rent(length);
        held.CopyTo(joined, 0);
        piece.CopyTo(joined.AsSpan(held.Length));
        Pass(joined.AsSpan(0, length), output);
        ArrayPool<byte>.Shared.Return(joined, clearArray: true);
    }

    /// <summary>Writes what is left at the end of the stream.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="cut">Whether the stream may have ended inside a secret: four or more first bytes of one at the very end are then replaced.</param>
    public void Finish(IBufferWriter<byte> output, bool cut = true)
    {
        var end = Replace(held, held.Length, output, flush: false);
        var remains = held.Length;
        var secret = -1;
        if (cut)
        {
            remains = mask.Bytes.Remains(held, end, out secret);
        }

        output.Write(held.AsSpan(end, remains - end));
        if (remains < held.Length)
        {
            WritePlaceholder(secret, output);
        }

        held = [];
        covered = 0;
    }

    private void Pass(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var limit = mask.Bytes.Hold(text);
        var end = Replace(text, limit, output, flush: true);
        held = text[limit..].ToArray();
        covered = Math.Max(0, end - limit);
    }

    // Writes the text up to the limit; returns how far it is dealt with, which may be beyond the limit inside a secret.
    private int Replace(ReadOnlySpan<byte> text, int limit, IBufferWriter<byte> output, bool flush)
    {
        var done = covered;
        foreach (var span in mask.Bytes.Find(text) ?? [])
        {
            if (span.Start >= limit)
            {
                break;
            }

            if (span.Start >= done)
            {
                output.Write(text[done..span.Start]);
                WritePlaceholder(span.Secret, output);
            }

            done = Math.Max(done, span.End);
        }

        if (flush && done < limit)
        {
            output.Write(text[done..limit]);
            done = limit;
        }

        return done;
    }

    private void WritePlaceholder(int secret, IBufferWriter<byte> output) =>
        output.Write(Encoding.UTF8.GetBytes(SecretMask.Placeholder(mask.NameAt(secret))));
}
