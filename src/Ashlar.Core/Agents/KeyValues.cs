namespace Ashlar.Core.Agents;

/// <summary>Keys that are harmless with most values and must not be ignored with others.</summary>
internal static class KeyValues
{
    /// <summary>What is wrong with a key's value; null where nothing is.</summary>
    public static Problem? Fault(string path, FrontMatterEntry entry) =>
        entry.Key switch
        {
            "mode" when entry.Value.Text is { } mode && !Modes.Contains(mode.ToLowerInvariant(), StringComparer.Ordinal) => new Problem(
                "agent.misspelt-key",
                $"'mode: {mode}' is not known; ignoring it might widen what the agent may do"
            )
            {
                Path = path,
                Line = entry.Line,
                Observed = mode,
                Expected = string.Join(", ", Modes),
                Remedy = "Write 'permissionMode: plan' if the agent is to read only, else remove the line",
            },
            "disable" when entry.Value.Text?.ToLowerInvariant() is "true" or "yes" or "on" => new Problem(
                "agent.disabled",
                "'disable: true' turns this definition off"
            )
            {
                Path = path,
                Line = entry.Line,
                Remedy = "Remove the line, or choose another agent with --agent",
            },
            _ => null,
        };

    private static readonly string[] Modes = ["primary", "subagent", "all", "agent", "edit"];
}
