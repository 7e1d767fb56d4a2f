using Ashlar.Core;
using Ashlar.Core.Work;

namespace Ashlar.Cli.Rendering;

/// <summary>What is at a path that was given for a task list.</summary>
/// <param name="Shown">The path as it is shown: as given, or that of the list inside a given folder.</param>
/// <param name="RelativePath">The path relative to the repository root, by which the dialect is found.</param>
/// <param name="File">The file's absolute path; null where there is none.</param>
/// <param name="List">The list; null where it is refused.</param>
/// <param name="Refusal">Why it is not a list; null where it is one.</param>
internal sealed record FoundList(string Shown, string RelativePath, string? File, TaskList? List, Problem? Refusal)
{
    /// <summary>Finds the list at a path, relative to a directory or absolute.</summary>
    public static FoundList At(string directory, string given)
    {
        var full = Path.GetFullPath(given, directory);
        if (Directory.Exists(full))
        {
            return InFolder(full, given, directory);
        }

        var root = RootOf(full);
        var relative = Path.GetRelativePath(root, full);
        if (!System.IO.File.Exists(full))
        {
            return InFolder(full, given, directory);
        }

        var reading = TaskListReader.Read(relative, OrdinaryFile.ReadAllBytes(full));
        var list = reading.List is { } read ? new WorkOrderFinder(root).Surrounded(relative, read) : null;
        var place = new ListPlace(directory, root, relative, given);
        return new FoundList(given, relative, full, Shows(list, place), reading.Refusal is { } refusal ? place.Shown(refusal) : null);
    }

    /// <summary>Problems of this list as they are told in a directory.</summary>
    public IReadOnlyList<Problem> Told(IReadOnlyList<Problem> problems, string directory) =>
        File is null ? problems : [.. problems.Select(new ListPlace(directory, RootOf(File), RelativePath, Shown).Shown)];

    /// <summary>Replaces a file's content in one step, keeping its mode; a link is followed.</summary>
    public static void Replace(string file, byte[] content)
    {
        var real = new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file;
        var temporary = real + ".ashlar-" + Environment.ProcessId;
        System.IO.File.WriteAllBytes(temporary, content);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(temporary, System.IO.File.GetUnixFileMode(real));
        }

        System.IO.File.Move(temporary, real, overwrite: true);
    }

    private static FoundList InFolder(string full, string given, string directory)
    {
        var root = RootOf(full);
        try
        {
            var order = new WorkOrderFinder(root).Find(new WorkRequest { Work = Path.GetRelativePath(root, full) });
            if (order.ListPath is not { } path)
            {
                return new FoundList(given, given, null, null, NoList(given));
            }

            var shown = Path.Combine(given, Path.GetRelativePath(full, Path.Combine(root, path)));
            return new FoundList(
                shown,
                path,
                Path.Combine(root, path),
                Shows(order.List, new ListPlace(directory, root, path, shown)),
                null
            );
        }
        catch (ProblemException trouble)
        {
            return new FoundList(
                given,
                given,
                null,
                null,
                new ListPlace(directory, root, "", given).Shown(trouble.Problems[0]) with
                {
                    Path = given,
                }
            );
        }
    }

    private static string RootOf(string full)
    {
        for (var folder = Path.GetDirectoryName(full); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                return folder;
            }
        }

        return Path.GetDirectoryName(full) ?? full;
    }

    private static TaskList? Shows(TaskList? list, ListPlace place) =>
        list is null ? null : list with { Path = place.Given, Problems = [.. list.Problems.Select(place.Shown)] };

    private static Problem NoList(string path) =>
        new("work.no-list", "there is no task list in this folder")
        {
            Path = path,
            Remedy = "Name a task file, or give the work in words with --task",
        };
}
