using Ashlar.Core.Secrets;

namespace Ashlar.Testing;

/// <summary>Text of a test in which no secret is known.</summary>
public static class Said
{
    /// <summary>The text.</summary>
    public static MaskedText Text(string text) => MaskedText.Of(SecretMask.None, text);
}
