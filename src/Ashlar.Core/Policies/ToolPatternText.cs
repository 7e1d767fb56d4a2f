namespace Ashlar.Core.Policies;

/// <summary>Names of tools as a short list: those of one MCP server as a pattern.</summary>
public static class ToolPatternText
{
    private const string Prefix = "mcp__";

    /// <summary>The list, in order of first appearance.</summary>
    /// <param name="names">Names as a definition writes them.</param>
    public static string Of(IReadOnlyList<string> names)
    {
        var servers = names
            .Select(Server)
            .OfType<string>()
            .CountBy(server => server, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return string.Join(
            ", ",
            names.Select(name => Server(name) is { } server && servers[server] > 1 ? $"{server}*" : name).Distinct(StringComparer.Ordinal)
        );
    }

    /// <summary><c>mcp__SERVER__</c>, or null for a tool of another kind.</summary>
    private static string? Server(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.IndexOf("__", Prefix.Length, StringComparison.Ordinal) is var end and > 0
            ? name[..(end + 2)]
            : null;
}
