using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Ashlar.Providers.Wire;

/// <summary>Names and ids that a protocol would refuse in a conversation's history, made acceptable. Those that are fine stay as they are.</summary>
internal static class SafeName
{
    private const int LongestTool = 64;
    private static readonly SearchValues<char> allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    );

    /// <summary>A tool's name: letters, digits, <c>_</c> and <c>-</c>, at most 64 of them. A model may have called a tool by any name.</summary>
    public static string Tool(string name)
    {
        var safe = Replaced(name);
        return safe.Length switch
        {
            0 => "unnamed",
            > LongestTool => safe[..LongestTool],
            _ => safe,
        };
    }

    /// <summary>A call's id in the same characters; two different ids stay different.</summary>
    public static string Id(string id)
    {
        var safe = Replaced(id);
        return safe == id && id.Length > 0
            ? id
            : $"{safe}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 4))}";
    }

    private static string Replaced(string text) =>
        text.AsSpan().ContainsAnyExcept(allowed)
            ? string.Create(text.Length, text, (to, from) => from.AsSpan().ReplaceAnyExcept(to, allowed, '_'))
            : text;
}
