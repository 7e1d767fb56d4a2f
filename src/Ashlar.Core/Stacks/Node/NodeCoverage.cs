using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>The packages of a repository, and which of them a runner tests.</summary>
internal static partial class NodeCoverage
{
    private const int LookLimit = 20;

    /// <summary>All packages with a package.json, those for data of tests left out.</summary>
    public static IReadOnlyList<StackPackage> Packages(RepositoryFiles files)
    {
        var project = new NodeProject(files);
        var manifests = files
            .All.Where(path => GateTool.Name(path) == "package.json" && !TestPaths.IsSupportFolder(path) && !files.Stacks.IsSupport(path))
            .ToList();
        var tests = new PackageFiles(manifests.Select(RepositoryPath.Folder)).Files(files.All, NodeTestFiles.IsTest);
        return
        [
            .. manifests
                .Select(path => (Path: path, Package: project.Of(RepositoryPath.Folder(path))))
                .Where(found => found.Package is not null)
                .Select(found => new StackPackage("node", found.Package!.Folder, found.Path)
                {
                    Name = found.Package.Name,
                    Tests = tests[found.Package.Folder].Take(LookLimit).FirstOrDefault(path => IsWrittenAsTest(files, path)),
                    Needs = [.. project.Needed(found.Package).Select(needed => RepositoryPath.In(needed.Folder, "package.json"))],
                }),
        ];
    }

    /// <summary>A runner tests the package that it runs in; those that look through all folders also test what lies below.</summary>
    public static bool Covers(GateCommand command, StackPackage package, RepositoryFiles files)
    {
        if (package.Folder == command.Folder)
        {
            return true;
        }

        var places = command.Words.Skip(1).Where(word => !word.StartsWith('-')).Select(word => word.Split('*')[0].TrimEnd('/')).ToList();
        return (command.Folder.Length == 0 || package.Folder.StartsWith(command.Folder + "/", StringComparison.Ordinal))
            && (
                places.Exists(place =>
                    RepositoryPath.Normal($"{command.Folder}/{place}") is { Length: > 0 } path
                    && $"{path}/".StartsWith(package.Folder + "/", StringComparison.Ordinal)
                )
                || (
                    command.Tool.Name is NodeTools.Jest or NodeTools.Vitest or NodeTools.NodeTest
                    && places.TrueForAll(place => place is "run" or "--" or "test")
                )
            );
    }

    /// <summary>A name alone is not a test: folders called test hold other scripts too.</summary>
    private static bool IsWrittenAsTest(RepositoryFiles files, string path) =>
        files.Text(path) is { } text && Written().OrNone().IsIn(text);

    [GeneratedRegex(
        @"\b(?:test|it|describe|suite)(?:\.\w+)?\s*\(|\bfrom\s+['""](?:node:test|ava|tap|tape|uvu)|require\(\s*['""](?:node:test|ava|tap|tape|uvu)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Written();
}
