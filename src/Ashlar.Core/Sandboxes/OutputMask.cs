using System.Text;

namespace Ashlar.Core.Sandboxes;

/// <summary>
/// Masks output as it streams by: what is passed on never ends inside a value, because the last characters are held back until it is
/// clear how they go on. Output that is masked becomes valid UTF-8.
/// </summary>
internal sealed class OutputMask(Secrets.SecretMask mask)
{
    private const int Overlap = 8 * 1024;
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private string held = "";

    /// <summary>Takes what was read and returns what may be kept; with <paramref name="last"/> nothing is held back.</summary>
    public byte[] Next(ReadOnlySpan<byte> bytes, bool last)
    {
        var text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var count = decoder.GetChars(bytes, text, last);
        var masked = mask.Mask(string.Concat(held, text.AsSpan(0, count)));
        var ready = last ? masked.Length : Math.Max(0, masked.Length - Overlap);
        if (ready > 0 && ready < masked.Length && char.IsHighSurrogate(masked[ready - 1]))
        {
            ready--;
        }

        held = masked[ready..];
        return Encoding.UTF8.GetBytes(masked[..ready]);
    }
}
