using System.Collections.Frozen;

namespace Ashlar.Core.Policies;

/// <summary>Names of tools: kinds, and other names for the same thing in other dialects.</summary>
internal static class ToolNames
{
    /// <summary>Tools that change nothing.</summary>
    public static IReadOnlyList<string> Reading { get; } = ["Read", "Glob", "Grep", "WebFetch", "mcp__ide__getDiagnostics"];

    // Names whose words alone would say something else.
    private static readonly FrozenDictionary<string, string[]> Aliases = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Playwright"] = ["mcp__playwright__*"],
        ["playwright"] = ["mcp__playwright__*"],
        ["MultiEdit"] = ["Edit"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What another dialect's name stands for, or null.</summary>
    public static string[]? AliasOf(string name) =>
        Aliases.TryGetValue(name, out var known) ? known
        : PolicySource.BuiltInTools.Contains(name, StringComparer.Ordinal) ? null
        : name.StartsWith("mcp__", StringComparison.Ordinal)
            ? (name.LastIndexOf("__", StringComparison.Ordinal) == 3 ? [name + "__*"] : null)
        : ToolWords.Meaning(name) ?? OfServer(name.Split('/'));

    /// <summary>Whether a name, or OpenCode's name of a server's tool, is covered by a pattern that takes tools away.</summary>
    public static bool Covers(string pattern, string name) =>
        Matches(pattern, name)
        || (name.StartsWith("mcp__", StringComparison.Ordinal) && Matches(pattern, name[5..].Replace("__", "_", StringComparison.Ordinal)));

    // "server/tool", or "publisher/server/tool", as VS Code and Copilot write it.
    private static string[]? OfServer(string[] parts) =>
        parts.Length is 2 or 3 && Array.TrueForAll(parts, part => part.Length > 0) ? [$"mcp__{parts[^2]}__{parts[^1]}"] : null;

    /// <summary>Whether a name with <c>*</c> matches.</summary>
    public static bool Matches(string pattern, string name) =>
        pattern.Contains('*', StringComparison.Ordinal) ? new GlobSegment(pattern).Matches(name) : pattern == name;
}
