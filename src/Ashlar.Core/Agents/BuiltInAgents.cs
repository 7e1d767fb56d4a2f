namespace Ashlar.Core.Agents;

/// <summary>The agent definitions that ship with Ashlar, embedded as resources <c>agents/NAME.md</c>.</summary>
internal static class BuiltInAgents
{
    private const string Prefix = "agents/";

    /// <summary>Their names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(BuiltInAgents)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads one, or null when no agent has that name.</summary>
    public static AgentDefinition? Find(string name)
    {
        using var stream = typeof(BuiltInAgents).Assembly.GetManifestResourceStream($"{Prefix}{name}.md");
        if (stream is null)
        {
            return null;
        }

        using var content = new MemoryStream();
        stream.CopyTo(content);
        return AgentFile.Read($"built-in:{name}", content.GetBuffer().AsSpan(0, (int)content.Length));
    }
}
