namespace Ashlar.Providers.Catalog;

/// <summary>
/// A variable of the environment that holds the key of a model provider. Settings of providers read keys by these alone, so that a key that
/// is not on the list, and that commands could get, cannot be used.
/// </summary>
public sealed class ProviderKey
{
    private ProviderKey(string name) => Name = name;

    /// <summary>Anthropic's key.</summary>
    public static ProviderKey AnthropicKey { get; } = new("ANTHROPIC_API_KEY");

    /// <summary>Anthropic's bearer token.</summary>
    public static ProviderKey AnthropicToken { get; } = new("ANTHROPIC_AUTH_TOKEN");

    /// <summary>OpenAI's key, or that of an endpoint like it.</summary>
    public static ProviderKey OpenAI { get; } = new("OPENAI_API_KEY");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProviderKey> All { get; } = [AnthropicKey, AnthropicToken, OpenAI];

    /// <summary>The variable's name.</summary>
    public string Name { get; }
}
