using System.Globalization;

namespace Ashlar.Core.Runs.Records;

/// <summary>Says that this process, and no other, works on a run. The operating system lets go of it when the process ends.</summary>
public sealed class RunLock : IDisposable
{
    private const int Tries = 10;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly FileStream file;

    private readonly List<IDisposable> others = [];

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Holds something else for as long as the run.</summary>
    internal void Hold(IDisposable other) => others.Add(other);

    /// <summary>Takes the lock, or returns null when another living process holds it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static RunLock? TryTake(RunFolder folder)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (FileLock.TryOpen(folder.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) is { } file)
            {
                File.WriteAllText(OwnerPath(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                return new RunLock(file);
            }

            // Someone may only be looking whether it is held.
            Thread.Sleep(Look);
        }

        return null;
    }

    /// <summary>Makes the folder of a new run and takes its lock.</summary>
    public static (RunFolder Folder, RunLock Lock) OnNew(string state, DateTimeOffset now)
    {
        while (true)
        {
            var folder = RunFolder.New(state, now);
            try
            {
                if (TryTake(folder) is { } taken)
                {
                    if (File.Exists(folder.LockPath))
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

    /// <summary>Whether a living process holds the run.</summary>
    public static bool IsHeld(RunFolder folder)
    {
        if (!File.Exists(folder.LockPath))
        {
            return false;
        }

        // Shared, so that those who only look do not see each other.
        using var taken = FileLock.TryOpen(folder.LockPath, FileMode.Open, FileAccess.Read, FileShare.Read);
        return taken is null;
    }

    /// <summary>The process that took the lock last, or null.</summary>
    public static int? Owner(RunFolder folder) =>
        File.Exists(OwnerPath(folder))
        && int.TryParse(OrdinaryFile.ReadAllText(OwnerPath(folder)), CultureInfo.InvariantCulture, out var pid)
            ? pid
            : null;

    /// <inheritdoc />
    public void Dispose()
    {
        others.ForEach(other => other.Dispose());
        file.Dispose();
    }

    private static string OwnerPath(RunFolder folder) => Path.Combine(folder.Path, "owner");
}
