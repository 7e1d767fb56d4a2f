namespace Ashlar.Core.Tools;

/// <summary>
/// Which web addresses may be asked for: those of named hosts, and only where path and query could not carry off what was read, that
/// is, are short and look like words and numbers.
/// </summary>
internal static class FetchAddress
{
    private const int LongestAddress = 300;
    private const int LongestQuery = 120;
    private const int LongestWord = 48;
    private const int EncodedWord = 20;

    /// <summary>Why an address is not asked for; null when it may be, and then the address.</summary>
    /// <param name="written">The address as it was given.</param>
    /// <param name="hosts">The hosts that may be reached.</param>
    /// <param name="address">The address, where it is one.</param>
    public static Problem? Refusal(string written, IReadOnlyList<string> hosts, out Uri? address)
    {
        if (
            !Uri.TryCreate(written, UriKind.Absolute, out address)
            || address.Scheme is not ("http" or "https")
            || address.UserInfo.Length > 0
            || written.Any(char.IsControl)
        )
        {
            return new Problem("arg.invalid", $"{written} is not an http or https address");
        }

        var place = address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}";
        if (!hosts.Contains(place, StringComparer.OrdinalIgnoreCase))
        {
            var reason =
                hosts.Count == 0
                    ? "this task has no network"
                    : $"{place} is not among the hosts that this task may reach: {string.Join(", ", hosts)}";
            return new Problem("network.host", reason)
            {
                Remedy = "Work from what is in the repository; Escalate if it cannot be done without",
            };
        }

        return Carries(address) is { } load
            ? new Problem("network.address", $"the address {load}")
            {
                Remedy = "Ask for the page itself, by a short address without data in it",
            }
            : null;
    }

    private static string? Carries(Uri address)
    {
        if (address.PathAndQuery.Length > LongestAddress)
        {
            return $"is longer than {LongestAddress} characters";
        }

        if (address.Query.Length > LongestQuery)
        {
            return $"has a query of more than {LongestQuery} characters";
        }

        var words = Uri.UnescapeDataString(address.PathAndQuery).Split(['/', '?', '&', '=', '-', '_', '.', '+', ' ', ',', ';', ':']);
        return words.Any(word => word.Length > LongestWord || LooksEncoded(word)) ? "holds what looks like encoded data" : null;
    }

    /// <summary>Long words that mix letters and digits again and again are not words.</summary>
    private static bool LooksEncoded(string word)
    {
        if (word.Length < EncodedWord)
        {
            return false;
        }

        var changes = word.Zip(word.Skip(1)).Count(pair => Kind(pair.First) != Kind(pair.Second));
        return changes * 4 > word.Length;
    }

    private static int Kind(char letter) =>
        char.IsDigit(letter) ? 0
        : char.IsUpper(letter) ? 1
        : char.IsLower(letter) ? 2
        : 3;
}
