using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Paths of the command line are given as seen from where it was started; a run knows them relative to the repository's root.</summary>
/// <param name="repository">The repository.</param>
/// <param name="directory">Where the command was started.</param>
internal sealed class StartPaths(Repository repository, string directory)
{
    /// <summary>The options with every path relative to the root, or absolute when it lies outside.</summary>
    public RunOptions Relativize(RunOptions options) =>
        options with
        {
            Work = Relative(options.Work),
            // A name is not taken for a folder that happens to bear it.
            Agent = File.Exists(Path.Combine(directory, options.Agent ?? "")) ? Relative(options.Agent) : options.Agent,
            Ticket = Relative(options.Ticket),
            TaskFile = Relative(options.TaskFile),
            Record = options.Record is { } record ? Path.GetFullPath(record, directory) : null,
        };

    private string? Relative(string? path)
    {
        if (path is null || !Path.Exists(Path.Combine(directory, path)))
        {
            return path;
        }

        var full = Path.GetFullPath(path, directory);
        return PathBelow.Of(repository.Root, full) ?? full;
    }
}
