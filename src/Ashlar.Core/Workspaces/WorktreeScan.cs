using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Knows at any time how a worktree differs from the task base, by the stamps of its files: a rescan reads only what changed.
/// One for each task; not safe for use by several threads at once.
/// </summary>
/// <param name="workspace">The worktree.</param>
/// <param name="taskBase">What it held at the start.</param>
/// <param name="contents">Where the contents of changed files are kept.</param>
/// <param name="clock">Tells which changes are so young that a further one might not show.</param>
internal sealed class WorktreeScan(Workspace workspace, BaseFiles taskBase, ContentFolder contents, TimeProvider clock)
{
    private const long RacyNanoseconds = 20_000_000;
    private const int DeepestFolder = 512;

    private readonly ScanFolder root = new();
    private readonly ScanDifferences differences = new(taskBase);
    private IgnoreRules ignored = new(_ => null);
    private int number;
    private int judgedIn;
    private long racyFrom;
    private IReadOnlySet<string>? differing;

    /// <summary>Folders that are not part of the worktree, relative to the root: shared ones such as <c>.venv</c>.</summary>
    public IReadOnlySet<string> Skip { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether changes of a path that git ignores count nevertheless, because a rule names it.</summary>
    public Func<string, bool> RuledThoughIgnored { get; init; } = _ => false;

    /// <summary>The files, for tools.</summary>
    public SafeFiles Files => workspace.Files;

    /// <summary>What the worktree held at the start of the task.</summary>
    public BaseFiles Base => taskBase;

    /// <summary>The contents of changed files.</summary>
    public ContentFolder Contents => contents;

    /// <summary>The state at the last scan.</summary>
    public Snapshot Current => differences.Current;

    /// <summary>The state up to which all changes have been held against the scope.</summary>
    public Snapshot Judged
    {
        get;
        set
        {
            field = value;
            judgedIn = number;
        }
    } = Snapshot.Pristine;

    /// <summary>The call for which the last scan was made, so that it is not made twice.</summary>
    public string? ScannedFor { get; set; }

    /// <summary>
    /// The first scan. Files of the base are taken to be unchanged, except those in <paramref name="differing"/>, which a resumed
    /// task changed before; files that the base does not have are differences.
    /// </summary>
    public void Begin(IReadOnlySet<string>? differing = null)
    {
        this.differing = differing ?? new HashSet<string>(StringComparer.Ordinal);
        ignored = new IgnoreRules(folder => BaseText(folder.Length == 0 ? ".gitignore" : $"{folder}/.gitignore"));
        Rescan();
        foreach (var path in taskBase.Paths.Where(path => !differences.Has(path) && (this.differing.Contains(path) || !Seen(path))))
        {
            if (!Seen(path) && !Skipped(path))
            {
                differences.Set(path, new Difference(DifferenceKind.Gone, 0, ""));
            }
        }

        this.differing = null;
        Judged = Current;
    }

    /// <summary>Looks again; what changed since the last scan.</summary>
    public IReadOnlyList<WorktreeChange> Rescan()
    {
        var before = Current;
        number++;
        racyFrom = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100 - RacyNanoseconds;
        var opened = Files.OpenFolder("");
        if (opened.Ok)
        {
            using (opened.Value)
            {
                Visit(root, "", opened.Value, 0);
            }
        }

        return ReferenceEquals(before, Current) ? [] : ChangesSince(before);
    }

    /// <summary>The changes from an earlier state to the last scanned one, by path.</summary>
    public IReadOnlyList<WorktreeChange> ChangesSince(Snapshot before) => SnapshotChanges.Between(before, Current, taskBase);

    /// <summary>The stamp of a file at the last scan, or null when there was none.</summary>
    public FileStamp? StampOf(string path) => Find(path)?.Stamp;

    /// <summary>Whether git ignores a path that is not in the base, by the rules at the start of the task.</summary>
    public bool Ignores(string path) => !taskBase.Contains(path) && ignored.Ignores(path);

    /// <summary>Permission bits that an unchanged file of the base has here.</summary>
    internal uint BasePermissions(string path) =>
        Find(path) is { BasePermissions: > 0 and var bits } ? bits
        : taskBase.Find(path)?.Executable == true ? 0x1EDu
        : 0x1A4u;

    /// <summary>Whether a folder came into being after the last judged state.</summary>
    internal bool IsNewFolder(string path) => Find(path) is { Folder: not null } entry && entry.FirstSeenIn > judgedIn;

    private void Visit(ScanFolder folder, string path, SafeFileHandle handle, int depth)
    {
        var names = folder.ByName;
        var prefix = path.Length == 0 ? "" : path + "/";
        var found = 0;
        DirectoryEntries.Visit(
            handle,
            (name, stamp) =>
            {
                if (!names.TryGetValue(name, out var entry))
                {
                    var full = prefix + DirectoryEntries.ToEntry(name, stamp).Name;
                    if (Skip.Contains(full))
                    {
                        return;
                    }

                    entry = NewEntry(full, stamp);
                    names[name] = entry;
                }

                found++;
                entry.SeenIn = number;
                Look(entry, stamp);
            }
        );

        if (found < folder.Entries.Count)
        {
            foreach (var (name, entry) in folder.Entries.Where(pair => pair.Value.SeenIn != number).ToList())
            {
                differences.Gone(entry);
                folder.Entries.Remove(name);
            }
        }

        foreach (var entry in folder.Entries.Values)
        {
            if (entry.Folder is not { } inner || entry.Closed || depth >= DeepestFolder)
            {
                continue;
            }

            var descriptor = Posix.OpenAt(handle, entry.Name, Posix.ReadOnly | Posix.Directory, 0);
            if (descriptor >= 0)
            {
                using var opened = new SafeFileHandle(descriptor, ownsHandle: true);
                Visit(inner, entry.Path, opened, depth + 1);
            }
        }
    }

    private ScanEntry NewEntry(string path, FileStamp stamp)
    {
        var known = taskBase.Contains(path);
        var entry = new ScanEntry(path)
        {
            FirstSeenIn = number,
            Judged = known || !ignored.Ignores(path, stamp.IsDirectory) || RuledThoughIgnored(path),
            Closed = IsGit(path) && (stamp.IsDirectory || path.Contains('/', StringComparison.Ordinal)),
        };
        if (known && differing?.Contains(path) == false && (stamp.IsFile || stamp.IsLink))
        {
            entry.Stamp = stamp;
            entry.BasePermissions = stamp.Permissions;
            entry.Racy = stamp.Changed >= racyFrom;
        }

        return entry;
    }

    private void Look(ScanEntry entry, FileStamp stamp)
    {
        if (stamp.IsDirectory)
        {
            if (entry.Folder is null)
            {
                differences.Gone(entry);
                entry.Folder = new ScanFolder();
            }

            if (entry.Closed && entry.Stamp.Mode == 0 && differing is null && entry.Judged)
            {
                differences.Set(entry.Path, new Difference(DifferenceKind.Foreign, 0, ""));
            }

            entry.Stamp = stamp;
            return;
        }

        if (entry.Folder is not null)
        {
            differences.Gone(entry);
            entry.Folder = null;
        }

        if (entry.Stamp == stamp && !entry.Racy)
        {
            return;
        }

        entry.Stamp = stamp;
        entry.Racy = stamp.Changed >= racyFrom;
        if (!entry.Judged)
        {
            return;
        }

        if (entry.Closed)
        {
            if (differing is null)
            {
                differences.Set(entry.Path, new Difference(DifferenceKind.Foreign, 0, ""));
            }

            return;
        }

        if (FileDifference.Of(Files, taskBase, contents, entry.Path, stamp, BasePermissions(entry.Path)) is { } difference)
        {
            differences.Set(entry.Path, difference);
        }
        else
        {
            differences.Clear(entry.Path);
        }
    }

    private bool Seen(string path) => Find(path) is not null;

    private bool Skipped(string path) => Skip.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal));

    private string? BaseText(string path)
    {
        if (!taskBase.Contains(path))
        {
            return null;
        }

        var content =
            differing?.Contains(path) == false && Files.Read(path, 1 << 20) is { Ok: true } read ? read.Value.Bytes : taskBase.Read(path);
        return content is null ? null : Encoding.UTF8.GetString(content);
    }

    private ScanEntry? Find(string path) => root.Find(path);

    private static bool IsGit(string path) => path == ".git" || path.EndsWith("/.git", StringComparison.Ordinal);
}
