namespace Ashlar.Core;

/// <summary>Looks for names as whole words.</summary>
internal static class WholeWord
{
    /// <summary>Whether a text holds a name that is not part of a longer one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name.</param>
    /// <param name="notBefore">What may not follow it.</param>
    public static bool IsIn(string text, string name, string? notBefore = null)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (
                (at == 0 || !IsPart(text[at - 1]))
                && (at + name.Length == text.Length || !IsPart(text[at + name.Length]))
                && (notBefore is null || !text.AsSpan(at + name.Length).StartsWith(notBefore, StringComparison.Ordinal))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(char sign) => char.IsLetterOrDigit(sign) || sign is '_' or '-';
}
