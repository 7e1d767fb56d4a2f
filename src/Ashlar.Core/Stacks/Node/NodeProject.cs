using System.Text.Json;
using Ashlar.Core.Policies;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>The node packages of a repository: the root's, the members of its workspace, and the package manager.</summary>
/// <param name="files">The repository.</param>
internal sealed class NodeProject(RepositoryFiles files)
{
    private readonly Dictionary<string, NodePackage?> packages = new(StringComparer.Ordinal);
    private IReadOnlyList<NodePackage>? members;

    /// <summary>The repository.</summary>
    public RepositoryFiles Files { get; } = files;

    /// <summary>The manager that installs the packages: <c>npm</c>, <c>pnpm</c>, <c>yarn</c> or <c>bun</c>.</summary>
    public string Manager =>
        Of("")?.Manager is { Length: > 0 } named ? named.Split('@')[0]
        : Files.Has("pnpm-lock.yaml") || Files.Has("pnpm-workspace.yaml") ? "pnpm"
        : Files.Has("yarn.lock") ? "yarn"
        : Files.Has("bun.lock") || Files.Has("bun.lockb") ? "bun"
        : "npm";

    /// <summary>Whether the manager runs <c>preX</c> and <c>postX</c> around a script: all but yarn from version 2 on.</summary>
    public bool RunsHooks =>
        Manager != "yarn"
        || !(Files.Has(".yarnrc.yml") || (Of("")?.Manager is { } named && !named.StartsWith("yarn@1", StringComparison.Ordinal)));

    /// <summary>The command that installs what the lock file says.</summary>
    public string Install =>
        Manager switch
        {
            "pnpm" => "pnpm install",
            "yarn" => "yarn install",
            "bun" => "bun install",
            _ => Files.Has("package-lock.json") || Files.Has("npm-shrinkwrap.json") ? "npm ci" : "npm install",
        };

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
}
