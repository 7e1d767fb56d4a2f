using System.IO.Enumeration;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>A file that says what a project depends on, and how that is fetched.</summary>
/// <param name="Path">From the root of the repository or a package; <c>*</c> stands for anything within a name.</param>
/// <param name="Fetch">The command, as a remedy names it; <c>{path}</c> stands for the file's own path.</param>
internal sealed record DependencyFile(string Path, string Fetch)
{
    /// <summary>Whether it describes the project itself and is named only behind every list.</summary>
    public bool IsDescription { get; init; }

    /// <summary>The command for what lists the missing names, by the file's text; null where the usual one brings them.</summary>
    public Func<string, IReadOnlyList<string>, string?>? Closer { get; init; }

    /// <summary>Whether the command brings anything, by the file's text: not where the file lists nothing.</summary>
    public Func<string, bool> Brings { get; init; } = _ => true;

    /// <summary>Whether it stands for several files.</summary>
    public bool IsPattern => Path.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether a path is one of its files, below a folder.</summary>
    public bool Matches(string folder, string path)
    {
        var pattern = RepositoryPath.In(folder, Path);
        return RepositoryPath.Folder(pattern) == RepositoryPath.Folder(path)
            && FileSystemName.MatchesSimpleExpression(GateTool.Name(pattern), GateTool.Name(path), ignoreCase: false);
    }
}
