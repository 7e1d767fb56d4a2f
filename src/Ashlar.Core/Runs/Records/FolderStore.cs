using System.Globalization;
using System.Security.Cryptography;

namespace Ashlar.Core.Runs.Records;

/// <summary>The runs below a state folder: <c>STATE/runs/RUN/</c>.</summary>
/// <param name="state">The state folder.</param>
public sealed class FolderStore(string state) : IRunStore
{
    private string Runs => Path.Combine(state, "runs");

    /// <inheritdoc />
    public IReadOnlyList<RunFolder> All() =>
        [
            .. In("*")
                .Where(folder => folder.Record.Exists)
                .OrderBy(folder => File.GetCreationTimeUtc(FolderRecord.JournalIn(folder.Path)))
                .ThenBy(folder => folder.Id, StringComparer.Ordinal),
        ];

    /// <inheritdoc />
    public IReadOnlyList<RunFolder> Planned() =>
        [.. In("r-*").Where(folder => !folder.Record.HasBegun && (folder.Record.Exists || !Directory.Exists(folder.Artifacts.Path)))];

    /// <inheritdoc />
    public RunFolder? Find(string id) =>
        id.AsSpan().IndexOfAny('/', '\0') < 0 && new RunFolder(state, id) is { Record.Exists: true } folder ? folder : null;

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
            var folder = new RunFolder(state, $"r-{now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{suffix}");
            if (!Directory.Exists(folder.Path))
            {
                Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                return folder;
            }
        }
    }

    private IEnumerable<RunFolder> In(string pattern) =>
        Directory.Exists(Runs)
            ? Directory.EnumerateDirectories(Runs, pattern).Select(path => new RunFolder(state, Path.GetFileName(path)))
            : [];
}
