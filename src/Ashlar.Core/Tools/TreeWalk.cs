using System.Text;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>A file that a search finds.</summary>
internal readonly record struct WalkedFile(string Path, FileStamp Stamp);

/// <summary>
/// The files below a folder that a search looks at, in path order: neither ignored by git nor hidden by the scope, no links, nothing of git.
/// What is named outright is looked at even if git ignores it.
/// </summary>
/// <param name="context">The call's context.</param>
/// <param name="time">The call's time.</param>
internal sealed class TreeWalk(ToolContext context, ToolTime time)
{
    private readonly SafeFiles files = context.Workspace.Files;
    private IgnoreRules? rules;

    /// <summary>The files below a folder, or the file itself; the answer that refuses it where it may not be searched.</summary>
    public (IEnumerable<WalkedFile> Files, string Start, ToolAnswer? Refusal) From(string? path)
    {
        var (start, refusal) = PathRules.ForReading(context, files, path is null or "" ? "." : path);
        if (refusal is not null)
        {
            return ([], "", refusal);
        }

        var stamp = files.Stat(start);
        if (!stamp.Ok)
        {
            return (
                [],
                "",
                stamp.Problem.Code == FileProblems.Missing
                    ? PathRules.Missing(context, files, start)
                    : ToolAnswer.Refused(stamp.Problem, stamp.Problem.ToString())
            );
        }

        if (!stamp.Value.IsDirectory)
        {
            return ([new WalkedFile(start, stamp.Value)], start, null);
        }

        var all = new IgnoreRules(IgnoreText);
        rules = start.Length > 0 && all.Ignores(start, isFolder: true) ? null : all;
        return (Below(start), start, null);
    }

    private IEnumerable<WalkedFile> Below(string folder)
    {
        List<DirectoryEntry> entries;
        var opened = files.OpenFolder(folder);
        if (!opened.Ok)
        {
            yield break;
        }

        using (opened.Value)
        {
            entries = DirectoryEntries.Read(opened.Value);
        }

        entries.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        foreach (var entry in entries)
        {
            time.Check();
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (
                !entry.Readable
                || entry.Name == ".git"
                || !(entry.Stamp.IsFile || entry.Stamp.IsDirectory)
                || rules?.Ignores(path, entry.Stamp.IsDirectory) == true
            )
            {
                continue;
            }

            if (!context.Scope.DecideRead(path).Allowed)
            {
                continue;
            }

            if (entry.Stamp.IsFile)
            {
                yield return new WalkedFile(path, entry.Stamp);
                continue;
            }

            foreach (var inner in Below(path))
            {
                yield return inner;
            }
        }
    }

    private string? IgnoreText(string folder)
    {
        var read = files.Read(folder.Length == 0 ? ".gitignore" : $"{folder}/.gitignore", 1 << 20);
        return read.Ok ? Encoding.UTF8.GetString(read.Value.Bytes) : null;
    }
}
