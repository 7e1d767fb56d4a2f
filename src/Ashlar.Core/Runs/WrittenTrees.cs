using System.Collections.Concurrent;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>The trees that a run wrote of its worktrees, by task: those of this execution, and those that its journal names.</summary>
public sealed class WrittenTrees
{
    private readonly ConcurrentDictionary<(string Task, string Tree), bool> written = new();

    /// <summary>Notes a tree.</summary>
    public void Add(string task, string tree) => written.TryAdd((task, tree), true);

    /// <summary>Removes the objects of ended tasks that hold a secret; without secrets there is nothing to do.</summary>
    /// <param name="world">What the run shares.</param>
    /// <param name="ended">The tasks that need their trees no longer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task ForgetSecretsAsync(RunWorld world, IReadOnlySet<string> ended, CancellationToken cancellationToken)
    {
        if (world.Mask.IsEmpty)
        {
            return;
        }

        var recorded = world
            .Steps.Journal.Past.Where(entry => entry.Task is { } task && ended.Contains(task))
            .Select(entry => entry.Text("tree"))
            .OfType<string>();
        var own = written.Keys.Where(one => ended.Contains(one.Task)).Select(one => one.Tree);
        await new SecretObjects(world.Repository.Git, world.TreeSecrets)
            .RemoveAsync(world.Started.Base, own.Concat(recorded), cancellationToken)
            .ConfigureAwait(false);
    }
}
