using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Tools;

/// <summary>How the built-in tools write their schemas.</summary>
internal static class ToolText
{
    /// <summary>How the agent looks at a file, in its own tools' words; null where it has none for it.</summary>
    public static string? Look(ToolContext context) =>
        context.Offers("Read") ? "Look with Read"
        : context.Offers("Bash") ? "Look with `cat -A`"
        : null;

    /// <summary>A tool's spec from its schema as text.</summary>
    public static ToolSpec Spec(string name, string description, string properties, string required)
    {
        using var schema = JsonDocument.Parse($$"""{"type":"object","properties":{{properties}},"required":[{{required}}]}""");
        return new ToolSpec(name, description, schema.RootElement.Clone());
    }
}
