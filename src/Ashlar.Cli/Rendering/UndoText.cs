using Ashlar.Cli.Terminal;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Rendering;

/// <summary>What undoing a run loses, for people and for scripts.</summary>
internal static class UndoText
{
    /// <summary>Shows it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="dropped">The commit that the branch is at and leaves; null where it stays or is gone.</param>
    /// <param name="before">The commit that the branch goes back to; null where it is dropped.</param>
    /// <param name="lost">The commits that nothing else holds: short hash and subject.</param>
    /// <param name="io">The command's console.</param>
    public static void Show(RunState run, string? dropped, string? before, IReadOnlyList<string> lost, CommandIo io)
    {
        var branch = run.Started!.Branch;
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("run", run.Run);
                json.WriteString("branch", branch);
                json.WriteString("head", run.Head);
                json.WriteString("back_to", before);
                json.WriteBoolean("ends", RunUndoing.Ends(run));
                json.WriteStartArray("lost");
                foreach (var commit in lost)
                {
                    json.WriteStringValue(commit);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return;
        }

        if (RunUndoing.Ends(run))
        {
            io.Line(
                $"Ends the run, which is {run.State}: nobody can resume it then, and `ashlar clean` removes its worktrees with unfinished work."
            );
        }

        if (dropped is null)
        {
            return;
        }

        io.Line(before is null ? $"Drops the branch {branch}." : $"Sets the branch {branch} back to {RunText.Short(before)}.");
        io.Line(lost.Count == 0 ? "No commit is lost." : "These commits are lost:");
        foreach (var commit in lost)
        {
            io.Line($"  {commit}");
        }
    }
}
