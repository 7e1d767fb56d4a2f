using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>A repository, for finding its runs: those that began in any of its checkouts are its own.</summary>
/// <param name="Root">The checkout's root, absolute.</param>
/// <param name="CommonDirectory">The git directory that all its checkouts share, absolute.</param>
public sealed record RepositoryPlace(string Root, string CommonDirectory)
{
    /// <summary>Whether a run began in it.</summary>
    /// <param name="start">The run's first entry.</param>
    internal bool Holds(Entry start) =>
        string.Equals(start.Text("repository"), Root, StringComparison.Ordinal)
        || string.Equals(start.Text("common_directory"), CommonDirectory, StringComparison.Ordinal);
}
