namespace Ashlar.Core.Secrets;

/// <summary>Values that cannot be secrets, since masking them would hide too much or nothing.</summary>
public static class SecretRefusal
{
    private const int GreatestLength = 65_536;

    /// <summary>Why a value cannot be a secret, or null where it can. The problem never holds the value.</summary>
    public static Problem? Of(string name, string value)
    {
        var (code, why) = value switch
        {
            _ when name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-') => (
                "secret.bad-name",
                "its name has other letters than A to Z, digits, _, . and -"
            ),
            _ when string.IsNullOrWhiteSpace(value) => ("secret.blank", "it is empty or only spaces"),
            _ when value.Trim().Length < SecretMask.LeastLength => (
                "secret.too-short",
                $"it has fewer than {SecretMask.LeastLength} characters, and masking it would mask ordinary text"
            ),
            _ when value.Length > GreatestLength => ("secret.too-long", $"it has more than {GreatestLength} characters"),
            _ when Credential.IsCommonWord(value.Trim()) => (
                "secret.common-word",
                "it is an everyday word, and masking it would mask ordinary text"
            ),
            _ => ("", ""),
        };
        return code.Length == 0
            ? null
            : new Problem(code, $"The secret `{name}` cannot be protected: {why}")
            {
                Remedy =
                    code == "secret.bad-name"
                        ? "Give it a name such as `API_TOKEN`, here and where its value is set"
                        : "Give it another value, or set it under `env:` as plain text if it is not a secret",
            };
    }
}
