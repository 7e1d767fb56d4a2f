using Ashlar.Core.Journal;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>
/// Whether a journal is that of its folder. One that was brought here from elsewhere names other places; nothing is removed, written or executed
/// by what it says.
/// </summary>
internal static class RecordOrigin
{
    private static readonly string[] Objects = ["base", "head", "commit", "parent", "tree"];

    /// <summary>Refuses a journal that names another run, worktrees elsewhere, or objects by names that git would take for something else.</summary>
    /// <exception cref="ProblemException">It does; exit status 2.</exception>
    public static void Check(RunFolder folder, RunState state, IReadOnlyList<Entry> entries)
    {
        CheckNames(folder, entries);
        foreach (var entry in entries.Where(entry => entry.Is<TaskStarted>()))
        {
            var worktree = entry.Text("worktree");
            var isOwn =
                worktree == folder.WorktreePath(entry.Task ?? "")
                || worktree == folder.WorktreePath(entry.Task ?? "", entry.Read(RunJson.Default.TaskStarted).Stage)
                || (state.Started?.Checkout is not null && worktree == state.Started.Repository);
            if (!isOwn)
            {
                throw Foreign(folder, $"a worktree {ShownText.Line(worktree ?? "")}");
            }
        }
    }

    /// <summary>The part of it that holds for a journal wherever it was written.</summary>
    /// <exception cref="ProblemException">It names another run, or objects by names that are none; exit status 2.</exception>
    public static void CheckNames(RunFolder folder, IReadOnlyList<Entry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Run != folder.Id)
            {
                throw Foreign(folder, $"the run {ShownText.Line(entry.Run)}");
            }

            foreach (var name in Objects)
            {
                if (entry.Text(name) is { } value && !ObjectName.Is(value))
                {
                    throw Foreign(folder, $"an object {ShownText.Line(value)}");
                }
            }
        }
    }

    private static ProblemException Foreign(RunFolder folder, string what) =>
        new(
            new Problem("journal.foreign", $"the journal of {folder.Id} names {what}, which is not of this run")
            {
                Path = folder.Record.Place,
                Remedy =
                    "Put the run's own journal back; a run of another machine is executed again with `ashlar replay FILE` from its export",
            }
        );
}
