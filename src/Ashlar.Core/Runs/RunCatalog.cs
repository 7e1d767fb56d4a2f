using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs;

/// <summary>The runs that the state folder knows.</summary>
/// <param name="state">The state folder.</param>
public sealed class RunCatalog(string state)
{
    /// <summary>The runs of a repository, oldest first; of all repositories when it is null.</summary>
    public IReadOnlyList<(RunFolder Folder, RunState State)> Runs(string? repository) =>
        RunFolder
            .All(state)
            .Select(folder => (Folder: folder, State: Read(folder)))
            .Where(run =>
                run.State.Started is { } started
                && (repository is null || string.Equals(started.Repository, repository, StringComparison.Ordinal))
            )
            .OrderBy(run => run.State.Times.First)
            .ThenBy(run => run.Folder.Id, StringComparer.Ordinal)
            .ToList();

    /// <summary>The run with an id, or the newest run of a repository when the id is null.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public (RunFolder Folder, RunState State) Find(string? id, string? repository)
    {
        if (id is null)
        {
            var runs = Runs(repository);
            return runs.Count > 0
                ? runs[^1]
                : throw new ProblemException(
                    new Problem("run.none", "this repository has no run") { Remedy = "Start one with `ashlar run`" }
                );
        }

        var folder = new RunFolder(state, id);
        if (id.AsSpan().IndexOfAny('/', '\0') < 0 && folder.Exists)
        {
            return (folder, Read(folder));
        }

        var known = RunFolder.All(state).Select(run => run.Id).TakeLast(5).Reverse().ToList();
        throw new ProblemException(
            new Problem("run.unknown", $"there is no run {id}")
            {
                Remedy =
                    known.Count == 0
                        ? "Start one with `ashlar run`"
                        : $"The newest are {string.Join(", ", known)}; `ashlar status` lists this repository's",
            }
        );
    }

    /// <summary>Where a run stands now: as its journal says, except that a run whose process is gone is interrupted.</summary>
    public static RunState Read(RunFolder folder)
    {
        var state = RunState.Of(JournalReader.Read(folder.JournalPath).Entries);
        foreach (var answer in Mailbox.Read(folder))
        {
            state.Answer(answer);
        }

        if (string.Equals(state.State, "running", StringComparison.Ordinal) && !RunLock.IsHeld(folder))
        {
            state.Interrupt();
        }

        return state;
    }
}
