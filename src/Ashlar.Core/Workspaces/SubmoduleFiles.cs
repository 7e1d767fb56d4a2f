using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// The files of submodules, each at the commit that the run's base names, from the checkout's own modules. Nothing is fetched; hardened git
/// writes them into a folder of the run, without a git directory, and commands see that folder in the submodule's place.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="folder">Where they are written; outside every worktree.</param>
internal sealed class SubmoduleFiles(Repository repository, string folder)
{
    private const int Deepest = 5;

    private readonly Dictionary<string, string> found = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];

    /// <summary>Absolute folders by path, and which submodules are not there.</summary>
    /// <param name="files">The files of the commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(IReadOnlyDictionary<string, string> Sources, Problem? Warning)> OfAsync(
        CommitFiles files,
        CancellationToken cancellationToken
    )
    {
        if (files.Submodules.Count == 0)
        {
            return (found, null);
        }

        var names = Names(await files.ContentAsync(".gitmodules", cancellationToken).ConfigureAwait(false));
        foreach (var (path, commit) in files.Submodules)
        {
            if (
                await PlaceAsync(repository.CommonDirectory, repository.Root, path, names, commit, 0, cancellationToken)
                    .ConfigureAwait(false) is
                { } place
            )
            {
                found[path] = place;
            }
            else
            {
                missing.Add(path);
            }
        }

        return (
            found,
            missing.Count == 0
                ? null
                : new Problem(
                    "repository.submodule",
                    $"submodules are empty where commands run, since this checkout does not have them at the commit that is named: {ShownText.Line(string.Join(", ", missing))}"
                )
                {
                    Path = missing[0],
                    Warning = true,
                    Remedy = "Where the work needs them: `git submodule update --init --recursive`",
                }
        );
    }

    /// <summary>Writes one submodule, with those inside it; null where its commit is not there.</summary>
    private async Task<string?> PlaceAsync(
        string gitDirectory,
        string? checkout,
        string path,
        IReadOnlyDictionary<string, string> names,
        string commit,
        int depth,
        CancellationToken cancellationToken
    )
    {
        var place = Path.Combine(folder, $"{commit[..16]}-{Path.GetFileName(path)}");
        var whole = place + ".whole";
        if (File.Exists(whole))
        {
            return place;
        }

        foreach (var module in Modules(gitDirectory, checkout, path, names))
        {
            var git = new Git(repository.Programs.Git!, module, place);
            var known = await git.With(null).RunAsync(["cat-file", "-e", $"{commit}^{{commit}}"], cancellationToken).ConfigureAwait(false);
            if (known.ExitCode != 0)
            {
                continue;
            }

            FolderRemoval.Delete(place);
            Directory.CreateDirectory(place);
            var index = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = place + ".index" };
            await git.TextAsync(["read-tree", "-u", "--reset", commit], cancellationToken, new GitInput(null, index)).ConfigureAwait(false);
            File.Delete(place + ".index");
            await InnerAsync(git.With(null), module, place, commit, depth, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(whole, "", cancellationToken).ConfigureAwait(false);
            return place;
        }

        return null;
    }

    private async Task InnerAsync(Git git, string module, string place, string commit, int depth, CancellationToken cancellationToken)
    {
        var files = await CommitFiles.ReadAsync(git, commit, cancellationToken).ConfigureAwait(false);
        if (files.Submodules.Count == 0 || depth >= Deepest)
        {
            return;
        }

        var names = Names(await files.ContentAsync(".gitmodules", cancellationToken).ConfigureAwait(false));
        foreach (var (path, inner) in files.Submodules)
        {
            var source = await PlaceAsync(module, null, path, names, inner, depth + 1, cancellationToken).ConfigureAwait(false);
            var target = Path.Combine(place, path);
            if (source is not null && new DirectoryInfo(target) is { Exists: true, LinkTarget: null })
            {
                Directory.Delete(target);
                TreeCopy.Copy(source, target);
            }
        }
    }

    /// <summary>Where its git directory may be: where git puts it, and where older checkouts have it.</summary>
    private static IEnumerable<string> Modules(
        string gitDirectory,
        string? checkout,
        string path,
        IReadOnlyDictionary<string, string> names
    )
    {
        var name = names.GetValueOrDefault(path, path);
        if (!name.Split('/').Contains("..", StringComparer.Ordinal))
        {
            var module = Path.Combine(gitDirectory, "modules", name);
            if (File.Exists(Path.Combine(module, "HEAD")))
            {
                yield return module;
            }
        }

        if (checkout is not null && File.Exists(Path.Combine(checkout, path, ".git", "HEAD")))
        {
            yield return Path.Combine(checkout, path, ".git");
        }
    }

    /// <summary>Names by path of <c>.gitmodules</c>.</summary>
    private static Dictionary<string, string> Names(byte[]? content)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string? name = null;
        foreach (var line in Encoding.UTF8.GetString(content ?? []).Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("[submodule \"", StringComparison.Ordinal) && line.EndsWith("\"]", StringComparison.Ordinal))
            {
                name = line["[submodule \"".Length..^2];
            }
            else if (name is not null && line.StartsWith("path", StringComparison.Ordinal) && line.Split('=', 2) is [_, var value])
            {
                names[value.Trim().Trim('"')] = name;
            }
        }

        return names;
    }
}
