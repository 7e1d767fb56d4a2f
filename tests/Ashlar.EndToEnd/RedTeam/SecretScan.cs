using System.Globalization;
using System.Text;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Finds twelve characters in a row of a value, or as much of one of its encodings, in any bytes.</summary>
internal sealed class SecretScan
{
    private readonly HashSet<string> pieces;

    /// <summary>A scan for a value.</summary>
    public SecretScan(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var hex = Convert.ToHexStringLower(bytes);
        var wide = Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(value));
        pieces = [.. Windows(value, 12), .. Windows(wide, 24), .. Windows(hex, 24), .. Windows(hex.ToUpperInvariant(), 24)];
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes])[4..^4];
            pieces.UnionWith(Windows(text, 16));
            pieces.UnionWith(Windows(text.Replace('+', '-').Replace('/', '_'), 16));
        }
    }

    /// <summary>A value that no text holds by chance, with characters that URL and JSON forms write otherwise.</summary>
    public static string NewValue() =>
        string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())}/+&{Guid.NewGuid():N}");

    /// <summary>Whether the text holds a piece.</summary>
    public bool Finds(string text) => pieces.Any(piece => text.Contains(piece, StringComparison.Ordinal));

    /// <summary>Whether the bytes hold a piece.</summary>
    public bool Finds(byte[] bytes) => Finds(Encoding.Latin1.GetString(bytes));

    private static IEnumerable<string> Windows(string text, int length) =>
        Enumerable.Range(0, Math.Max(0, text.Length - length + 1)).Select(start => text.Substring(start, length));
}
