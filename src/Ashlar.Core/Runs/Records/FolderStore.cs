using System.Globalization;
using System.Security.Cryptography;

namespace Ashlar.Core.Runs.Records;

/// <summary>The runs below a state folder: <c>STATE/runs/RUN/</c>.</summary>
/// <param name="state">The state folder.</param>
public sealed class FolderStore(string state) : IRunStore
{
    private const string Prefix = "r-";

    private string Runs => Path.Combine(state, "runs");

    private static bool IsName(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    private static DateTime CreatedAt(string path)
    {
        try
        {
            return File.GetCreationTimeUtc(path);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return DateTime.MinValue;
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<RunFolder> All() =>
        [
            .. In("*")
                .Where(folder => folder.Record.Exists || (IsName(folder.Id) && !IsPlanned(folder)))
                .OrderBy(folder => CreatedAt(FolderRecord.JournalIn(folder.Path)))
                .ThenBy(folder => folder.Id, StringComparer.Ordinal),
        ];

    /// <inheritdoc />
    public IReadOnlyList<RunFolder> Planned() => [.. In($"{Prefix}*").Where(IsPlanned)];

    /// <inheritdoc />
    /// <remarks>What may not be looked into is no plan, and neither is a run whose journal was emptied or removed after it had begun.</remarks>
    public bool IsPlanned(RunFolder folder)
    {
        try
        {
            return !Directory.Exists(folder.Path)
                || (
                    !folder.Record.HasBegun
                    && Directory.GetFileSystemEntries(folder.Path) is var entries
                    && (
                        entries.Contains(FolderRecord.PlanIn(folder.Path), StringComparer.Ordinal)
                        || !entries.Any(entry => entry == FolderRecord.JournalIn(folder.Path) || entry == folder.Artifacts.Path)
                    )
                );
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public RunFolder? Find(string id)
    {
        if (id.AsSpan().IndexOfAny('/', '\0') >= 0)
        {
            return null;
        }

        var folder = new RunFolder(state, id);
        return folder.Record.Exists || (IsName(id) && !IsPlanned(folder)) ? folder : null;
    }

    /// <inheritdoc />
    public async Task<(RunFolder Folder, RunLock Lock)> NewAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var folder = Make(clock.GetUtcNow());
            try
            {
                if (await folder.Record.TryTakeAsync(clock, cancellationToken).ConfigureAwait(false) is { } taken)
                {
                    if (File.Exists(FolderLock.In(folder.Path)))
                    {
                        return (folder, taken);
                    }

                    taken.Dispose();
                }
            }
            catch (DirectoryNotFoundException)
            {
                // Another process found it before it was held, took it for left behind and removed it.
            }
        }
    }

    /// <inheritdoc />
    public IDisposable? TryClaim(ClaimKind kind, string name, string run, out string? holder) =>
        new FolderClaims(state).TryTake(kind, name, run, out holder);

    /// <summary>A new run's folder, with an id that no other run has: <c>r-20261120-4f3a</c>.</summary>
    internal RunFolder Make(DateTimeOffset now)
    {
        while (true)
        {
            var suffix = RandomNumberGenerator.GetHexString(4, lowercase: true);
            var folder = new RunFolder(state, $"{Prefix}{now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{suffix}");
            if (!Directory.Exists(folder.Path))
            {
                Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                File.WriteAllText(FolderRecord.PlanIn(folder.Path), "");
                return folder;
            }
        }
    }

    private IEnumerable<RunFolder> In(string pattern) =>
        Directory.Exists(Runs)
            ? Directory.EnumerateDirectories(Runs, pattern).Select(path => new RunFolder(state, Path.GetFileName(path)))
            : [];
}
