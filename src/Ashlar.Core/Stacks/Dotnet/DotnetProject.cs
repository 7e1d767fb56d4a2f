using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>A project file.</summary>
/// <param name="Path">Its path, relative to the repository.</param>
/// <param name="IsTest">Whether it holds tests.</param>
/// <param name="Needs">The project files that it refers to.</param>
internal sealed partial record DotnetProject(string Path, bool IsTest, IReadOnlyList<string> Needs)
{
    private static readonly string[] TestMarks =
    [
        "Microsoft.NET.Test.Sdk",
        "<IsTestProject>true",
        "MSTest.Sdk",
        "xunit.v3",
        "Microsoft.Testing.Platform",
        "Include=\"TUnit\"",
        "<EnableMSTestRunner>true",
        "<EnableNUnitRunner>true",
    ];

    /// <summary>The folder.</summary>
    public string Folder => RepositoryPath.Folder(Path);

    /// <summary>Whether it names an SDK: the form that <c>dotnet</c> builds.</summary>
    public bool NamesSdk { get; private init; }

    /// <summary>All projects.</summary>
    public static IReadOnlyList<DotnetProject> All(RepositoryFiles files) =>
        [.. files.All.Where(Is).Select(path => Of(files, path)).OfType<DotnetProject>()];

    /// <summary>Whether a path is a project file by its name.</summary>
    public static bool Is(string path) => System.IO.Path.GetExtension(path) is ".csproj" or ".fsproj" or ".vbproj";

    /// <summary>The projects that a project builds upon, also through others, and itself.</summary>
    public IReadOnlyList<DotnetProject> Closure(IReadOnlyList<DotnetProject> all)
    {
        var closure = new List<DotnetProject> { this };
        for (var at = 0; at < closure.Count; at++)
        {
            closure.AddRange(
                all.Where(project => closure[at].Needs.Contains(project.Path, StringComparer.Ordinal) && !closure.Contains(project))
            );
        }

        return closure;
    }

    private static DotnetProject? Of(RepositoryFiles files, string path)
    {
        if (files.Text(path) is not { } text)
        {
            return null;
        }

        var folder = RepositoryPath.Folder(path);
        return new DotnetProject(
            path,
            TestMarks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase)) || IsTestByProps(files, path),
            [.. Reference().AllIn(text).Select(match => RepositoryPath.Normal($"{folder}/{match.Groups[1].Value.Replace('\\', '/')}"))]
        )
        {
            NamesSdk = Sdk().IsIn(text),
        };
    }

    /// <summary>A file of properties above may say it for all projects that are called tests.</summary>
    private static bool IsTestByProps(RepositoryFiles files, string path)
    {
        if (!System.IO.Path.GetFileNameWithoutExtension(path).Contains("Test", StringComparison.Ordinal))
        {
            return false;
        }

        for (var folder = RepositoryPath.Folder(path); ; folder = RepositoryPath.Folder(folder))
        {
            foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            {
                // Versions are no references: of Directory.Packages.props only those count that go to every project.
                if (
                    files.Text(RepositoryPath.In(folder, name)) is { } text
                    && (name != "Directory.Packages.props" || text.Contains("GlobalPackageReference", StringComparison.Ordinal))
                    && TestMarks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase))
                )
                {
                    return true;
                }
            }

            if (folder.Length == 0)
            {
                return false;
            }
        }
    }

    // `<Project Sdk="…">`, `<Sdk Name="…"/>`, `<Import … Sdk="…"/>`.
    [GeneratedRegex(@"<(?:Project|Import)\b[^<>]*\sSdk\s*=|<Sdk\s", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Sdk();

    [GeneratedRegex(@"<ProjectReference\s[^>]{0,400}?Include=""([^""]{1,400})""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Reference();
}
