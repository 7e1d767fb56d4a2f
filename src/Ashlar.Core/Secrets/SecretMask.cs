namespace Ashlar.Core.Secrets;

/// <summary>Replaces secret values by <c>[secret NAME]</c>, at every sink, at write time.</summary>
public sealed class SecretMask
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>A mask that knows no secret.</summary>
    public static SecretMask None { get; } = new();

    /// <summary>The text with every known value replaced.</summary>
    public string Mask(string text) =>
        names.Aggregate(text, (masked, secret) => masked.Replace(secret.Key, $"[secret {secret.Value}]", StringComparison.Ordinal));
}
