using Ashlar.Core.Journal;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>
/// Runs the <c>fix</c> commands of configured gates over the files that the task changed and may change, before the gates look at them. What they change
/// is Ashlar's, and is recorded as that.
/// </summary>
internal sealed class GateFixes(Configuration configuration, StepLog steps, TaskCommands commands, TaskWorktree worktree, string task)
{
    /// <summary>Fixes the present files of a task.</summary>
    /// <param name="scope">Which files may be written.</param>
    /// <param name="key">What the keys of the steps begin with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Scope scope, string key, CancellationToken cancellationToken)
    {
        foreach (var gate in (configuration.Gates ?? []).Where(gate => gate is { Fix: not null, Each: not GateRhythm.Run }))
        {
            var step = $"{key}/fix/{gate.Name}";
            if (steps.PastEntry<EffectFinished>(task, step) is not null)
            {
                continue;
            }

            var before = await TreeAsync(cancellationToken).ConfigureAwait(false);
            var files = await FilesAsync(scope, gate, before, cancellationToken).ConfigureAwait(false);
            if (files.Count == 0)
            {
                continue;
            }

            var line = $"{gate.Fix} {string.Join(' ', files.Select(ShellWords.Quote))}";
            var exit = await commands.FixAsync(line, step, worktree.Workspace, worktree.Files, cancellationToken).ConfigureAwait(false);
            var after = await TreeAsync(cancellationToken).ConfigureAwait(false);
            var changed = await worktree.Diff.FilesAsync(before, after, cancellationToken).ConfigureAwait(false);
            steps.Record(task, new FixFinished(step, FixFinished.Name, gate.Fix!, exit, [.. changed.Select(file => file.Path)]));
        }
    }

    /// <summary>What fixes changed for a look, in words for the agent; empty when nothing.</summary>
    public static string Words(Configuration configuration, StepLog steps, string task, string key)
    {
        var fixes = (configuration.Gates ?? [])
            .Select(gate => steps.Past<FixFinished>(task, $"{key}/fix/{gate.Name}"))
            .OfType<FixFinished>()
            .Where(fix => fix.Files.Count > 0);
        return string.Concat(
            fixes.Select(fix =>
                $"Ashlar ran `{fix.Run}`, which changed {string.Join(", ", fix.Files)}. Read them again before you edit them.\n"
            )
        );
    }

    private async Task<string> TreeAsync(CancellationToken cancellationToken) =>
        (await worktree.StateAsync(cancellationToken).ConfigureAwait(false)).Tree;

    private async Task<IReadOnlyList<string>> FilesAsync(Scope scope, GateSetting gate, string tree, CancellationToken cancellationToken)
    {
        var files = await worktree.Diff.FilesAsync(worktree.Base, tree, cancellationToken).ConfigureAwait(false);
        return
        [
            .. files
                .Where(file => file.Kind != ChangeKind.Deleted && file.NewMode != "120000")
                .Where(file => scope.DecideWrite(file.Path, file.Kind != ChangeKind.Created).Allowed && Takes(gate, file.Path))
                .Select(file => file.Path),
        ];
    }

    /// <summary>Whether the tool takes such a file: by the gate's <c>when</c>, and by what is known of the tool.</summary>
    private static bool Takes(GateSetting gate, string path)
    {
        var extension = Path.GetExtension(path);
        return (gate.When.Count == 0 || gate.When.Any(pattern => new Glob(pattern).Matches(path)))
            && (
                StackCatalog.All.Of(StackCatalog.All.Parse(gate.Fix!).Tool) is not { } stack
                || stack.Sources.Contains(extension, StringComparer.Ordinal)
            );
    }
}
