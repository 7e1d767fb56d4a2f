using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>Finds what a worktree held that somebody deleted while the run rested.</summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
internal sealed class WorktreeRecovery(Recorder recorder, Repository repository)
{
    /// <summary>The commit or tree that holds the attempt's work as the conversation knows it.</summary>
    /// <exception cref="ProblemException">No record holds it; exit status 1.</exception>
    public async Task<string> LastTreeAsync(string task, TaskStarted started, CancellationToken cancellationToken)
    {
        var own = recorder.Steps.PastOf(task).ToList();
        var begun = own.Last(entry => entry.Is<TaskStarted>()).Seq;
        var changed = own.Where(entry => entry.Seq > begun && entry.Is<ToolFinished>() && Changes(entry))
            .Select(entry => entry.Seq)
            .DefaultIfEmpty()
            .Max();
        if (changed == 0)
        {
            return started.Base;
        }

        var judged = own.LastOrDefault(entry => entry.Is<EffectFinished>() && entry.Text("tree") is not null);
        if (judged is not null && judged.Seq > changed)
        {
            return judged.Text("tree")!;
        }

        var kept =
            recorder.Steps.PastOf<RunFinished>().LastOrDefault()?.Seq > changed
                ? await KeptAsync(task, cancellationToken).ConfigureAwait(false)
                : null;
        return kept
            ?? throw new ProblemException(
                new Problem("worktree.gone", $"the worktree of task {task} was deleted, and its last changes were not kept anywhere else")
                {
                    Path = started.Worktree,
                    Remedy = $"Put it back, or start the task again with `ashlar resume {recorder.Folder.Id} --retry {task}`",
                },
                exitStatus: 1
            );
    }

    private static bool Changes(Entry entry) =>
        entry.Read(RunJson.Default.ToolFinished).Effects.Any(effect => effect is FilesChanged or FilesReverted);

    private async Task<string?> KeptAsync(string task, CancellationToken cancellationToken)
    {
        var refs = await repository
            .Git.LinesAsync(
                [
                    "for-each-ref",
                    "--sort=-version:refname",
                    "--format=%(objectname)",
                    $"{KeptWork.Refs(recorder.Folder.Id)}/{RunFolder.FileName(task)}/",
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        return refs.Count > 0 ? refs[0] : null;
    }
}
