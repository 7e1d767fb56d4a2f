using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Published;

/// <summary>A file of the repository that tests compare with what it should say, or write where <c>ASHLAR_WRITE_DOCS=1</c> is set.</summary>
internal static class PublishedPage
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = Path.GetDirectoryName(Places.Examples)!;

    /// <summary>Whether pages are to be written.</summary>
    public static bool IsWritten => Environment.GetEnvironmentVariable("ASHLAR_WRITE_DOCS") is "1";

    /// <summary>Compares, or writes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should say.</param>
    /// <param name="comparable">Takes out what may differ.</param>
    public static void Compare(string path, string expected, Func<string, string>? comparable = null)
    {
        var file = Path.Combine(Root, path);
        if (IsWritten)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        comparable ??= text => text;
        Assert.Equal(comparable(expected), comparable(File.ReadAllText(file)));
    }

    /// <summary>Expects none, and shows all.</summary>
    public static void None(IEnumerable<string> wrong)
    {
        var all = wrong.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    /// <summary>Its text.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>All pages that people read: those at the top, in <c>docs</c> and beside the examples.</summary>
    public static IEnumerable<string> All() =>
        Directory
            .EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Places.Examples, "README.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path))
            .Order(StringComparer.Ordinal);
}
