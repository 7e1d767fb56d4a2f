using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>Gates of node projects: the scripts of package.json that check and test, and <c>node --test</c> where there are only test files.</summary>
internal static class NodeGates
{
    private const string Package = "package.json";

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

        foreach (var member in Others(project).Where(member => !covered.Contains(member.Folder)))
        {
            found.AddRange(NodePackageGates.Tests(project, member, IsSafe).Gates);
        }

        if (
            found.TrueForAll(gate => !files.Stacks.ReadsTests(gate, files.Root))
            && files.All.FirstOrDefault(NodeTestFiles.IsTest) is { } file
            && (files.Text(file)?.Contains("node:test", StringComparison.Ordinal) ?? false)
            && !NodePackageGates.HasTests(project.Of(""))
        )
        {
            found.Add(new GateSetting("node-tests", "node --test") { SourcePath = file });
        }

        return found;
    }

    /// <summary>The workspace's members, and packages with an installation of their own beside another project's root.</summary>
    private static IEnumerable<NodePackage> Others(NodeProject project)
    {
        var members = project.Members;
        var alone = project
            .Files.All.Where(path => path.EndsWith("/" + Package, StringComparison.Ordinal) && path.Count(sign => sign == '/') <= 2)
            .Select(path => path[..^(Package.Length + 1)])
            .Where(folder => !members.Any(member => member.Folder == folder))
            .Where(folder =>
                !folder
                    .Split('/')
                    .Any(part =>
                        part
                            is "test"
                                or "tests"
                                or "fixtures"
                                or "__fixtures__"
                                or "examples"
                                or "example"
                                or "templates"
                                or "template"
                                or "website"
                                or "docs"
                    )
            )
            .Where(folder =>
                ((string[])["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"]).Any(file =>
                    project.Files.Has($"{folder}/{file}")
                )
            )
            .Select(project.Of)
            .OfType<NodePackage>();
        return members.Concat(alone);
    }

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
