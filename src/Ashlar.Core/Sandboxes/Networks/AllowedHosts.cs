using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Networks;

/// <summary>The hosts that commands may reach: exact names, compared after IDNA; an empty list allows none.</summary>
internal sealed class AllowedHosts
{
    private const int LongestName = 253;
    private static readonly int[] UsualPorts = [80, 443];
    private readonly FrozenSet<(string Name, int Port)> allowed;

    /// <summary>Takes <c>host</c> (ports 80 and 443) and <c>host:port</c>.</summary>
    /// <exception cref="CommandStartException">An entry is not a host name.</exception>
    public AllowedHosts(IEnumerable<string> entries) => allowed = entries.SelectMany(Places).ToFrozenSet();

    /// <summary>The name and port to connect to, or null when that place is not allowed or not written as a plain name and port.</summary>
    /// <param name="authority"><c>name</c> or <c>name:port</c>, as a client wrote it.</param>
    /// <param name="usualPort">The port when none is written.</param>
    public (string Name, int Port)? Find(string authority, int usualPort) =>
        Split(authority, usualPort) is var (name, port) && Normal(name) is { } normal && allowed.Contains((normal, port))
            ? (normal, port)
            : null;

    private static IEnumerable<(string Name, int Port)> Places(string entry)
    {
        var (name, port) = Split(entry, 0) ?? throw new CommandStartException($"{entry} is not a host name");
        var normal = Normal(name) ?? throw new CommandStartException($"{entry} is not a host name");
        return port == 0 ? UsualPorts.Select(usual => (normal, usual)) : [(normal, port)];
    }

    private static (string Name, int Port)? Split(string authority, int usualPort)
    {
        var colon = authority.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (authority, usualPort)
            : ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
                ? (authority[..colon], port)
            : null;
    }

    // One spelling for each name; addresses, user names and everything that some other reader might read differently are none.
    private static string? Normal(string name)
    {
        string ascii;
        try
        {
            ascii = new IdnMapping { UseStd3AsciiRules = true }
                .GetAscii(name.TrimEnd('.'))
                .ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }

        var plain =
            ascii.Length is > 0 and <= LongestName
            && ascii.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')
            && ascii.Split('.')[^1].Any(char.IsAsciiLetter)
            && !IPAddress.TryParse(ascii, out _);
        return plain ? ascii : null;
    }
}
