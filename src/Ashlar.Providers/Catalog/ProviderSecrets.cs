using Ashlar.Core.Secrets;

namespace Ashlar.Providers.Catalog;

/// <summary>What must not be seen of the environment from which models are reached: keys, and credentials inside addresses.</summary>
public static class ProviderSecrets
{
    private static readonly string[] Addresses = ["ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "OLLAMA_HOST"];
    private static readonly string[] Proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>
    /// Values by name. A key, and an address of a provider that holds one, goes by its variable; the password of a proxy, which programs of
    /// the host need, by the variable with <c>.password</c> after it.
    /// </summary>
    /// <param name="environment">Looks up a variable.</param>
    public static IReadOnlyDictionary<string, string> Of(Func<string, string?> environment)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in ProviderKey.All)
        {
            Add(found, key.Name, environment(key.Name));
        }

        foreach (var name in Addresses)
        {
            Add(found, name, Credentials(environment(name)).FirstOrDefault());
            foreach (var (value, number) in Credentials(environment(name)).Skip(1).Select((value, index) => (value, index + 2)))
            {
                Add(found, $"{name}.{number}", value);
            }
        }

        foreach (var name in Proxies)
        {
            Add(found, $"{name}.password", Credentials(environment(name)).FirstOrDefault());
        }

        return found;
    }

    private static void Add(Dictionary<string, string> found, string name, string? value)
    {
        if (value?.Trim() is { Length: > 0 } given)
        {
            found[name] = given;
        }
    }

    private static IEnumerable<string> Credentials(string? address)
    {
        if (address is null || !Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri))
        {
            yield break;
        }

        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var password = Uri.UnescapeDataString(colon < 0 ? uri.UserInfo : uri.UserInfo[(colon + 1)..]);
        if (password.Length >= SecretMask.LeastLength)
        {
            yield return password;
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && IsKey(pair[..equals]) && pair.Length - equals > SecretMask.LeastLength)
            {
                yield return Uri.UnescapeDataString(pair[(equals + 1)..]);
            }
        }
    }

    private static bool IsKey(string name) =>
        name.Contains("key", StringComparison.OrdinalIgnoreCase)
        || name.Contains("token", StringComparison.OrdinalIgnoreCase)
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || name.Contains("sig", StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, "code", StringComparison.OrdinalIgnoreCase);
}
