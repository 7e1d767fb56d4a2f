using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>Gates of .NET: the fewest solutions that hold all test projects, and test projects in none.</summary>
internal static class DotnetGates
{
    private static readonly string[] WithValue =
    [
        "-c",
        "--configuration",
        "-f",
        "--framework",
        "-l",
        "--logger",
        "-r",
        "--runtime",
        "--results-directory",
        "-s",
        "--settings",
        "--filter",
        "-v",
        "--verbosity",
        "-o",
        "--output",
        "-a",
        "--arch",
        "--os",
        "-d",
        "--diag",
        "--collect",
        "-e",
        "--environment",
        "--artifacts-path",
        "--test-adapter-path",
    ];

    /// <summary>The gates.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        var projects = DotnetProject.All(files);
        var solutions = DotnetSolution.All(files, projects);
        var open = projects.Where(project => project.IsTest).ToList();
        var gates = new List<GateSetting>();
        while (
            solutions
                .Where(solution => solution.Projects.Any(open.Contains))
                .OrderByDescending(solution => solution.Projects.Count(open.Contains))
                .ThenBy(solution => solution.Path.Count(sign => sign == '/'))
                .FirstOrDefault()
                is { } solution
        )
        {
            open.RemoveAll(solution.Projects.Contains);
            gates.Add(Gate(files, solution.Path, solution.Folder, solution.Projects, projects));
        }

        gates.AddRange(open.Select(project => Gate(files, project.Path, project.Folder, [project], projects)));
        return gates;
    }

    /// <summary>
    /// Without tests of .NET a build is looked at: what lies nearest to the root. Projects of the old form, which name no SDK, are built by Visual Studio
    /// only. What lies deeper beside the tests of another ecosystem is somebody's contribution, and what it needs may not be here.
    /// </summary>
    /// <param name="files">The repository.</param>
    /// <param name="isTested">Whether there are tests of another ecosystem.</param>
    public static IEnumerable<GateSetting> Build(RepositoryFiles files, bool isTested)
    {
        var projects = DotnetProject.All(files);
        return projects.Any(project => project.IsTest)
            ? []
            : DotnetSolution
                .All(files, projects)
                .Where(solution => solution.Projects.Any(project => project.NamesSdk))
                .Select(solution => solution.Path)
                .Concat(projects.Where(project => project.NamesSdk).Select(project => project.Path))
                .Where(target => !isTested || !target.Contains('/', StringComparison.Ordinal))
                .Take(1)
                .Select(target => new GateSetting("build", $"dotnet build{Argument(target)}") { SourcePath = target });
    }

    /// <summary>All projects.</summary>
    public static IReadOnlyList<StackPackage> Packages(RepositoryFiles files) =>
        [
            .. DotnetProject
                .All(files)
                .Select(project => new StackPackage("dotnet", project.Folder, project.Path)
                {
                    Tests = project.IsTest ? project.Path : null,
                    Needs = project.Needs,
                }),
        ];

    /// <summary>Whether <c>dotnet test</c> of a solution, a project or a folder runs a project.</summary>
    public static bool Covers(GateCommand command, StackPackage package, RepositoryFiles files)
    {
        var named = Target(command.Words);
        var target = RepositoryPath.Normal($"{command.Folder}/{named}");
        if (DotnetProject.Is(target))
        {
            return package.Manifest == target;
        }

        var projects = DotnetProject.All(files);
        var solutions = DotnetSolution.All(files, projects);
        var solution =
            solutions.FirstOrDefault(solution => solution.Path == target)
            ?? solutions.FirstOrDefault(solution => solution.Folder == target);
        return solution is null ? package.Folder == target : solution.Projects.Any(project => project.Path == package.Manifest);
    }

    private static string Target(IReadOnlyList<string> words)
    {
        for (var at = 1; at < words.Count && words[at] != "--"; at++)
        {
            if (words[at] is "--project" or "--solution" && at + 1 < words.Count)
            {
                return words[at + 1];
            }

            if (WithValue.Contains(words[at], StringComparer.Ordinal))
            {
                at++;
            }
            else if (!words[at].StartsWith('-') && !words[at].StartsWith('/'))
            {
                return words[at];
            }
        }

        return "";
    }

    private static GateSetting Gate(
        RepositoryFiles files,
        string path,
        string folder,
        IReadOnlyList<DotnetProject> run,
        IReadOnlyList<DotnetProject> all
    ) =>
        new(PackageFiles.Name("dotnet-tests", folder), $"dotnet test{(DotnetReport.IsPlatform(files, "") ? Named(path) : Argument(path))}")
        {
            SourcePath = path,
            When =
                folder.Length == 0
                    ? []
                    : PackageFiles.When(run.SelectMany(project => project.Closure(all)).Select(project => project.Folder).Prepend(folder)),
        };

    /// <summary>The platform wants to be told which of the two it is.</summary>
    private static string Named(string path) => $" --{(DotnetSolution.Is(path) ? "solution" : "project")} {ShellWords.Quote(path)}";

    /// <summary>A project alone in the root is found without being named; of a solution and a project neither is.</summary>
    private static string Argument(string target) =>
        DotnetSolution.Is(target) || target.Contains('/', StringComparison.Ordinal) ? " " + ShellWords.Quote(target) : "";
}
