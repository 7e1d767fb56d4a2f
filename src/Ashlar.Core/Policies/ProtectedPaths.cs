namespace Ashlar.Core.Policies;

/// <summary>Files that are between the agent and what judges it (contract section 5, never writable).</summary>
public sealed record ProtectedPaths
{
    /// <summary>
    /// Files that Ashlar itself keeps: the task lists and the iteration log, relative to the repository root. Writing them is
    /// never allowed; the deciding rule's kind is <c>kept</c>, so that the answer can say that nothing is missing.
    /// </summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Files of agent definitions, relative to the repository root.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>Hook folders beyond the usual ones, such as <c>core.hooksPath</c>.</summary>
    public IReadOnlyList<string> Hooks { get; init; } = [];

    /// <summary>Paths that only an allow rule, the written task or a person's answer opens, when it names them.</summary>
    internal static IReadOnlyList<string> Conditional { get; } =
    ["/.claude", "/.codex", "/.vscode", "/.idea", "/.mcp.json", "/.github/workflows", "/.githooks", "/.husky", "CLAUDE.md", "AGENTS.md"];

    /// <summary>Paths that nothing opens.</summary>
    internal static IReadOnlyList<string> Always { get; } =
    ["/.ashlar", .. Settings.Configuration.DefaultAgentFolders.Select(folder => "/" + folder)];
}
