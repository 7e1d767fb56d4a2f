using System.Globalization;

namespace Ashlar.Core.Settings;

/// <summary>The checked kinds of text.</summary>
internal static class TextKinds
{
    /// <summary>Whether a text is of a kind.</summary>
    public static bool Accepts(TextKind kind, string text) =>
        kind switch
        {
            TextKind.RepositoryPath => IsInside(text),
            TextKind.HostAndPort => IsHostAndPort(text),
            TextKind.Host => IsHost(text),
            TextKind.Duration => Duration(text) is not null,
            TextKind.Url => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https",
            _ => text.Length > 0,
        };

    /// <summary>A time as written: seconds, or a number with <c>s</c>, <c>m</c> or <c>h</c>; null when it is none or not above zero.</summary>
    public static TimeSpan? Duration(string text)
    {
        var seconds =
            text.Length == 0
                ? 0
                : text[^1] switch
                {
                    's' => 1,
                    'm' => 60,
                    'h' => 3600,
                    _ => 0,
                };
        var digits = seconds == 0 ? text : text[..^1];
        return
            decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < 1_000_000
            ? TimeSpan.FromSeconds((double)number * Math.Max(1, seconds))
            : null;
    }

    private static bool IsInside(string path) =>
        path.Length > 0
        && path[0] is not ('/' or '~' or '!')
        && !path.Contains('\0', StringComparison.Ordinal)
        && !path.Split('/').Contains("..", StringComparer.Ordinal)
        && BraceExpansion.Of(path, single: true) is not null;

    private static bool IsHost(string host) =>
        host.Length is > 0 and < 254
        && host[0] is not ('.' or '-')
        && host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-')
        && !host.Contains("..", StringComparison.Ordinal);

    private static bool IsHostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && (IsHost(text[..colon]) || text[..colon] is "[::1]")
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0;
    }
}
