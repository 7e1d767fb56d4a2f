using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Tools;

/// <summary>How the built-in tools write their schemas.</summary>
internal static class ToolText
{
    /// <summary>A tool's spec from its schema as text.</summary>
    public static ToolSpec Spec(string name, string description, string properties, string required)
    {
        using var schema = JsonDocument.Parse($$"""{"type":"object","properties":{{properties}},"required":[{{required}}]}""");
        return new ToolSpec(name, description, schema.RootElement.Clone());
    }
}
