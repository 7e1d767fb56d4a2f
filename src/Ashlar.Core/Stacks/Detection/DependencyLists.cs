using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Detection;

/// <summary>What a project says that it depends on, in whatever file.</summary>
/// <param name="files">The checkout.</param>
internal sealed class DependencyLists(RepositoryFiles files)
{
    private static readonly string[] Lists =
    [
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
        "Pipfile",
        "package.json",
        "Cargo.toml",
        "go.mod",
        "Gemfile",
        "composer.json",
        "pom.xml",
        "build.gradle",
        "build.gradle.kts",
        "packages.config",
    ];

    /// <summary>Whether one of the names is listed and is nothing of the repository's own.</summary>
    public bool Lack(IReadOnlyList<string> names)
    {
        var tops = names
            .Select(name => name.Split('.', '/', ':')[0])
            .Where(name => name.Length > 1)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (tops.Count == 0)
        {
            return false;
        }

        var texts = files.All.Where(IsList).Take(50).Select(path => files.Text(path) ?? "").ToList();
        return tops.Exists(name =>
            !IsOwn(name) && texts.Exists(text => WholeWord.IsIn(text, name) || WholeWord.IsIn(text, name.Replace('_', '-')))
        );
    }

    /// <summary>Whether a file or folder of the repository has the name.</summary>
    public bool IsOwn(string name) =>
        files.All.Any(path => path.Split('/').Any(part => part == name || Path.GetFileNameWithoutExtension(part) == name));

    private static bool IsList(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return Lists.Contains(name, StringComparer.Ordinal)
            || name.EndsWith(".csproj", StringComparison.Ordinal)
            || (name.StartsWith("requirements", StringComparison.Ordinal) && name.EndsWith(".txt", StringComparison.Ordinal));
    }
}
