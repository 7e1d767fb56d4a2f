using Ashlar.Core.Gates;
using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Landings;

/// <summary>What is said of a secret in a change: file and name of the secret, never the value.</summary>
internal static class SecretFindings
{
    /// <summary>The finding that goes back to the agent.</summary>
    /// <param name="found">The secret.</param>
    /// <param name="secrets">Who found it.</param>
    /// <param name="change">The text files of the change, where lines are looked up.</param>
    /// <param name="mask">The secrets.</param>
    public static Finding Of(SecretInTree found, TreeSecrets secrets, IReadOnlyList<ChangedFile> change, SecretMask mask)
    {
        var path = secrets.NameOf(found.Entry.Path);
        var line = found.Place == SecretPlace.Content ? LineOf(found, change, mask) : null;
        return new Finding(
            $"secret:{path}:{found.Secret}:{found.Place}",
            line is null
                ? $"{path}: {Where(found.Place)} the secret {found.Secret}. {Remedy(found)}"
                : $"{path}:{line}  the added line holds the secret {found.Secret}. {Remedy(found)}"
        )
        {
            Path = path,
            Line = line,
            Rule = "secret",
        };
    }

    /// <summary>The problem that ends what cannot be committed.</summary>
    public static Problem Problem(SecretInTree found, TreeSecrets secrets) =>
        new("secret.committed", $"{Where(found.Place)} the secret {found.Secret}, so that it cannot be committed")
        {
            Path = secrets.NameOf(found.Entry.Path),
            Remedy = "Take the value out of it; where it is not a secret, set it under `env:` as plain text",
        };

    private static string Where(SecretPlace place) =>
        place switch
        {
            SecretPlace.Name => "its name holds",
            SecretPlace.Link => "the link's target holds",
            _ => "the file holds",
        };

    private static string Remedy(SecretInTree found) =>
        found.Place switch
        {
            SecretPlace.Name => "Give it another name.",
            SecretPlace.Link => "Remove the link.",
            _ =>
                $"Take the value out and read it from the environment, or write `[secret {found.Secret}]` only where the file held the value before.",
        };

    private static int? LineOf(SecretInTree found, IReadOnlyList<ChangedFile> change, SecretMask mask)
    {
        if (change.FirstOrDefault(file => string.Equals(file.Path, found.Entry.Path, StringComparison.Ordinal)) is not { } file)
        {
            return null;
        }

        var lines = ChangedFile.Lines(file.After);
        foreach (var number in file.AddedLines())
        {
            if (mask.FindSecrets(lines[number - 1]).Contains(found.Secret, StringComparer.Ordinal))
            {
                return number;
            }
        }

        return null;
    }
}
