using System.Collections.Frozen;

namespace Ashlar.Core.Policies;

/// <summary>Names of tools: kinds, and other names for the same thing in other dialects.</summary>
internal static class ToolNames
{
    /// <summary>Tools that change nothing.</summary>
    public static IReadOnlyList<string> Reading { get; } = ["Read", "Glob", "Grep", "WebFetch", "mcp__ide__getDiagnostics"];

    private static readonly FrozenDictionary<string, string[]> Aliases = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Playwright"] = ["mcp__playwright__*"],
        ["playwright"] = ["mcp__playwright__*"],
        ["read"] = ["Read"],
        ["write"] = ["Write"],
        ["edit"] = ["Edit", "Write"],
        ["MultiEdit"] = ["Edit"],
        ["search"] = ["Grep", "Glob"],
        ["grep"] = ["Grep"],
        ["glob"] = ["Glob"],
        ["list"] = ["Glob"],
        ["LS"] = ["Glob"],
        ["execute"] = ["Bash"],
        ["bash"] = ["Bash"],
        ["shell"] = ["Bash"],
        ["Shell"] = ["Bash"],
        ["fetch"] = ["WebFetch"],
        ["webfetch"] = ["WebFetch"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What another dialect's name stands for, or null.</summary>
    public static string[]? AliasOf(string name) =>
        Aliases.TryGetValue(name, out var known) ? known
        : name.StartsWith("mcp__", StringComparison.Ordinal) && name.LastIndexOf("__", StringComparison.Ordinal) == 3 ? [name + "__*"]
        : name.Split('/') is [var kind and ("read" or "edit" or "search" or "execute"), _] ? Aliases[kind]
        : null;

    /// <summary>Whether a name with <c>*</c> matches.</summary>
    public static bool Matches(string pattern, string name) =>
        pattern.Contains('*', StringComparison.Ordinal) ? new GlobSegment(pattern).Matches(name) : pattern == name;
}
