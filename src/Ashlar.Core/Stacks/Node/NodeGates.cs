using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>Gates of node projects: the scripts of package.json that check and test, and <c>node --test</c> where there are only test files.</summary>
internal static class NodeGates
{
    private const string Package = "package.json";
    private const int LookLimit = 300;

    // A script is a check when all parts of its name are such words, and one says that it looks.
    private static readonly string[] Looks = ["lint", "eslint", "oxlint", "typecheck", "tsc", "check", "types"];
    private static readonly string[] Looked =
    [
        .. Looks,
        "type",
        "format",
        "formatting",
        "fmt",
        "prettier",
        "style",
        "code",
        "js",
        "ts",
        "src",
    ];

    private static readonly string[] Locks = ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];
    private static readonly string[] Effects = ["deploy", "publish", "release", "push", "upload", "curl ", "docker "];

    /// <summary>The gates.</summary>
    public static IReadOnlyList<GateSetting> Find(RepositoryFiles files)
    {
        var project = new NodeProject(files);
        var found = new List<GateSetting>();
        var covered = new HashSet<string>(StringComparer.Ordinal);
        if (project.Of("") is { } root)
        {
            found.AddRange(NodePackageGates.Checks(project, root, root.Scripts.Keys.Where(IsCheck), IsSafe));
            var tests = NodePackageGates.Tests(project, root, IsSafe);
            found.AddRange(tests.Gates.Where(gate => !found.Exists(known => Same(root, known, gate))));
            covered.UnionWith(tests.Folders);
        }

        foreach (var package in Others(project))
        {
            // What the root checks under the same name, it checks in all of its members.
            var isMember = project.Members.Contains(package);
            var checks = package.Scripts.Keys.Where(name =>
                IsCheck(name) && !(isMember && project.Of("")?.Scripts.ContainsKey(name) is true)
            );
            found.AddRange(NodePackageGates.Checks(project, package, checks, IsSafe));
            if (!covered.Contains(package.Folder))
            {
                found.AddRange(NodePackageGates.Tests(project, package, IsSafe).Gates);
            }
        }

        found.AddRange(Alone(project, found, covered));
        return found;
    }

    /// <summary><c>node --test</c> for test files of packages, and of the root, in which no script runs any.</summary>
    private static List<GateSetting> Alone(NodeProject project, List<GateSetting> found, HashSet<string> covered)
    {
        var files = project.Files;
        var owners = new PackageFiles(files.All.Where(IsPackage).Select(RepositoryPath.Folder).Append(""));
        var hasTests = found.Exists(gate => files.Stacks.ReadsTests(gate, files.Root));
        var alone = files
            .All.Where(path => NodeTestFiles.IsTest(path) && !TestPaths.IsSupportFolder(path) && !IsForOthers(path))
            .Select(path => (Path: path, Folder: owners.Owner(path)!))
            .Where(file =>
                !(file.Folder.Length == 0 && hasTests)
                && !covered.Contains(file.Folder)
                && NodePackageGates.TestScript(project, project.Of(file.Folder), IsSafe) is null
                && !NodePackageGates.HasTests(project.Of(file.Folder))
            )
            .Take(LookLimit)
            .Where(file => files.Text(file.Path)?.Contains("node:test", StringComparison.Ordinal) ?? false)
            .DistinctBy(file => file.Folder, StringComparer.Ordinal)
            .ToList();
        // The root's run looks through all folders below.
        return
        [
            .. alone
                .Where(file => file.Folder.Length == 0 || !alone.Exists(other => other.Folder.Length == 0))
                .Select(file => PackageRoots.Gate("node-tests", "node --test", file.Path, file.Folder)),
        ];
    }

    /// <summary>The workspace's members, and all other packages below the root.</summary>
    private static IEnumerable<NodePackage> Others(NodeProject project)
    {
        var members = project.Members;
        var alone = project
            .Files.All.Where(path => path.Contains('/', StringComparison.Ordinal) && IsPackage(path))
            .Select(RepositoryPath.Folder)
            .Where(folder => !members.Any(member => member.Folder == folder) && IsOfProject(project.Files, folder))
            .Select(project.Of)
            .OfType<NodePackage>();
        return members.Concat(alone);
    }

    private static bool IsPackage(string path) => GateTool.Name(path) == Package && !TestPaths.IsSupportFolder(path) && !IsForOthers(path);

    /// <summary>Below folders of tests and documents a package may be data; one that tests itself, or is installed by itself, is none.</summary>
    private static bool IsOfProject(RepositoryFiles files, string folder) =>
        !folder.Split('/').Any(part => part is "test" or "tests" or "docs" or "website")
        || Locks.Any(name => files.Has(RepositoryPath.In(folder, name)))
        || files.All.Any(path =>
            path.StartsWith(folder + "/", StringComparison.Ordinal)
            && NodeTestFiles.IsTest(path)
            && Path.GetFileNameWithoutExtension(path) is var stem
            && (stem.EndsWith(".test", StringComparison.Ordinal) || stem.EndsWith(".spec", StringComparison.Ordinal))
        );

    /// <summary>Whether a file lies where a project keeps what others copy, or data of its tests.</summary>
    private static bool IsForOthers(string path) =>
        path.Split('/').SkipLast(1).Any(part => part is "examples" or "example" or "templates" or "template" or "fixture");

    /// <summary>Whether a part of the test script is what a script that is a gate already runs.</summary>
    private static bool Same(NodePackage package, GateSetting known, GateSetting gate) =>
        known.Name == gate.Name || (package.Scripts.TryGetValue(known.Name, out var script) && script == gate.Run);

    private static bool IsCheck(string name) =>
        name.Split(':', '-', '.') is var parts
        && name != "check"
        && parts.All(part => Looked.Contains(part, StringComparer.Ordinal))
        && parts.Any(part => Looks.Contains(part, StringComparer.Ordinal));

    /// <summary>Whether a script only looks: nothing in it publishes or reaches out.</summary>
    private static bool IsSafe(string script) => !Effects.Any(effect => script.Contains(effect, StringComparison.OrdinalIgnoreCase));
}
