using System.Globalization;
using System.Security.Cryptography;
using Ashlar.Core.Journal;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>Where a run keeps what it knows: <c>STATE/runs/RUN/</c>, and its worktrees: <c>STATE/worktrees/RUN/</c>.</summary>
/// <param name="state">The state folder.</param>
/// <param name="id">The run's id.</param>
public sealed class RunFolder(string state, string id)
{
    private const int LongestName = 80;
    private const int HashPart = 12;

    /// <summary>The run's id.</summary>
    public string Id { get; } = id;

    /// <summary>The state folder.</summary>
    public string State { get; } = state;

    /// <summary>The run's own folder.</summary>
    public string Path => System.IO.Path.Combine(State, "runs", Id);

    /// <summary>The mark of the run's processes: one for each run in each state folder, and no path.</summary>
    public string Owner => ArtifactFolder.HashOf(System.Text.Encoding.UTF8.GetBytes(Path))[..32];

    /// <summary>The journal.</summary>
    public string JournalPath => System.IO.Path.Combine(Path, "journal.jsonl");

    /// <summary>Held while a process works on the run.</summary>
    public string LockPath => System.IO.Path.Combine(Path, "lock");

    /// <summary>Says whose work the user's checkout holds, in a run that works in place.</summary>
    public string MarkPath => System.IO.Path.Combine(Path, "in-place");

    /// <summary>The mark of an attempt whose work the checkout holds.</summary>
    public InPlaceMark MarkOf(string task, string attempt) => new(MarkPath, $"{task}\n{attempt}");

    /// <summary>Answers given while another process held the run.</summary>
    public string AnswersPath => System.IO.Path.Combine(Path, "answers");

    /// <summary>Scratch space of the run: private folders of commands, gate checkouts, indexes.</summary>
    public string ScratchPath => System.IO.Path.Combine(Path, "scratch");

    /// <summary>What Ashlar lays out for commands; none can write there.</summary>
    public string ProvidedPath => System.IO.Path.Combine(ScratchPath, "provided");

    /// <summary>Large content.</summary>
    public ArtifactFolder Artifacts => new(System.IO.Path.Combine(Path, "artifacts"));

    /// <summary>The folder of the run's worktrees.</summary>
    public string WorktreesPath => System.IO.Path.Combine(State, "worktrees", Id);

    /// <summary>The worktree of a task.</summary>
    public string WorktreePath(string task) => System.IO.Path.Combine(WorktreesPath, FileName(task));

    /// <summary>The worktree of a part of a task, where several agents work on it. No task's name has a plus.</summary>
    public string WorktreePath(string task, int part) => $"{WorktreePath(task)}+{part}";

    /// <summary>Whether there is such a run.</summary>
    public bool Exists => File.Exists(JournalPath);

    /// <summary>Whether its journal holds anything.</summary>
    public bool HasBegun => new FileInfo(JournalPath) is { Exists: true, Length: > 0 };

    /// <summary>A new run's folder, with an id that no other run has: <c>r-20261120-4f3a</c>.</summary>
    public static RunFolder New(string state, DateTimeOffset now)
    {
        while (true)
        {
            var suffix = RandomNumberGenerator.GetHexString(4, lowercase: true);
            var folder = new RunFolder(state, $"r-{now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{suffix}");
            if (!Directory.Exists(folder.Path))
            {
                Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                return folder;
            }
        }
    }

    /// <summary>All runs below a state folder, oldest first.</summary>
    public static IReadOnlyList<RunFolder> All(string state)
    {
        var runs = System.IO.Path.Combine(state, "runs");
        return Directory.Exists(runs)
            ? Directory
                .EnumerateDirectories(runs)
                .Select(path => new RunFolder(state, System.IO.Path.GetFileName(path)))
                .Where(folder => folder.Exists)
                .OrderBy(folder => File.GetCreationTimeUtc(folder.JournalPath))
                .ThenBy(folder => folder.Id, StringComparer.Ordinal)
                .ToList()
            : [];
    }

    /// <summary>
    /// The folders below a state folder in which no run has begun: one is being planned, or was when its process ended. One with artifacts
    /// whose journal is gone is none of these.
    /// </summary>
    public static IReadOnlyList<RunFolder> Planned(string state)
    {
        var runs = System.IO.Path.Combine(state, "runs");
        return Directory.Exists(runs)
            ? Directory
                .EnumerateDirectories(runs, "r-*")
                .Select(path => new RunFolder(state, System.IO.Path.GetFileName(path)))
                .Where(folder => !folder.HasBegun && (File.Exists(folder.JournalPath) || !Directory.Exists(folder.Artifacts.Path)))
                .ToList()
            : [];
    }

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
