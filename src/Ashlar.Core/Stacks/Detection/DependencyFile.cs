namespace Ashlar.Core.Stacks.Detection;

/// <summary>A file that says what a project depends on, and how that is fetched.</summary>
/// <param name="Path">From the root of the repository.</param>
/// <param name="Fetch">The command, as a remedy names it.</param>
internal sealed record DependencyFile(string Path, string Fetch)
{
    /// <summary>Whether it describes the project itself and is named only behind every list.</summary>
    public bool IsDescription { get; init; }
}
