using Ashlar.Core.Models;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>Finishes a call that was started and not finished when the process ended.</summary>
public static class ToolRecovery
{
    /// <summary>
    /// A call that only looks is run again; one that changes files is taken back to the snapshot recorded before it and run again;
    /// one that reaches outside is not repeated: its answer says that its outcome is unknown and what changed in the worktree.
    /// </summary>
    /// <param name="toolbox">The task's tools.</param>
    /// <param name="call">The call.</param>
    /// <param name="snapshot">What <see cref="Toolbox.SnapshotBefore"/> gave before it; null when it gave nothing.</param>
    /// <param name="context">The task's context; its processes from before are gone.</param>
    /// <param name="cancellationToken">Ends the repeated call.</param>
    public static async Task<MaskedAnswer> FinishAsync(
        Toolbox toolbox,
        ToolCall call,
        string? snapshot,
        ToolContext context,
        CancellationToken cancellationToken
    )
    {
        var before = snapshot is null ? null : Snapshot.FromText(context.Artifacts.GetText(snapshot));
        if (toolbox.RepetitionOf(call, context) == Repetition.Effectful)
        {
            return MaskedAnswer.Of(context.Mask, Unknown(before, context));
        }

        if (before is not null && context.Tree is { } tree)
        {
            var trouble = tree.Restore(before);
            if (trouble.Count > 0)
            {
                return MaskedAnswer.Of(
                    context.Mask,
                    ToolAnswer.Failed(
                        $"{call.Name} was cut off, and its files could not all be put back: {string.Join(" ", trouble)} Look at them before you continue."
                    )
                );
            }

            _ = toolbox.SnapshotBefore(call, context);
        }

        return await toolbox.CallAsync(call, context, cancellationToken).ConfigureAwait(false);
    }

    private static ToolAnswer Unknown(Snapshot? before, ToolContext context)
    {
        var changed = "";
        IReadOnlyList<ToolEffect> effects = [];
        if (before is { Partial: false } && context.Tree is { } tree)
        {
            var verdict = context.Guard(tree).Check(before);
            var paths = verdict.Kept.Select(change => change.Path).ToList();
            changed = paths.Count == 0 ? " No file changed." : $" Changed files: {string.Join(", ", paths)}.";
            effects = paths.Count == 0 ? [] : [new FilesChanged(paths)];
        }

        return new ToolAnswer(
            [
                new RawText(
                    $"Ashlar was interrupted during this call; its outcome is unknown. It reaches outside, so it was not run again.{changed} Look how far it came before you continue."
                ),
            ],
            IsError: true
        )
        {
            Effects = effects,
        };
    }
}
