using System.Text;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// What commands see of the user's checkout although git does not know it: environments, installed packages, and single files such as
/// <c>.env</c>. All of it is read-only.
/// </summary>
internal static class SharedPaths
{
    private const int MostFiles = 200;
    private const long LongestFile = 1 << 20;

    // The folders of an ecosystem, and the files beside which they lie.
    private static readonly (string[] Folders, string[] Beside)[] Usual =
    [
        ([".venv", "venv"], ["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "manage.py", "Pipfile", "tox.ini"]),
        (["node_modules"], ["package.json"]),
        (["vendor"], ["composer.json"]),
        (["vendor/bundle"], ["Gemfile"]),
    ];

    private static readonly string[] AtRoot = [".venv", "venv", "node_modules"];

    /// <summary>
    /// Absolute sources by relative path: what the configuration names, else the usual folders that are there and not committed; and the
    /// ignored files that the commit's <c>.worktreeinclude</c> names.
    /// </summary>
    /// <exception cref="ProblemException">The configuration names something that cannot be shown; exit status 2.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(
        Repository repository,
        StartCommit start,
        CancellationToken cancellationToken
    )
    {
        var configured = start.Configuration.Share;
        var wanted = (configured ?? Found(start.Files))
            .Select(path => path.Trim('/'))
            .Distinct(StringComparer.Ordinal)
            .Where(path => path.Split('/')[0] != ".git")
            .Where(path => Path.Exists(Path.Combine(repository.Root, path)))
            .ToList();
        var shared = wanted
            .Where(path => Directory.Exists(Path.Combine(repository.Root, path)))
            .Where(path => configured is not null || !start.Files.Paths.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal)))
            .ToList();
        var files = wanted.Where(path => File.Exists(Path.Combine(repository.Root, path)) && !start.Files.Contains(path)).ToList();
        var ignored = await IgnoredAsync(repository, files, cancellationToken).ConfigureAwait(false);
        if (files.Find(path => !ignored.Contains(path)) is { } plain)
        {
            throw NotIgnored(plain);
        }

        shared.AddRange(ignored);
        shared.AddRange(await IncludedAsync(repository, start, cancellationToken).ConfigureAwait(false));
        return shared
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(path => path, path => Path.GetFullPath(Path.Combine(repository.Root, path)), StringComparer.Ordinal);
    }

    /// <summary>Files to be shared that are committed, and lie in the checkout with other content: commands see them as they were committed.</summary>
    public static async Task<IReadOnlyList<Problem>> DifferingAsync(
        Repository repository,
        StartCommit start,
        CancellationToken cancellationToken
    )
    {
        var found = new List<Problem>();
        foreach (var path in (start.Configuration.Share ?? []).Select(path => path.Trim('/')).Where(start.Files.Contains))
        {
            var here = Path.Combine(repository.Root, path);
            if (
                OrdinaryFile.Exists(here)
                && await start.Files.ContentAsync(path, cancellationToken).ConfigureAwait(false) is { } committed
                && Text(here) is { Length: > 0 } text
                && text != Encoding.UTF8.GetString(committed)
            )
            {
                found.Add(
                    new Problem(
                        "repository.uncommitted",
                        $"`{path}` is named under `share` and is committed, so commands see the committed one, which differs from that of the checkout"
                    )
                    {
                        Path = path,
                        Warning = true,
                        Remedy = $"Commit it, or take it out of git (`git rm --cached {path}`) and add a line /{path} to .gitignore",
                    }
                );
            }
        }

        return found;
    }

    /// <summary>Whether a shared path is a folder in which an ecosystem keeps installed packages.</summary>
    /// <param name="path">The path, relative to the root.</param>
    public static bool HoldsPackages(string path) =>
        Array.Exists(
            Usual,
            usual => Array.Exists(usual.Folders, folder => path == folder || path.EndsWith($"/{folder}", StringComparison.Ordinal))
        );

    /// <summary>The credentials in shared files.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Secrets(IReadOnlyDictionary<string, string> shared) =>
        [
            .. shared
                .Values.Where(File.Exists)
                .Select(Text)
                .SelectMany(SecretText.InSettings)
                .Where(pair => SecretRefusal.Of(pair.Key, pair.Value) is null),
        ];

    /// <summary>Shows them in a worktree as links, for a sandbox that cannot mount them.</summary>
    public static void Link(IReadOnlyDictionary<string, string> shared, string worktree)
    {
        using var files = new SafeFiles(new Workspace(worktree, worktree));
        foreach (var (path, source) in shared.Where(share => !files.Stat(share.Key).Ok))
        {
            _ = files.WriteLink(path, Encoding.UTF8.GetBytes(source));
        }
    }

    /// <summary>Lays masked copies of shared files into a worktree, for tools that read them there; commands see the files themselves.</summary>
    public static void Copy(IReadOnlyDictionary<string, string> shared, Workspace workspace, SecretMask mask)
    {
        using var files = new SafeFiles(workspace);
        foreach (var (path, source) in shared.Where(one => File.Exists(one.Value)))
        {
            if (!files.Stat(path).Ok)
            {
                files.Write(path, mask.Mask(Encoding.UTF8.GetBytes(Text(source))));
            }
        }
    }

    private static IEnumerable<string> Found(CommitFiles files)
    {
        var beside = Usual
            .SelectMany(usual => usual.Beside.Select(name => (name, usual.Folders)))
            .ToLookup(pair => pair.name, pair => pair.Folders, StringComparer.Ordinal);
        return AtRoot.Concat(
            files.Paths.SelectMany(file =>
                beside[Path.GetFileName(file)]
                    .SelectMany(folders => folders)
                    .Select(name => Path.Combine(Path.GetDirectoryName(file)!, name))
            )
        );
    }

    private static async Task<IReadOnlyList<string>> IncludedAsync(
        Repository repository,
        StartCommit start,
        CancellationToken cancellationToken
    )
    {
        var patterns = Encoding
            .UTF8.GetString(start.IncludeContent ?? [])
            .Split('\n')
            .Select(line => line.TrimEnd('\r', ' '))
            .Where(line => line.Length > 0 && line[0] != '#')
            .SelectMany(line => new[] { "-x", line })
            .ToList();
        if (patterns.Count == 0 || !Path.Exists(Path.Combine(repository.Root, ".git")))
        {
            return [];
        }

        var matching = await ListAsync(repository, [.. patterns, "--directory"], [], cancellationToken).ConfigureAwait(false);
        var files = matching.Where(path => File.Exists(Path.Combine(repository.Root, path))).Take(MostFiles).ToList();
        return await IgnoredAsync(repository, files, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<string>> IgnoredAsync(
        Repository repository,
        IReadOnlyList<string> paths,
        CancellationToken cancellationToken
    ) =>
        paths.Count == 0
            ? []
            : await ListAsync(repository, ["--exclude-standard"], [.. paths.Select(path => $":(literal){path}")], cancellationToken)
                .ConfigureAwait(false);

    private static Task<IReadOnlyList<string>> ListAsync(
        Repository repository,
        IReadOnlyList<string> options,
        IReadOnlyList<string> paths,
        CancellationToken cancellationToken
    ) => repository.Checkout.FieldsAsync(["ls-files", "-z", "--others", "--ignored", .. options, "--", .. paths], cancellationToken);

    private static string Text(string file)
    {
        try
        {
            return new FileInfo(file).Length > LongestFile ? "" : OrdinaryFile.ReadAllText(file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static ProblemException NotIgnored(string path) =>
        new(
            new Problem("share.not-ignored", $"`{path}` is not ignored by git, so a shared one would count as a change of the work")
            {
                Path = path,
                Remedy = $"Add a line /{path} to .gitignore, or commit the file instead of sharing it",
            }
        );
}
