namespace Ashlar.Core.Settings;

/// <summary>Which files of a repository are obeyed and therefore need trust. Task lists and documents are data and need none.</summary>
public static class TrustedPaths
{
    private static readonly string[] Hooks = [".claude/settings.json", ".claude/hooks/", ".mcp.json"];

    /// <summary>Whether a path needs trust.</summary>
    /// <param name="path">Relative to the repository root with <c>/</c>.</param>
    /// <param name="agents">Folders of agent definitions, see <see cref="Configuration.Agents"/>.</param>
    public static bool NeedsTrust(string path, IReadOnlyList<string> agents) =>
        (path.StartsWith(".ashlar/", StringComparison.Ordinal) && !path.EndsWith("/.gitignore", StringComparison.Ordinal))
        || Hooks.Any(hook =>
            hook.EndsWith('/') ? path.StartsWith(hook, StringComparison.Ordinal) : string.Equals(path, hook, StringComparison.Ordinal)
        )
        || agents.Any(folder => IsAgentIn(path, folder));

    private static bool IsAgentIn(string path, string folder)
    {
        var prefix = folder.StartsWith("./", StringComparison.Ordinal) ? folder[2..] : folder;
        return path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
            && path.StartsWith(prefix.TrimEnd('/') + "/", StringComparison.Ordinal);
    }
}
