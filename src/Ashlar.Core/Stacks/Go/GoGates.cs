using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Go;

/// <summary>Modules of Go and the gates that test them: those of a workspace by one command, others each by its own.</summary>
internal static partial class GoGates
{
    private const int TestLimit = 500;

    /// <summary>The gates. <c>./...</c> does not reach below the <c>go.mod</c> of another module.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        var modules = PackageRoots.Manifests(files, "go.mod").ToList();
        var used = files.Text("go.work") is { } work
            ? Uses(work)
                .Where(folder => modules.Contains(folder.Length == 0 ? "go.mod" : $"{folder}/go.mod", StringComparer.Ordinal))
                .ToList()
            : [];
        if (used.Count > 0)
        {
            yield return new GateSetting("go-tests", "go test " + string.Join(' ', used.Select(Pattern))) { SourcePath = "go.work" };
        }

        foreach (var module in modules.Where(module => !used.Contains(RepositoryPath.Folder(module), StringComparer.Ordinal)))
        {
            var folder = RepositoryPath.Folder(module);
            var tests = files.All.Where(file => IsTestOf(file, folder, modules)).Take(TestLimit).ToList();
            if (folder.Length == 0 || tests.Count > 0)
            {
                // A module in a work tree with a go.work that does not name it is not a module of its own there.
                var run = (used.Count > 0 ? "GOWORK=off " : "") + (GoTags.Line(files, folder, tests) ?? "go test ./...");
                yield return PackageRoots.Gate("go-tests", run, module);
            }
        }
    }

    /// <summary>All modules.</summary>
    public static IReadOnlyList<StackPackage> Packages(RepositoryFiles files)
    {
        var modules = PackageRoots.Manifests(files, "go.mod").ToList();
        return
        [
            .. modules.Select(path => new StackPackage("go", RepositoryPath.Folder(path), path)
            {
                Tests = files.All.FirstOrDefault(file => IsTestOf(file, RepositoryPath.Folder(path), modules)),
            }),
        ];
    }

    /// <summary>Whether a command's patterns reach a module.</summary>
    public static bool Covers(GateCommand command, StackPackage package)
    {
        var patterns = command.Words.Skip(1).Where(word => !word.StartsWith('-')).Select(word => word.TrimEnd('.').Trim('/')).ToList();
        return patterns.Any(pattern =>
        {
            var bare = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern.TrimStart('.', '/');
            return RepositoryPath.Normal($"{command.Folder}/{bare}") == package.Folder;
        });
    }

    /// <summary>The nearest module above a file is the one that it belongs to.</summary>
    private static bool IsTestOf(string file, string folder, List<string> modules) =>
        file.EndsWith("_test.go", StringComparison.Ordinal)
        && (folder.Length == 0 || file.StartsWith(folder + "/", StringComparison.Ordinal))
        && !modules.Exists(other =>
            RepositoryPath.Folder(other) is { } below
            && below.Length > folder.Length
            && file.StartsWith(below + "/", StringComparison.Ordinal)
        );

    private static string Pattern(string folder) => folder.Length == 0 ? "./..." : $"./{ShellWords.Quote(folder)}/...";

    private static IEnumerable<string> Uses(string work) =>
        Use()
            .AllIn(work)
            .SelectMany(match => match.Groups[1].Value.Split('\n'))
            .Select(line => line.Split("//")[0].Trim().Trim('"'))
            .Where(path => path.Length > 0 && !PathBelow.LeadsOut(path))
            .Select(path =>
                path == "." ? ""
                : path.StartsWith("./", StringComparison.Ordinal) ? path[2..].TrimEnd('/')
                : path
            );

    [GeneratedRegex(@"^use\s+(?:\(([^)]{0,20000})\)|(?<1>[^\s(]\S*))", RegexOptions.Multiline, 1000)]
    private static partial Regex Use();
}
