using Ashlar.Core.Journal;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>The places of a run on this machine: <c>STATE/runs/RUN/</c>, and its worktrees: <c>STATE/worktrees/RUN/</c>.</summary>
/// <param name="state">The state folder.</param>
/// <param name="id">The run's id.</param>
/// <param name="record">What is kept of the run; null where that is the folder itself.</param>
public sealed class RunFolder(string state, string id, IRunRecord? record = null)
{
    private const int LongestName = 80;
    private const int HashPart = 12;

    /// <summary>The run's id.</summary>
    public string Id { get; } = id;

    /// <summary>The state folder.</summary>
    public string State { get; } = state;

    /// <summary>The run's own folder.</summary>
    public string Path => System.IO.Path.Combine(State, "runs", Id);

    /// <summary>What is kept of it: journal, content, answers, and who works on it.</summary>
    public IRunRecord Record => field ??= record ?? new FolderRecord(Path, Id);

    /// <summary>The mark of the run's processes: one for each run in each state folder, and no path.</summary>
    public string Owner => ArtifactFolder.HashOf(System.Text.Encoding.UTF8.GetBytes(Path))[..32];

    /// <summary>Says whose work the user's checkout holds, in a run that works in place.</summary>
    public string MarkPath => System.IO.Path.Combine(Path, "in-place");

    /// <summary>The mark of an attempt whose work the checkout holds.</summary>
    public InPlaceMark MarkOf(string task, string attempt) => new(MarkPath, $"{task}\n{attempt}");

    /// <summary>Scratch space of the run: private folders of commands, gate checkouts, indexes.</summary>
    public string ScratchPath => System.IO.Path.Combine(Path, "scratch");

    /// <summary>What Ashlar lays out for commands; none can write there.</summary>
    public string ProvidedPath => System.IO.Path.Combine(ScratchPath, "provided");

    /// <summary>Large content.</summary>
    public ArtifactFolder Artifacts => Record.Artifacts;

    /// <summary>The folder of the run's worktrees.</summary>
    public string WorktreesPath => System.IO.Path.Combine(State, "worktrees", Id);

    /// <summary>The worktree of a task.</summary>
    public string WorktreePath(string task) => System.IO.Path.Combine(WorktreesPath, FileName(task));

    /// <summary>The worktree of a part of a task, where several agents work on it. No task's name has a plus.</summary>
    public string WorktreePath(string task, int part) => $"{WorktreePath(task)}+{part}";

    /// <summary>
    /// A task id as the name of a file and the part of a ref: itself where it can be one, else what of it can, with a piece of its hash, so that no two
    /// ids share a name.
    /// </summary>
    public static string FileName(string task)
    {
        var name = string.Concat(
            task.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' ? character : '_')
        );
        var plain =
            name == task
            && name.Length is > 0 and <= LongestName
            && name[0] is not ('.' or '-')
            && name[^1] != '.'
            && !name.Contains("..", StringComparison.Ordinal)
            && !name.EndsWith(".lock", StringComparison.OrdinalIgnoreCase);
        return plain
            ? name
            : $"{name[..Math.Min(name.Length, LongestName)].Replace('.', '_').TrimStart('-')}_{ArtifactFolder.HashOf(System.Text.Encoding.UTF8.GetBytes(task))[..HashPart]}";
    }
}
