using System.Text;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// Single files of the checkout that git ignores and the project's code names, such as <c>.env</c>: gates and commands do not see them until they are
/// shared.
/// </summary>
internal static class UnsharedFiles
{
    private const int MostFiles = 50;
    private const long LongestFile = 64 * 1024;

    /// <summary>One sentence for each, with what shares it.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="shared">What is shared, by relative path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<string>> NotesAsync(
        Repository repository,
        IReadOnlyDictionary<string, string> shared,
        CancellationToken cancellationToken
    )
    {
        if (!Path.Exists(Path.Combine(repository.Root, ".git")))
        {
            return [];
        }

        var ignored = await repository
            .Checkout.FieldsAsync(["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"], cancellationToken)
            .ConfigureAwait(false);
        var notes = new List<string>();
        foreach (
            var path in ignored
                .Where(path => !path.EndsWith('/') && !shared.ContainsKey(path) && IsText(Path.Combine(repository.Root, path)))
                .Take(MostFiles)
        )
        {
            if (await IsNamedAsync(repository, path, cancellationToken).ConfigureAwait(false) is { } by)
            {
                notes.Add(
                    $"{path}: {by} names it and git ignores it, so no gate and no command sees it. If tests read it: `share: [{path}]` in .ashlar/config.yaml, or a line of .worktreeinclude, shows it read-only, its secrets masked"
                );
            }
        }

        return notes;
    }

    /// <summary>
    /// A source file that names it in quotes, imports it as a module, or loads it by the library that is made for it. A name that a file of git's own
    /// bears too means that one.
    /// </summary>
    private static async Task<string?> IsNamedAsync(Repository repository, string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        var twins = await repository
            .Git.FieldsAsync(["ls-tree", "-r", "-z", "--name-only", repository.Head], cancellationToken)
            .ConfigureAwait(false);
        if (twins.Any(twin => Path.GetFileName(twin) == name))
        {
            return null;
        }

        var module = Path.GetFileNameWithoutExtension(name);
        string[] words =
        [
            .. ((string[])[$"\"{name}\"", $"'{name}'", $"/{name}\"", $"/{name}'"]).SelectMany(word => new[] { "-e", word }),
            .. name.EndsWith(".py", StringComparison.Ordinal)
                ? (string[])["-e", $".{module} import", "-e", $"from {module} import", "-e", $"import {module}"]
            : StackCatalog.All.Any(stack => stack.Sources.Contains(Path.GetExtension(name), StringComparer.Ordinal))
                ? (string[])["-e", $"/{module}\"", "-e", $"/{module}'"]
            : [],
            .. name == ".env" ? (string[])["-e", "load_dotenv(", "-e", "dotenv/config", "-e", "dotenv.config("] : [],
        ];
        var found = await repository
            .Git.RunAsync(
                [
                    "grep",
                    "-l",
                    "-z",
                    "-I",
                    "-F",
                    .. words,
                    repository.Head,
                    "--",
                    .. StackCatalog.All.SelectMany(stack => stack.Sources).Select(ending => $"*{ending}"),
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        // "COMMIT:PATH", or nothing.
        return Encoding.UTF8.GetString(found.Output).Split('\0')[0] is { Length: > 0 } first
            ? first[(first.IndexOf(':', StringComparison.Ordinal) + 1)..]
            : null;
    }

    private static bool IsText(string file)
    {
        try
        {
            return new FileInfo(file) is { LinkTarget: null, Length: > 0 and <= LongestFile }
                && !OrdinaryFile.ReadAllText(file).Contains('\0', StringComparison.Ordinal);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
