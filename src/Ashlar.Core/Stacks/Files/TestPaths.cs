using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Python;

namespace Ashlar.Core.Stacks.Files;

/// <summary>Which files are tests, what supports tests, and what is code at all, by their paths.</summary>
public static class TestPaths
{
    private static readonly string[] Folders = ["test", "tests", "__tests__", "spec", "specs", "testing", "e2e", "cypress"];

    private static readonly string[] SupportFolders =
    [
        "fixtures",
        "__snapshots__",
        "snapshots",
        "testdata",
        "__fixtures__",
        "cassettes",
        "golden",
    ];

    private static readonly string[] NoCode = [".md", ".rst", ".txt", ".adoc", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".ico"];

    /// <summary>Whether the file holds tests by its name.</summary>
    public static bool IsTest(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var extension = Path.GetExtension(name);
        var stem = name[..^extension.Length];
        return extension switch
        {
            ".py" => PythonGates.IsTestFile(path),
            ".cs" or ".fs" or ".vb" or ".java" or ".kt" => stem.EndsWith("Test", StringComparison.Ordinal)
                || stem.EndsWith("Tests", StringComparison.Ordinal)
                || stem.StartsWith("Test", StringComparison.Ordinal)
                || stem.EndsWith("Spec", StringComparison.Ordinal),
            ".go" => stem.EndsWith("_test", StringComparison.Ordinal),
            ".rs" => InFolder(path, "tests"),
            ".rb" => stem.EndsWith("_spec", StringComparison.Ordinal) || stem.EndsWith("_test", StringComparison.Ordinal),
            _ => NodeTestFiles.IsTest(path) && !IsSupportFolder(path),
        };
    }

    /// <summary>Whether the file is set-up, data or helper of tests: in a test folder, a conftest, a snapshot.</summary>
    public static bool IsSupport(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name is "conftest.py"
            || NodeTestFiles.IsSupport(path)
            || IsSupportFolder(path)
            || name.EndsWith(".snap", StringComparison.Ordinal)
            || name.Contains(".verified.", StringComparison.Ordinal)
            || path.Split('/')
                .SkipLast(1)
                .Any(part => Folders.Contains(part, StringComparer.OrdinalIgnoreCase) || part.EndsWith(".Tests", StringComparison.Ordinal));
    }

    /// <summary>Whether the file is code or steers code: everything but documents and pictures.</summary>
    public static bool IsCode(string path) => !NoCode.Contains(Path.GetExtension(path).ToLowerInvariant(), StringComparer.Ordinal);

    private static bool IsSupportFolder(string path) =>
        path.Split('/').SkipLast(1).Any(part => SupportFolders.Contains(part, StringComparer.Ordinal));

    private static bool InFolder(string path, string folder) => path.Split('/').SkipLast(1).Contains(folder, StringComparer.Ordinal);
}
