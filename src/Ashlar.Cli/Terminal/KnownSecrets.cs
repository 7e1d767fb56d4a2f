using Ashlar.Core;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Catalog;

namespace Ashlar.Cli.Terminal;

/// <summary>
/// What must not be seen on the console before a run, or without one: keys of model providers, and all of <c>.ashlar/secrets.env</c>. What a
/// record holds was masked when it was received, with all secrets that its run had; a command that reads a run has no need of their values.
/// </summary>
internal static class KnownSecrets
{
    /// <summary>The mask of a folder.</summary>
    /// <param name="folder">Where the command works; the checkout is it or a folder above it.</param>
    /// <param name="environment">Looks up a variable.</param>
    public static SecretMask At(string folder, Func<string, string?> environment)
    {
        var known = ProviderSecrets.Of(environment).ToList();
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, SecretStore.FilePath)))
            {
                known.AddRange(Filed(at, environment));
                break;
            }
        }

        return SecretMask.Of(known.Where(secret => SecretRefusal.Of(secret.Key, secret.Value) is null));
    }

    // A file that cannot be read is told of by the commands that need it.
    private static IEnumerable<KeyValuePair<string, string>> Filed(string checkout, Func<string, string?> environment)
    {
        try
        {
            return SecretStore.Open(checkout, environment).Filed;
        }
        catch (ProblemException)
        {
            return [];
        }
    }
}
