namespace Ashlar.Core.Agents;

/// <summary>What the path of a definition says.</summary>
internal static class DefinitionPath
{
    // NAME.agent.md as Copilot writes it, and what came before that.
    private static readonly string[] Kinds = [".agent", ".subagent", ".chatmode"];

    /// <summary>The name that the file gives: its own without <c>.md</c> and without what only says that it is an agent.</summary>
    public static string StemOf(string path)
    {
        var file = path[(path.LastIndexOfAny(['/', '\\', ':']) + 1)..];
        if (Path.GetExtension(file).ToLowerInvariant() is ".md" or ".markdown" or ".mdc" or ".toml" or ".json" or ".yaml" or ".yml")
        {
            file = Path.GetFileNameWithoutExtension(file);
        }

        var kind = Kinds.FirstOrDefault(kind => file.Length > kind.Length && file.EndsWith(kind, StringComparison.OrdinalIgnoreCase));
        return kind is null ? file : file[..^kind.Length];
    }

    /// <summary>Whether a file in a folder of definitions is one. Those of formats that are not read are found too, to be refused by name.</summary>
    public static bool IsDefinition(string path) => Path.GetExtension(path).ToLowerInvariant() is ".md" or ".toml";
}
