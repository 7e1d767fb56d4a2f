using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>
/// Test files that pytest cannot collect in one run: those of one module's name in folders that are no packages. What it cannot collect it does not run,
/// so the folders that such files belong to are tested each by itself.
/// </summary>
internal static class PythonTestModules
{
    private static readonly string[] TestFolders = ["tests", "test", "testing"];

    /// <summary>The folders below one that are tested by themselves, each with a test file that shows it.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="tests">The test files that the run meets, with the folders of the packages that own them.</param>
    public static IEnumerable<(string Folder, string Test)> Apart(
        RepositoryFiles files,
        string folder,
        IEnumerable<(string Path, string Owner)> tests
    )
    {
        var twice = Twice(files, tests);
        if (twice.Count == 0 || TakesAnyName(files, folder) || Paths(files, folder) is not { } paths)
        {
            return [];
        }

        return Twice(files, twice.SelectMany(same => same).Where(test => paths.Any(path => Holds(path, test.Path))))
            .Select(same => same.Select(test => (Folder: test.Owner == folder ? Place(folder, test.Path) : test.Owner, test.Path)).ToList())
            // Two of one folder could not be told apart by it.
            .Where(same => same.Select(test => test.Folder).Distinct(StringComparer.Ordinal).Count() == same.Count)
            .SelectMany(same => same)
            .Where(test => test.Folder != folder)
            .DistinctBy(test => test.Folder, StringComparer.Ordinal);
    }

    private static List<List<(string Path, string Owner)>> Twice(RepositoryFiles files, IEnumerable<(string Path, string Owner)> tests) =>
        [
            .. tests
                .Where(test => IsCollected(test.Path))
                .GroupBy(test => Module(files, test.Path), StringComparer.Ordinal)
                .Select(same => same.ToList())
                .Where(same => same.Count > 1),
        ];

    private static bool IsCollected(string path) =>
        GateTool.Name(path) is var name
        && (name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test.py", StringComparison.Ordinal));

    /// <summary>The name under which pytest imports a file: from the first folder above it that is no package.</summary>
    private static string Module(RepositoryFiles files, string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        for (
            var folder = RepositoryPath.Folder(path);
            folder.Length > 0 && files.Has($"{folder}/__init__.py");
            folder = RepositoryPath.Folder(folder)
        )
        {
            name = $"{GateTool.Name(folder)}.{name}";
        }

        return name;
    }

    /// <summary>The folder that a test file belongs to: the one above its folder of tests, else its own.</summary>
    private static string Place(string folder, string path)
    {
        var below = folder.Length == 0 ? 0 : folder.Length + 1;
        var own = RepositoryPath.Folder(path);
        string[] parts = own.Length <= below ? [] : own[below..].Split('/');
        var tests = Array.FindIndex(parts, part => TestFolders.Contains(part, StringComparer.Ordinal));
        return tests < 0 ? own
            : tests == 0 ? folder
            : RepositoryPath.In(folder, string.Join('/', parts.Take(tests)));
    }

    private static bool TakesAnyName(RepositoryFiles files, string folder) =>
        PythonPackage
            .Pytest.Select(place => files.Text(RepositoryPath.In(folder, place.Split(':')[0])))
            .OfType<string>()
            .Any(text => text.Contains("import-mode", StringComparison.Ordinal) && text.Contains("importlib", StringComparison.Ordinal));

    /// <summary>The paths to which the project restricts the run; null where its lines let any names be.</summary>
    private static IReadOnlyList<string>? Paths(RepositoryFiles files, string folder)
    {
        var told = PythonEntries.Tests(files, folder).Where(entry => entry.IsPytest).ToList();
        var named = told.Select(entry => PytestPaths.Of(entry.Command)).ToList();
        return told.Exists(entry => entry.Command.Words.Any(word => word.EndsWith("importlib", StringComparison.Ordinal))) ? null
            : named.Count > 0 && named.TrueForAll(paths => paths.Count > 0) ? [.. named.SelectMany(paths => paths)]
            : PytestPaths.Configured(files, folder);
    }

    private static bool Holds(string folder, string path) =>
        folder.Length == 0 || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
