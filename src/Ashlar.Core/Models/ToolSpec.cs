using System.Text.Json;

namespace Ashlar.Core.Models;

/// <summary>A tool as a model is told of it.</summary>
/// <param name="Name">The name by which it is called.</param>
/// <param name="Description">What goes in, what comes back, what usually goes wrong.</param>
/// <param name="InputSchema">JSON schema of the input object.</param>
public sealed record ToolSpec(string Name, string Description, JsonElement InputSchema);
