using System.Text.RegularExpressions;
using Ashlar.Core;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Shapes;

namespace Ashlar.Providers.Wire;

/// <summary>Where a provider is reached and as whom. The address comes from the process environment, never from a repository.</summary>
/// <param name="Base">The base address; what it must hold depends on the protocol. It may have a query.</param>
public sealed partial record ModelEndpoint(Uri Base)
{
    private const int Longest = 1100;

    /// <summary>The header that carries the key, or null where none is sent.</summary>
    public string? KeyHeader { get; init; }

    /// <summary>The header's value in front of the key, such as <c>Bearer </c>.</summary>
    public string KeyPrefix { get; init; } = "";

    /// <summary>The key, or null. It never appears in a failure's message.</summary>
    public string? Key { get; init; }

    /// <summary>The name of the setting the key came from, such as <c>ANTHROPIC_API_KEY</c>; is in messages where the key stood.</summary>
    public string KeyName { get; init; } = "key";

    /// <summary>How long a stream, or the wait for one, may be silent before it counts as lost.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Masks answers and failure messages in addition to the key itself.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>What is known of how it wants to be asked; null where nothing is to be remembered beyond one model's object.</summary>
    public EndpointMemory? Memory { get; init; }

    /// <summary>An address below the base, or the base where it has the whole path already; the base's query stays behind the path.</summary>
    /// <param name="path">The path, with a slash in front.</param>
    public Uri At(string path)
    {
        var stem = Base.AbsolutePath.TrimEnd('/');
        return new UriBuilder(Base) { Path = stem.EndsWith(path, StringComparison.Ordinal) ? stem : stem + path, Fragment = "" }.Uri;
    }

    /// <summary>Host and port, for messages.</summary>
    internal string Place => Base.IsDefaultPort ? Base.Host : $"{Base.Host}:{Base.Port}";

    /// <summary>The text without the key and the secrets that the mask knows.</summary>
    internal MaskedText Clean(string text)
    {
        var known = Anonymous(string.IsNullOrEmpty(Key) ? text : text.Replace(Key, $"[secret {KeyName}]", StringComparison.Ordinal));
        // What came may have been cut within a value; it is cut for display only now.
        return MaskedText.OfCut(Mask, known).Laid(words => words.Length <= Longest ? words : $"{words.AsSpan(0, Longest)}…");
    }

    /// <summary>The text without who logs in at an address, such as a proxy's, however short the password is.</summary>
    internal static string Anonymous(string text) => UserInfo.ReplaceIn(text, "://");

    [GeneratedRegex(@"(?<=[a-zA-Z0-9+.\-])://[^\s/?#'""]*@", RegexOptions.None, 1000)]
    private static partial Regex UserInfo { get; }

    /// <summary>The record as text, without the key.</summary>
    public override string ToString() => $"{Place} ({(Key is null ? "no key" : KeyName)})";
}
