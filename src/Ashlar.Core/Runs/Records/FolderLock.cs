using System.Globalization;

namespace Ashlar.Core.Runs.Records;

/// <summary>The lock in a run's folder. The operating system releases it when the process ends.</summary>
internal static class FolderLock
{
    private const int Tries = 10;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Held while a process works on the run.</summary>
    public static string In(string folder) => Path.Combine(folder, "lock");

    /// <summary>Takes the lock, or returns null when another living process holds it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<RunLock?> TryTakeAsync(string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (FileLock.TryOpen(In(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) is { } file)
            {
                StopRequest.Forget(folder);
                File.WriteAllText(OwnerPath(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                return new RunLock(file);
            }

            // Someone may only be looking whether it is held.
            await Task.Delay(Look, clock, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Whether a living process holds the run.</summary>
    public static bool IsHeld(string folder)
    {
        if (!File.Exists(In(folder)))
        {
            return false;
        }

        // Shared, so that those who only look do not see each other.
        using var taken = FileLock.TryOpen(In(folder), FileMode.Open, FileAccess.Read, FileShare.Read);
        return taken is null;
    }

    /// <summary>The process that took the lock last, or null.</summary>
    public static int? Owner(string folder) =>
        File.Exists(OwnerPath(folder))
        && int.TryParse(OrdinaryFile.ReadAllText(OwnerPath(folder)), CultureInfo.InvariantCulture, out var pid)
            ? pid
            : null;

    private static string OwnerPath(string folder) => Path.Combine(folder, "owner");
}
