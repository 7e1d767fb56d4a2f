using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ashlar.Core.Policies;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>The node packages of a repository: the root's, the members of its workspace, and the package manager.</summary>
/// <param name="files">The repository.</param>
internal sealed partial class NodeProject(RepositoryFiles files)
{
    private readonly Dictionary<string, NodePackage?> packages = new(StringComparer.Ordinal);
    private IReadOnlyList<NodePackage>? members;

    /// <summary>The repository.</summary>
    public RepositoryFiles Files { get; } = files;

    /// <summary>
    /// The manager that installs a package: <c>npm</c>, <c>pnpm</c>, <c>yarn</c> or <c>bun</c>, as the nearest folder at or above the package names it or
    /// has its lock file; of a member of the workspace the root.
    /// </summary>
    /// <param name="folder">The package's folder; empty for the root.</param>
    public string Manager(string folder)
    {
        for (var place = Installed(folder); ; place = RepositoryPath.Folder(place))
        {
            if (Named(place) is { } manager || place.Length == 0)
            {
                return Named(place) ?? "npm";
            }
        }
    }

    /// <summary>Whether the manager runs <c>preX</c> and <c>postX</c> around a script of a package: all but yarn from version 2 on.</summary>
    public bool RunsHooks(string folder)
    {
        var place = Installed(folder);
        return Manager(folder) != "yarn"
            || !(
                Files.Has(RepositoryPath.In(place, ".yarnrc.yml"))
                || (Of(place)?.Manager is { } named && !named.StartsWith("yarn@1", StringComparison.Ordinal))
            );
    }

    /// <summary>Whether the nearest package that names vitest asks for one that cannot end at a failure, nor be told not to: before 0.31.</summary>
    public bool HasVitestWithoutBail(string folder)
    {
        for (var place = folder; ; place = RepositoryPath.Folder(place))
        {
            if (Vitest().FirstIn(Files.Text(RepositoryPath.In(place, "package.json")) ?? "") is { Success: true } version)
            {
                return version.Groups[1].Value == "0" && int.Parse(version.Groups[2].ValueSpan, CultureInfo.InvariantCulture) < 31;
            }

            if (place.Length == 0)
            {
                return false;
            }
        }
    }

    /// <summary>The command that installs what a package's lock file says.</summary>
    public string Install(string folder)
    {
        var place = Installed(folder);
        return ShellWords.In(
            place,
            Manager(folder) switch
            {
                "pnpm" => "pnpm install",
                "yarn" => "yarn install",
                "bun" => "bun install",
                _ => HasAny(place, "package-lock.json", "npm-shrinkwrap.json") ? "npm ci" : "npm install",
            }
        );
    }

    /// <summary>The members of the workspace, those that others depend on first.</summary>
    public IReadOnlyList<NodePackage> Members => members ??= Find();

    /// <summary>The package of a folder, or null.</summary>
    public NodePackage? Of(string folder)
    {
        if (!packages.TryGetValue(folder, out var package))
        {
            package = NodePackage.Of(Files.Root, folder);
            packages[folder] = package;
        }

        return package;
    }

    /// <summary>The members that a package depends on, also through others.</summary>
    public IReadOnlyList<NodePackage> Needed(NodePackage package)
    {
        var found = new List<NodePackage>();
        var open = new Queue<NodePackage>([package]);
        while (open.TryDequeue(out var next))
        {
            foreach (var member in Members.Where(member => next.Dependencies.Contains(member.Name) && !found.Contains(member)))
            {
                found.Add(member);
                open.Enqueue(member);
            }
        }

        found.Remove(package);
        return found;
    }

    /// <summary>The folder in which a package is installed: members of the workspace are with the root.</summary>
    private string Installed(string folder) => Members.Any(member => member.Folder == folder) ? "" : folder;

    private string? Named(string folder) =>
        Of(folder)?.Manager is { Length: > 0 } named ? named.Split('@')[0]
        : HasAny(folder, "pnpm-lock.yaml", "pnpm-workspace.yaml") ? "pnpm"
        : HasAny(folder, "yarn.lock") ? "yarn"
        : HasAny(folder, "bun.lock", "bun.lockb") ? "bun"
        : HasAny(folder, "package-lock.json", "npm-shrinkwrap.json") ? "npm"
        : null;

    private bool HasAny(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Files.Has(RepositoryPath.In(folder, name)))
            {
                return true;
            }
        }

        return false;
    }

    private List<NodePackage> Find()
    {
        var patterns = (Of("")?.Workspaces ?? []).Concat(PnpmGlobs()).Concat(LernaGlobs()).ToList();
        if (patterns.Count == 0)
        {
            return [];
        }

        Glob Compiled(string pattern) => new("/" + pattern.TrimStart('!').TrimStart('.', '/').TrimEnd('/'), whole: true);
        var taken = patterns.Where(pattern => !pattern.StartsWith('!')).Select(Compiled).ToList();
        var left = patterns.Where(pattern => pattern.StartsWith('!')).Select(Compiled).ToList();
        var found = Files
            .All.Where(path => path.EndsWith("/package.json", StringComparison.Ordinal))
            .Select(path => path[..^"/package.json".Length])
            .Where(folder => taken.Exists(glob => glob.Matches(folder)) && !left.Exists(glob => glob.Matches(folder)))
            .Select(Of)
            .OfType<NodePackage>()
            .ToList();
        return Ordered(found);
    }

    private static List<NodePackage> Ordered(List<NodePackage> found)
    {
        var ordered = new List<NodePackage>();
        var visiting = new HashSet<NodePackage>();
        foreach (var package in found)
        {
            Visit(package);
        }

        return ordered;

        void Visit(NodePackage package)
        {
            if (ordered.Contains(package) || !visiting.Add(package))
            {
                return;
            }

            foreach (var needed in found.Where(other => other.Name.Length > 0 && package.Dependencies.Contains(other.Name)))
            {
                Visit(needed);
            }

            ordered.Add(package);
        }
    }

    /// <summary>The list under <c>packages:</c> in pnpm-workspace.yaml: a flat list in all that pnpm writes or documents.</summary>
    private IEnumerable<string> PnpmGlobs()
    {
        var inside = false;
        foreach (var line in (Files.Text("pnpm-workspace.yaml") ?? "").ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] is not ('#' or '-'))
            {
                inside = line.StartsWith("packages:", StringComparison.Ordinal);
            }
            else if (inside && line.TrimStart() is ['-', ..] entry)
            {
                var text = entry[1..].Trim();
                yield return text.Split(" #")[0].Trim().Trim('\'', '"');
            }
        }
    }

    private IReadOnlyList<string> LernaGlobs()
    {
        if (Files.Text("lerna.json") is not { } text)
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty("packages", out var list) && list.ValueKind == JsonValueKind.Array
                    ? [.. list.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()!)]
                : Of("") is { Workspaces.Count: > 0 } || PnpmGlobs().Any() ? []
                : ["packages/*"];
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    // "^0.28.5" stays below 0.29, as ^ does where the first number is 0.
    [GeneratedRegex(@"""vitest""\s*:\s*""[\^~=v]*(\d{1,4})\.(\d{1,4})", RegexOptions.None, 1000)]
    private static partial Regex Vitest();
}
