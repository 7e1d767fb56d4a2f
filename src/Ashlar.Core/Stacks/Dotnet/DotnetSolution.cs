using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>A solution, and the projects that it names.</summary>
/// <param name="Path">Its path, relative to the repository.</param>
/// <param name="Projects">Its projects.</param>
internal sealed record DotnetSolution(string Path, IReadOnlyList<DotnetProject> Projects)
{
    /// <summary>The folder.</summary>
    public string Folder => RepositoryPath.Folder(Path);

    /// <summary>All solutions, those nearest to the root first.</summary>
    public static IReadOnlyList<DotnetSolution> All(RepositoryFiles files, IReadOnlyList<DotnetProject> projects) =>
        [.. files.All.Where(Is).Select(path => new DotnetSolution(path, Named(files, path, projects)))];

    /// <summary>Whether a path is a solution by its name.</summary>
    public static bool Is(string path) => System.IO.Path.GetExtension(path) is ".sln" or ".slnx" or ".slnf";

    private static IReadOnlyList<DotnetProject> Named(RepositoryFiles files, string path, IReadOnlyList<DotnetProject> projects)
    {
        var text = (files.Text(path) ?? "").Replace("\\\\", "/", StringComparison.Ordinal).Replace('\\', '/');
        var folder = RepositoryPath.Folder(path);
        return
        [
            .. projects.Where(project =>
                text.Contains($"\"{RepositoryPath.Between(folder, project.Path)}\"", StringComparison.OrdinalIgnoreCase)
            ),
        ];
    }
}
