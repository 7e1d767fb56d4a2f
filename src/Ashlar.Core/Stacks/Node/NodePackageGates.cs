using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;

namespace Ashlar.Core.Stacks.Node;

/// <summary>The gates of one package.</summary>
internal static class NodePackageGates
{
    private const string NoTests = "no test specified";

    private static readonly string[] TestScripts =
    [
        "test:unit",
        "test:ci",
        "test:run",
        "test:all",
        "test:node",
        "test:js",
        "tests",
        "unit",
        "vitest",
        "jest",
        "mocha",
    ];

    /// <summary>Scripts that check, by their names.</summary>
    public static IEnumerable<GateSetting> Checks(
        NodeProject project,
        NodePackage package,
        IEnumerable<string> names,
        Func<string, bool> isSafe
    )
    {
        var all = names.ToList();
        foreach (var name in all)
        {
            if (
                !all.Exists(other => other != name && Runs(project, package, other, name))
                && package.Scripts.TryGetValue(name, out var script)
                && isSafe(script)
                && !script.Contains("--watch", StringComparison.Ordinal)
                && !Writes(script)
            )
            {
                yield return Gate(project, package, Label(package, name), Run(project, package, name), name);
            }
        }
    }

    /// <summary>The gates of the package's test script, and the folders of all packages whose tests they run.</summary>
    public static (IReadOnlyList<GateSetting> Gates, IReadOnlySet<string> Folders) Tests(
        NodeProject project,
        NodePackage package,
        Func<string, bool> isSafe
    )
    {
        if (TestScript(project, package, isSafe) is not { } name)
        {
            return ([], new HashSet<string>());
        }

        var run = Run(project, package, name);
        var line = NodeLine.Of(In(package, run), project, report: null).Line;
        var folders = line.Steps.Where(step => step.IsTest).Select(step => step.Folder).ToHashSet(StringComparer.Ordinal);
        var label = package.Folder.Length == 0 ? "node-tests" : Label(package, "tests");
        var split = package.Folder.Length == 0 && line.Steps.Any(step => step.IsTest) ? NodeChecksApart.Of(project, package, name) : null;
        if (split is null)
        {
            return ([Gate(project, package, label, run, name)], folders);
        }

        return (
            [
                .. split.Checks.Select(check => Gate(project, package, check.Name, check.Run, name)),
                .. split.Tests.Length == 0 ? [] : (GateSetting[])[Gate(project, package, label, split.Tests, name)],
            ],
            folders
        );
    }

    /// <summary>Whether the package names a test script at all.</summary>
    public static bool HasTests(NodePackage? package) =>
        package?.Scripts.TryGetValue("test", out var script) is true && !script.Contains(NoTests, StringComparison.Ordinal);

    /// <summary>The script <c>test</c>; where there is none, another one that runs a runner which is known.</summary>
    internal static string? TestScript(NodeProject project, NodePackage? package, Func<string, bool> isSafe)
    {
        if (package is null)
        {
            return null;
        }

        if (HasTests(package))
        {
            return isSafe(package.Scripts["test"]) ? "test" : null;
        }

        return TestScripts
            .Concat(
                package.Scripts.Keys.Where(name =>
                    name.StartsWith("test:", StringComparison.Ordinal) || name.StartsWith("test-", StringComparison.Ordinal)
                )
            )
            .Where(name => package.Scripts.TryGetValue(name, out var script) && isSafe(script))
            .FirstOrDefault(name =>
                NodeLine
                    .Of(In(package, Run(project, package, name)), project, report: null)
                    .Line.Steps.Any(step => step.IsTest && step.Kind != NodeTools.Playwright)
            );
    }

    /// <summary>The words with which the package's manager runs a script.</summary>
    private static string Run(NodeProject project, NodePackage package, string name)
    {
        var manager = project.Manager(package.Folder);
        return name == "test" && manager != "bun" ? $"{manager} test" : $"{manager} run {name}";
    }

    /// <summary>The name of a gate, which says whose it is where it is not the root's.</summary>
    private static string Label(NodePackage package, string name) =>
        package.Folder.Length == 0 ? name
        : package.Name.Length > 0 ? $"{package.Name[(package.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]}-{name}"
        : PackageFiles.Name("", package.Folder).TrimStart('-') + $"-{name}";

    private static string In(NodePackage package, string run) =>
        package.Folder.Length == 0 ? run : $"cd {ShellWords.Quote(package.Folder)} && {run}";

    private static GateSetting Gate(NodeProject project, NodePackage package, string name, string run, string script)
    {
        var path = package.Folder.Length == 0 ? "package.json" : $"{package.Folder}/package.json";
        return new GateSetting(name, In(package, run))
        {
            SourcePath = path,
            SourceLine = project.Files.LineOf(path, $"\"{script}\""),
            When = package.Folder.Length == 0 ? [] : When(project, package),
        };
    }

    /// <summary>A member's gate runs when its own folder changes, one that it depends on, or what all packages have in common.</summary>
    private static List<string> When(NodeProject project, NodePackage package) =>
        [
            .. project.Needed(package).Select(needed => needed.Folder).Prepend(package.Folder).Select(folder => $"/{folder}/**"),
            .. project.Members.Contains(package) ? ["/*"] : (string[])[],
        ];

    /// <summary>Whether a script runs another one.</summary>
    private static bool Runs(NodeProject project, NodePackage package, string script, string other) =>
        package.Scripts.TryGetValue(script, out var text)
        && ShellWords
            .Commands(text)
            .Any(words => NodeCall.Of(words, 0, package.Folder, project)?.Scripts.Contains((package.Folder, other)) is true);

    private static bool Writes(string script) =>
        ShellWords.Commands(script).Any(words => words.Any(word => word.Text is "--fix" or "--write"));
}
