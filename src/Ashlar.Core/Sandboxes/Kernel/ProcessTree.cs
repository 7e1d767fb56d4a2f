using System.Globalization;
using System.Text;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>What <c>/proc</c> says about processes. A process that ends meanwhile is left out.</summary>
internal static class ProcessTree
{
    /// <summary>The identity of a process, or null when there is none (a zombie counts as none).</summary>
    public static ProcessIdentity? Identify(int pid) =>
        Stat(pid) is { State: not ('Z' or 'X') } stat ? new ProcessIdentity(pid, stat.StartTime) : null;

    /// <summary>State, parent, session and start time (clock ticks since boot) of a process.</summary>
    public static ProcessStat? Stat(int pid)
    {
        try
        {
            var text = OrdinaryFile.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat", Encoding.Latin1);
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessStat(
                fields[0][0],
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                int.Parse(fields[3], CultureInfo.InvariantCulture),
                int.Parse(fields[17], CultureInfo.InvariantCulture),
                long.Parse(fields[19], CultureInfo.InvariantCulture)
            )
            {
                Name = text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..text.LastIndexOf(')')],
                Ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture),
            };
        }
        catch (Exception trouble)
            when (trouble is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>All processes that can be seen.</summary>
    public static IEnumerable<int> All()
    {
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(entry.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>The number that was given out last.</summary>
    public static int NewestNumber() =>
        int.Parse(OrdinaryFile.ReadAllText("/proc/loadavg").Split(' ')[^1].AsSpan().TrimEnd(), CultureInfo.InvariantCulture);

    /// <summary>Whether the process was started with an environment that holds this entry. False where it may not be read.</summary>
    public static bool HasEnvironment(int pid, ReadOnlySpan<byte> entry)
    {
        try
        {
            return OrdinaryFile.ReadAllBytes($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/environ").AsSpan().IndexOf(entry) >= 0;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The directory that a process works in; empty where it may not be read.</summary>
    public static string WorkingDirectory(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cwd").LinkTarget ?? "";
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The process and all its descendants that still hang together.</summary>
    public static List<int> Descendants(int pid)
    {
        var parents = All().Select(other => (Pid: other, Stat: Stat(other))).Where(pair => pair.Stat is not null).ToList();
        var found = new List<int> { pid };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(pair => pair.Stat!.Parent == found[i]).Select(pair => pair.Pid));
        }

        return found;
    }
}

/// <summary>A line of <c>/proc/PID/stat</c>.</summary>
/// <param name="State">One letter, <c>Z</c> for ended but not yet reaped.</param>
/// <param name="Parent">Process id of the parent.</param>
/// <param name="Session">Session id.</param>
/// <param name="Threads">Number of threads.</param>
/// <param name="StartTime">Clock ticks since boot.</param>
internal sealed record ProcessStat(char State, int Parent, int Session, int Threads, long StartTime)
{
    /// <summary>The program's name, cut to 15 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Clock ticks that it spent on a processor.</summary>
    public long Ticks { get; init; }
}
