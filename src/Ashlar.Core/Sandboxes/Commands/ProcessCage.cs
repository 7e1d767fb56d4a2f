using System.Globalization;
using System.Security.Cryptography;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// A control group that bounds the number of processes of one command. The kernel's ordinary bound does not hold for root, who in turn may
/// make control groups (cgroups(7), pids controller).
/// </summary>
internal sealed class ProcessCage : IDisposable
{
    private const string Mount = "/sys/fs/cgroup";
    private const int Attempts = 50;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);
    private readonly string folder;

    private ProcessCage(string folder) => this.folder = folder;

    /// <summary>Whether a cage can be made here.</summary>
    public static bool IsPossible()
    {
        using var cage = Make(1);
        return cage is not null;
    }

    /// <summary>Puts a process, and all that it starts from now on, into a cage; null where none can be made.</summary>
    public static ProcessCage? Around(int pid, int processes)
    {
        var cage = Make(processes);
        try
        {
            cage?.Write("cgroup.procs", pid);
            return cage;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            cage?.Dispose();
            return null;
        }
    }

    /// <summary>Removes the cage; its processes must have been killed. Waits in the background for those that are still ending.</summary>
    public void Dispose()
    {
        if (!IsRemoved())
        {
            _ = Task.Run(async () =>
            {
                for (var attempt = 0; attempt < Attempts && !IsRemoved(); attempt++)
                {
                    await Task.Delay(BetweenAttempts).ConfigureAwait(false);
                }
            });
        }
    }

    private bool IsRemoved()
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(folder);
        }
    }

    private static ProcessCage? Make(int processes)
    {
        if (Parent() is not { } parent)
        {
            return null;
        }

        var cage = new ProcessCage(Path.Combine(parent, $"ashlar-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}"));
        try
        {
            Directory.CreateDirectory(cage.folder);
            cage.Write("pids.max", processes);
            return cage;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            cage.Dispose();
            return null;
        }
    }

    // The group that we are in: in the hierarchy of the pids controller (version 1), else in the one for all.
    private static string? Parent()
    {
        try
        {
            var lines = OrdinaryFile
                .ReadAllLines("/proc/self/cgroup")
                .Select(line => line.Split(':', 3))
                .Where(parts => parts.Length == 3)
                .ToList();
            var own =
                lines.Find(parts => parts[1].Split(',').Contains("pids", StringComparer.Ordinal)) is { } first
                    ? $"{Mount}/{first[1]}{first[2]}"
                : lines.Find(parts => parts[0] == "0") is { } second ? Mount + second[2]
                : null;
            return own is not null && Directory.Exists(own) ? own : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Write(string name, int value)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException("the controller is not there", file);
        }

        File.WriteAllText(file, value.ToString(CultureInfo.InvariantCulture));
    }
}
