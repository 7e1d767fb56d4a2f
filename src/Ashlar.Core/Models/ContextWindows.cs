using System.Text.Json;

namespace Ashlar.Core.Models;

/// <summary>
/// How many tokens a request to a model may hold: what the configuration says, then what is known of the model, then a cautious guess
/// for its provider.
/// </summary>
/// <param name="overrides">The configuration's windows by full name.</param>
public sealed class ContextWindows(IReadOnlyDictionary<string, int> overrides)
{
    private const int Window = 4;
    private readonly Lazy<Dictionary<string, int>> builtIn = new(ReadBuiltIn);

    /// <summary>The window of a model in tokens; null for a cassette, which has none.</summary>
    /// <param name="model">The full name, such as <c>anthropic/claude-sonnet-4-5</c>.</param>
    public int? Of(string model)
    {
        var undated = PriceList.WithoutDate(model);
        return overrides.TryGetValue(model, out var own) || overrides.TryGetValue(undated, out own) ? own
            : model.StartsWith("cassette:", StringComparison.Ordinal) ? null
            : builtIn.Value.TryGetValue(model, out var known) || builtIn.Value.TryGetValue(undated, out known) ? known
            : Guess(model);
    }

    private static int Guess(string model) =>
        model.StartsWith("anthropic/", StringComparison.Ordinal) ? 200_000
        : model.StartsWith("ollama/", StringComparison.Ordinal) ? 32_768
        : 128_000;

    private static Dictionary<string, int> ReadBuiltIn()
    {
        using var stream = typeof(ContextWindows).Assembly.GetManifestResourceStream("Ashlar.Core.Models.models.json")!;
        using var document = JsonDocument.Parse(stream);
        return document
            .RootElement.GetProperty("models")
            .EnumerateObject()
            .ToDictionary(model => model.Name, model => model.Value[Window].GetInt32());
    }
}
