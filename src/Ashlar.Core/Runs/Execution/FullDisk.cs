using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Execution;

/// <summary>Which disk is full: the one where writing failed, or else of those that a run writes to the one with the least space.</summary>
internal static class FullDisk
{
    // Git has no one way to say that a disk is full ("unable to write file f1"); with less than this left nothing of a run can be written.
    private const long Nothing = 1024 * 1024;

    /// <summary>Whether trouble of a run is that a disk is full: it says so, or git failed and there is a disk without space.</summary>
    /// <param name="trouble">The trouble.</param>
    /// <param name="recorder">The run's record, which lies in the state folder.</param>
    /// <param name="repository">The repository.</param>
    public static bool Explains(Exception trouble, Recorder recorder, Repository repository) =>
        JournalReserve.IsFull(trouble)
        || Exhaustion.IsDisk(trouble)
        || (trouble is IOException && recorder.Steps.Journal.IsPressed)
        || (trouble is GitException && Array.Exists(Places(recorder, repository), place => Free(place.Path) < Nothing));

    /// <summary>The limit, with the place that has no space.</summary>
    /// <param name="trouble">The trouble of writing.</param>
    /// <param name="recorder">The run's record, which lies in the state folder.</param>
    /// <param name="repository">The repository.</param>
    public static LimitReached Of(Exception trouble, Recorder recorder, Repository repository)
    {
        var places = Places(recorder, repository);
        var (path, name) =
            Written(trouble) is { } file
                ? places.Where(place => file.StartsWith(place.Path + "/", StringComparison.Ordinal)).DefaultIfEmpty((file, "")).First()
            : recorder.Steps.Journal.IsPressed ? places[0]
            : places.MinBy(place => Free(place.Path));
        return LimitReached.DiskOf(name.Length == 0 ? path : $"{name}, {path}");
    }

    private static (string Path, string Name)[] Places(Recorder recorder, Repository repository) =>
        [
            (recorder.Folder.Path, "the state folder"),
            (Path.Combine(repository.CommonDirectory, "objects"), "the repository"),
            (repository.Root, "the checkout"),
            (Path.GetTempPath(), "temporary files"),
        ];

    /// <summary>The file that could not be written, where the library names it: absolute, in quotes at the end.</summary>
    private static string? Written(Exception? trouble) =>
        trouble is null or GitException ? null
        : trouble is IOException && trouble.Message.TrimEnd('.').Split('\'') is [.., ['/', ..] file, ""] ? file
        : Written(trouble.InnerException);

    private static long Free(string path)
    {
        try
        {
            return new DriveInfo(path).AvailableFreeSpace;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }
}
