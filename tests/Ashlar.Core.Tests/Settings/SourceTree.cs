using System.Runtime.CompilerServices;

namespace Ashlar.Core.Tests.Settings;

/// <summary>The files of this repository, for tests that hold the source against a rule.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    public static IEnumerable<(string Path, string Text)> Code(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)));

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "ashlar.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("ashlar.slnx lies above no test");
        }

        return folder;
    }
}
