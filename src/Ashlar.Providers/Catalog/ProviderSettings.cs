using Ashlar.Core;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Anthropic;
using Ashlar.Providers.OpenAI;
using Ashlar.Providers.Shapes;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Catalog;

/// <summary>Keys and addresses of the providers, from the process environment alone.</summary>
/// <param name="environment">Looks up a variable.</param>
/// <param name="mask">Masks what providers say.</param>
/// <param name="memory">How endpoints want to be asked.</param>
internal sealed class ProviderSettings(Func<string, string?> environment, SecretMask mask, EndpointMemory? memory = null)
{
    private const int OllamaPort = 11434;

    /// <summary>Anthropic's endpoint, or null without a key.</summary>
    public ModelEndpoint? Anthropic()
    {
        var endpoint = new ModelEndpoint(Address("ANTHROPIC_BASE_URL", AnthropicModel.DefaultBase, dropVersion: true))
        {
            Mask = mask,
            Memory = memory,
        };
        return Key(ProviderKey.AnthropicKey) is { } key
                ? endpoint with
                {
                    KeyHeader = "x-api-key",
                    Key = key,
                    KeyName = ProviderKey.AnthropicKey.Name,
                }
            : Key(ProviderKey.AnthropicToken) is { } token ? WithBearer(endpoint, token, ProviderKey.AnthropicToken)
            : null;
    }

    /// <summary>OpenAI's endpoint, or null without a key.</summary>
    public ModelEndpoint? OpenAI() =>
        Key(ProviderKey.OpenAI) is { } key
            ? WithBearer(
                new ModelEndpoint(Address("OPENAI_BASE_URL", OpenAIModel.DefaultBase, dropVersion: false)) { Mask = mask, Memory = memory },
                key,
                ProviderKey.OpenAI
            )
            : null;

    /// <summary>Ollama's endpoint for Chat Completions. It may load a model for long before the first byte.</summary>
    public ModelEndpoint Ollama() =>
        new(new Uri(OllamaHost(), "/v1"))
        {
            IdleTimeout = TimeSpan.FromMinutes(20),
            Mask = mask,
            Memory = memory,
        };

    /// <summary>Ollama's address, as its own programs read <c>OLLAMA_HOST</c>: scheme and port may be left out, 0.0.0.0 means this machine.</summary>
    public Uri OllamaHost()
    {
        const string name = "OLLAMA_HOST";
        if (Value(name) is not { } value)
        {
            return new Uri($"http://127.0.0.1:{OllamaPort}");
        }

        var hasScheme = value.Contains("://", StringComparison.Ordinal);
        var text = hasScheme ? value : "http://" + (value.StartsWith(':') ? "127.0.0.1" + value : value);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw Invalid(name, value, "export OLLAMA_HOST=http://127.0.0.1:11434");
        }

        var full = new UriBuilder(address) { Path = "" };
        full.Host = address.Host is "0.0.0.0" ? "127.0.0.1" : address.Host;
        full.Port = hasScheme || text.TrimEnd('/').EndsWith($":{address.Port}", StringComparison.Ordinal) ? address.Port : OllamaPort;
        return full.Uri;
    }

    private static ModelEndpoint WithBearer(ModelEndpoint endpoint, string token, ProviderKey key) =>
        endpoint with
        {
            KeyHeader = "Authorization",
            KeyPrefix = "Bearer ",
            Key = token,
            KeyName = key.Name,
        };

    private Uri Address(string name, Uri standard, bool dropVersion)
    {
        if (Value(name) is not { } value)
        {
            return standard;
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw Invalid(name, value, $"export {name}={standard.AbsoluteUri.TrimEnd('/')}");
        }

        var path = address.AbsolutePath.TrimEnd('/');
        return new UriBuilder(address) { Path = dropVersion && path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^3] : path }.Uri;
    }

    private string? Key(ProviderKey named) =>
        Value(named.Name) switch
        {
            null => null,
            var key when !key.AsSpan().ContainsAnyExceptInRange('!', '~') => key,
            _ => throw new ProblemException(
                new Problem(
                    "model.key-invalid",
                    $"{named.Name} holds a character that no key has (a space, a line break or a letter outside ASCII)"
                )
                {
                    Remedy = $"set {named.Name} to the key alone",
                }
            ),
        };

    private string? Value(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;

    private ProblemException Invalid(string name, string value, string remedy) =>
        new(
            new Problem("model.address-invalid", $"{name} is not an http or https address")
            {
                Observed = mask.Mask(ModelEndpoint.Anonymous(value)),
                Remedy = remedy,
            }
        );
}
