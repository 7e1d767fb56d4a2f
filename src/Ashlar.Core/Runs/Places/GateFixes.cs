using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>
/// Runs the <c>fix</c> commands of configured gates over the files that the task changed and may change, before the gates look at them. What they change
/// is Ashlar's, and is recorded as that.
/// </summary>
internal sealed class GateFixes(RunWorld world, string task, TaskEnvironment environment, Workspace workspace, Worktree worktree)
{
    /// <summary>Fixes the present files of a task.</summary>
    /// <param name="site">The task's place.</param>
    /// <param name="key">What the keys of the steps begin with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(TaskSite site, string key, CancellationToken cancellationToken)
    {
        foreach (var gate in (world.Configuration.Gates ?? []).Where(gate => gate is { Fix: not null, Each: not GateRhythm.Run }))
        {
            var step = $"{key}/fix/{gate.Name}";
            if (world.Steps.PastEntry<EffectFinished>(task, step) is not null)
            {
                continue;
            }

            var before = await TreeAsync(site, cancellationToken).ConfigureAwait(false);
            var files = await FilesAsync(site, gate, before, cancellationToken).ConfigureAwait(false);
            if (files.Count == 0)
            {
                continue;
            }

            var line = $"{gate.Fix} {string.Join(' ', files.Select(ShellWords.Quote))}";
            var exit = await environment.RunFixAsync(line, step, workspace, worktree, cancellationToken).ConfigureAwait(false);
            var after = await TreeAsync(site, cancellationToken).ConfigureAwait(false);
            var changed = await new TreeDiff(world.Repository.Git).FilesAsync(before, after, cancellationToken).ConfigureAwait(false);
            world.Steps.Record(task, new FixFinished(step, FixFinished.Name, gate.Fix!, exit, [.. changed.Select(file => file.Path)]));
        }
    }

    /// <summary>What fixes changed for a look, in words for the agent; empty when nothing.</summary>
    public static string Words(RunWorld world, string task, string key)
    {
        var fixes = (world.Configuration.Gates ?? [])
            .Select(gate => world.Steps.Past<FixFinished>(task, $"{key}/fix/{gate.Name}"))
            .OfType<FixFinished>()
            .Where(fix => fix.Files.Count > 0);
        return string.Concat(
            fixes.Select(fix =>
                $"Ashlar ran `{fix.Run}`, which changed {string.Join(", ", fix.Files)}. Read them again before you edit them.\n"
            )
        );
    }

    private async Task<string> TreeAsync(TaskSite site, CancellationToken cancellationToken) =>
        (await site.Index.WriteAsync(site.Base, world.OwnPaths, cancellationToken).ConfigureAwait(false)).Tree;

    private async Task<IReadOnlyList<string>> FilesAsync(TaskSite site, GateSetting gate, string tree, CancellationToken cancellationToken)
    {
        var files = await new TreeDiff(world.Repository.Git).FilesAsync(site.Base, tree, cancellationToken).ConfigureAwait(false);
        return
        [
            .. files
                .Where(file => file.Kind != ChangeKind.Deleted && file.NewMode != "120000")
                .Where(file => site.Scope.DecideWrite(file.Path, file.Kind != ChangeKind.Created).Allowed && Takes(gate, file.Path))
                .Select(file => file.Path),
        ];
    }

    /// <summary>Whether the tool takes such a file: by the gate's <c>when</c>, and by what is known of the tool.</summary>
    private static bool Takes(GateSetting gate, string path)
    {
        var extension = Path.GetExtension(path);
        return (gate.When.Count == 0 || gate.When.Any(pattern => new Glob(pattern).Matches(path)))
            && (
                StackCatalog.Of(GateCommand.Parse(gate.Fix!).Tool) is not { } stack
                || stack.Sources.Contains(extension, StringComparer.Ordinal)
            );
    }
}
