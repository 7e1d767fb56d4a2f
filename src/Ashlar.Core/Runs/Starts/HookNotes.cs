using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// Hooks that a person's commits would pass here and Ashlar's do not: those that git is told to run, and those that a tool of hooks is
/// configured for. One line says that they exist and how to make them a gate.
/// </summary>
internal static class HookNotes
{
    private const int MostShown = 4;

    // The files by which a tool of hooks is configured, and the command that runs its hooks without a commit.
    private static readonly (string[] Files, string Run)[] tools =
    [
        ([".pre-commit-config.yaml", ".pre-commit-config.yml"], "pre-commit run --all-files"),
        (
            ["lefthook.yml", "lefthook.yaml", "lefthook.toml", "lefthook.json", ".lefthook.yml", ".lefthook.yaml", ".lefthook.toml"],
            "lefthook run pre-commit --all-files"
        ),
        ([".overcommit.yml"], "overcommit --run"),
        (["captainhook.json"], "captainhook hook:pre-commit"),
        (["grumphp.yml", "grumphp.yml.dist"], "grumphp run"),
    ];

    /// <summary>The line, or null where there is no hook or a gate runs it.</summary>
    public static async Task<Problem?> OfAsync(
        Repository repository,
        CommitFiles files,
        IReadOnlyList<GateSetting> gates,
        CancellationToken cancellationToken
    )
    {
        var found = new List<(string Name, string Run)>();
        foreach (var (names, run) in tools)
        {
            found.AddRange(names.Where(files.Contains).Select(name => (name, run)));
        }

        found.AddRange(
            files
                .Paths.Where(path => path.StartsWith(".husky/", StringComparison.Ordinal) && path.Count(letter => letter == '/') == 1)
                .Where(path => !path[".husky/".Length..].Contains('.', StringComparison.Ordinal))
                .Select(path => (path, $"sh {path}"))
        );
        var (folder, shown) = await FolderAsync(repository, cancellationToken).ConfigureAwait(false);
        found.AddRange(Installed(folder).Select(name => ($"{shown}/{name}", $"sh {shown}/{name}")));
        var open = found
            .Where(hook =>
                !gates.Any(gate =>
                    gate.Run.Contains(hook.Run.Split(' ')[^1], StringComparison.Ordinal)
                    || gate.Run.StartsWith(hook.Run.Split(' ')[0] + " ", StringComparison.Ordinal) && hook.Run[..3] != "sh "
                )
            )
            .DistinctBy(hook => hook.Name)
            .ToList();
        if (open.Count == 0)
        {
            return null;
        }

        var shownNames = string.Join(", ", open.Take(MostShown).Select(hook => ShownText.Line(hook.Name)));
        var more = open.Count > MostShown ? $" and {open.Count - MostShown} more" : "";
        return new Problem("repository.hooks", $"the repository has hooks, which Ashlar's commits do not run: {shownNames}{more}")
        {
            Path = open[0].Name,
            Warning = true,
            Remedy = $"Where they are to decide, make them a gate in .ashlar/config.yaml: `gates: [{{name: hooks, run: {open[0].Run}}}]`",
        };
    }

    private static async Task<(string Folder, string Shown)> FolderAsync(Repository repository, CancellationToken cancellationToken)
    {
        // Ashlar's own call sets it on the command line; what counts is what files say.
        var (_, output) = await repository
            .UserGit.RunAsync(repository.Root, ["config", "--show-scope", "--get-all", "core.hooksPath"], cancellationToken)
            .ConfigureAwait(false);
        var configured = output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 2))
            .LastOrDefault(parts => parts is [not "command", _])
            ?[1];
        if (string.IsNullOrEmpty(configured))
        {
            return (Path.Combine(repository.CommonDirectory, "hooks"), ".git/hooks");
        }

        var expanded = configured.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), configured[2..])
            : configured;
        return (Path.GetFullPath(expanded, repository.Root), configured.TrimEnd('/'));
    }

    /// <summary>What git would run: executable files without an ending, of the names that git has.</summary>
    private static IEnumerable<string> Installed(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder)
                .Where(file =>
                    Sandboxes.Host.HostRoute.Of(file) is { } route && route.Steps[^1].Status is { IsFile: true, IsExecutable: true }
                )
                .Select(file => Path.GetFileName(file)!)
                .Where(name => IsHook(name))
                .Order(StringComparer.Ordinal)
            : [];

    // githooks(5): what runs around a commit or a push, as far as a person's commit would pass it.
    private static bool IsHook(string name) =>
        name is "pre-commit" or "prepare-commit-msg" or "commit-msg" or "post-commit" or "pre-push" or "pre-merge-commit" or "post-rewrite";
}
