namespace Ashlar.Core.Sandboxes.Networks;

/// <summary>The head of a request to a proxy (RFC 9112, sections 3.2.2 and 3.2.3).</summary>
/// <param name="Authority">The place it asks for, as written.</param>
/// <param name="UsualPort">The port when none is written.</param>
/// <param name="Forwarded">The head to send on for a plain request; null for a tunnel.</param>
internal sealed record ProxyRequest(string Authority, int UsualPort, string? Forwarded)
{
    private const string Scheme = "http://";

    /// <summary>The request of a head without its final empty line; null for anything but a clean tunnel or absolute-form request.</summary>
    public static ProxyRequest? Read(string head)
    {
        var lines = head.Split("\r\n");
        var parts = lines[0].Split(' ');
        if (
            parts.Length != 3
            || parts[2] is not ("HTTP/1.1" or "HTTP/1.0")
            || head.Any(letter => letter < ' ' && letter is not ('\r' or '\n' or '\t'))
        )
        {
            return null;
        }

        if (head.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            return null;
        }

        return parts[0] == "CONNECT" ? new ProxyRequest(parts[1], 443, null)
            : parts[1].StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Plain(parts, lines[1..])
            : null;
    }

    private static ProxyRequest Plain(string[] parts, string[] headers)
    {
        var target = parts[1][Scheme.Length..];
        var end = target.AsSpan().IndexOfAny("/?#\\");
        var authority = end < 0 ? target : target[..end];
        var path = end < 0 ? "/" : target[end..];
        var kept = headers.Where(header => !IsOwn(header));
        var lines = kept.Prepend($"{parts[0]} {(path[0] == '/' ? path : "/" + path)} HTTP/1.1")
            .Append($"Host: {authority}")
            .Append("Connection: close");
        return new ProxyRequest(authority, 80, string.Join("\r\n", lines) + "\r\n\r\n");
    }

    private static bool IsOwn(string header) =>
        header.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("Keep-Alive:", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase);
}
