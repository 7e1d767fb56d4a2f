using System.Diagnostics;
using System.Text;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Isolation;

/// <summary>
/// A command that runs as an ordinary session: killed by process group, by session, by descent and by a marker in the environment that
/// daemons keep. A process that leaves all four is not found; only a sandbox finds it.
/// </summary>
internal sealed class HostProcessGroup(ProcessIdentity identity, string marker) : IProcessGroup
{
    private const int Rounds = 200;

    // Process numbers are given out in rising order and begin again rarely: what a short command started has a higher one.
    private static readonly TimeSpan NumbersGrow = TimeSpan.FromSeconds(5);
    private readonly Stopwatch begun = Stopwatch.StartNew();
    private readonly byte[] entry = Encoding.UTF8.GetBytes(marker);

    /// <inheritdoc/>
    public ProcessIdentity Identity => identity;

    /// <inheritdoc/>
    public void Kill()
    {
        foreach (var pid in Members())
        {
            _ = Libc.Signal(pid, Libc.Kill);
        }
    }

    /// <inheritdoc/>
    public void KillRest()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var rest = Members();
            if (rest.Count == 0)
            {
                return;
            }

            rest.ForEach(pid => _ = Libc.Signal(pid, Libc.Kill));
            Thread.Sleep(1);
        }
    }

    /// <inheritdoc/>
    public void Dispose() { }

    private List<int> Members()
    {
        var found = new List<int>();
        var children = new Dictionary<int, List<int>>();
        var first = ProcessTree.NewestNumber() >= identity.Pid && begun.Elapsed < NumbersGrow ? identity.Pid : 0;
        foreach (var pid in ProcessTree.All().Where(pid => pid >= first))
        {
            // What is older than the command is not one of its processes; this spares reading most environments.
            if (ProcessTree.Stat(pid) is not { State: not ('Z' or 'X') } stat || stat.StartTime < identity.StartTime)
            {
                continue;
            }

            (children.TryGetValue(stat.Parent, out var siblings) ? siblings : children[stat.Parent] = []).Add(pid);
            if (stat.Session == identity.Pid || ProcessTree.HasEnvironment(pid, entry))
            {
                found.Add(pid);
            }
        }

        var known = found.ToHashSet();
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(children.GetValueOrDefault(found[i], []).Where(known.Add));
        }

        return found;
    }
}
