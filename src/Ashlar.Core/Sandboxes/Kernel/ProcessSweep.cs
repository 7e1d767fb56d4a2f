using System.Globalization;
using System.Text;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>Ends processes that a crashed run left over.</summary>
public static class ProcessSweep
{
    private const string Mark = "ASHLAR_OWNER";

    /// <summary>The environment of a process of an owner, which it passes on to those that it starts.</summary>
    internal static KeyValuePair<string, string>[] Variables(string? owner) =>
        owner is null ? [new("PATH", "/usr/bin:/bin")] : [new("PATH", "/usr/bin:/bin"), new(Mark, owner)];

    /// <summary>The owner whose mark a process bears; null for none.</summary>
    internal static string? OwnerOf(int pid)
    {
        try
        {
            var variables = OrdinaryFile.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/environ", Encoding.Latin1);
            return variables
                .Split('\0')
                .FirstOrDefault(variable => variable.StartsWith($"{Mark}=", StringComparison.Ordinal))
                ?[(Mark.Length + 1)..];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Kills each process of the list, and its process group, that still is the one it was: process id and start time must match.
    /// </summary>
    /// <returns>Those that were killed.</returns>
    public static IReadOnlyList<ProcessIdentity> Kill(IEnumerable<ProcessIdentity> processes)
    {
        var killed = new List<ProcessIdentity>();
        foreach (var process in processes.Distinct().Where(process => process.Pid > 1 && process.Pid != Environment.ProcessId))
        {
            var pidfd = Libc.OpenProcess(process.Pid);
            try
            {
                if (ProcessTree.Identify(process.Pid) != process)
                {
                    continue;
                }

                var session = ProcessTree.Stat(process.Pid)?.Session;
                End(process.Pid, pidfd, leadsSession: session == process.Pid);
                killed.Add(process);
            }
            finally
            {
                if (pidfd >= 0)
                {
                    _ = Libc.Close(pidfd);
                }
            }
        }

        return killed;
    }

    private static void End(int pid, int pidfd, bool leadsSession)
    {
        if (leadsSession)
        {
            _ = Libc.Signal(-pid, Libc.Kill);
        }

        if (pidfd >= 0)
        {
            Libc.KillProcess(pidfd);
        }
        else
        {
            _ = Libc.Signal(pid, Libc.Kill);
        }
    }
}
