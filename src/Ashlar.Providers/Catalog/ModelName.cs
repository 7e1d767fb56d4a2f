using System.Collections.Frozen;

namespace Ashlar.Providers.Catalog;

/// <summary>A full model name: <c>anthropic/NAME</c>, <c>openai/NAME</c>, <c>ollama/NAME</c> or <c>cassette:FILE</c>.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Id">The model's id at the provider, or the cassette's file.</param>
internal sealed record ModelName(string Provider, string Id)
{
    private const string CassettePrefix = "cassette:";

    /// <summary>The short names of agent definitions, where configuration maps none and Anthropic's key is set.</summary>
    public static FrozenDictionary<string, string> BuiltInAliases { get; } =
        new Dictionary<string, string>
        {
            ["sonnet"] = "anthropic/claude-sonnet-4-5",
            ["opus"] = "anthropic/claude-opus-4-5",
            ["haiku"] = "anthropic/claude-haiku-4-5",
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The model of a provider that is used where nobody names one.</summary>
    public static ModelName DefaultAnthropic { get; } = new("anthropic", "claude-sonnet-4-5");

    /// <summary>The same for OpenAI.</summary>
    public static ModelName DefaultOpenAI { get; } = new("openai", "gpt-5");

    /// <summary>Reads a full name; null where it is none.</summary>
    public static ModelName? Read(string text)
    {
        if (text.StartsWith(CassettePrefix, StringComparison.Ordinal))
        {
            return text.Length > CassettePrefix.Length ? new("cassette", text[CassettePrefix.Length..]) : null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1 && text[..slash] is "anthropic" or "openai" or "ollama"
            ? new(text[..slash], text[(slash + 1)..])
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Provider is "cassette" ? CassettePrefix + Id : $"{Provider}/{Id}";
}
