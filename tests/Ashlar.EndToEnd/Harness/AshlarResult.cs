using System.Text.Json;

namespace Ashlar.EndToEnd.Harness;

/// <summary>How the program ended and what it printed.</summary>
internal sealed record AshlarResult(int ExitStatus, string Out, string Error)
{
    /// <summary>Standard output as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The lines of standard output.</summary>
    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
