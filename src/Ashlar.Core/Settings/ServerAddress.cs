namespace Ashlar.Core.Settings;

/// <summary>Where a server of tools is reached by HTTP.</summary>
/// <param name="Address">The address, http or https.</param>
/// <param name="Headers">Headers of each request.</param>
public sealed record ServerAddress(Uri Address, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Reads an address; null where it is neither http nor https.</summary>
    public static Uri? Of(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0
            ? address
            : null;

    /// <summary>The address as it can be shown: without a name, a password or a query in it.</summary>
    public string Shown => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
