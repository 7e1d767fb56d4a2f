using System.Collections.Concurrent;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>The trees that a run wrote of its worktrees, by task: those of this execution, and those that its journal names.</summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="committer">The repository, and what must not be kept there.</param>
/// <param name="runBase">The commit that the run began from.</param>
internal sealed class WrittenTrees(Recorder recorder, Committer committer, string runBase)
{
    private readonly ConcurrentDictionary<(string Task, string Tree), bool> written = new();

    /// <summary>Notes a tree.</summary>
    public void Add(string task, string tree) => written.TryAdd((task, tree), true);

    /// <summary>The refs that hold what was judged of a run's open tasks.</summary>
    private static string Refs(string run) => $"{KeptWork.Refs(run)}/@judged";

    /// <summary>
    /// Holds a judged tree for as long as its task is open: a resumed run reads it again, and git prunes what no ref names. A tree with a secret
    /// is not held, so that no pack keeps it.
    /// </summary>
    public async Task HoldAsync(string task, string taskBase, string tree, CancellationToken cancellationToken)
    {
        var git = committer.Git;
        if (
            !recorder.Mask.IsEmpty
            && (await committer.Secrets.FindAsync(taskBase, tree, cancellationToken).ConfigureAwait(false)).Count > 0
        )
        {
            return;
        }

        var name = $"{Refs(recorder.Folder.Id)}/{RunFolder.FileName(task)}/{tree}";
        _ = await git.RunAsync(["update-ref", name, tree], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases what is held for tasks of a run; all that is held of it where none is named.</summary>
    internal static async Task ReleaseAsync(Git git, string run, IReadOnlySet<string>? tasks, CancellationToken cancellationToken)
    {
        var places = tasks?.Select(task => $"{Refs(run)}/{RunFolder.FileName(task)}/").ToList() ?? [$"{Refs(run)}/", KeptWork.HeadRef(run)];
        if (places.Count == 0)
        {
            return;
        }

        var held = await git.LinesAsync(["for-each-ref", "--format=delete %(refname)", .. places], cancellationToken).ConfigureAwait(false);
        if (held.Count > 0)
        {
            var input = GitInput.Text(string.Concat(held.Select(line => line + "\n")));
            _ = await git.RunAsync(["update-ref", "--stdin"], cancellationToken, input).ConfigureAwait(false);
        }
    }

    /// <summary>Releases the trees of ended tasks, and removes the objects among them that hold a secret.</summary>
    /// <param name="ended">The tasks that need their trees no longer.</param>
    /// <param name="isDone">Whether nothing of the run is needed any longer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ForgetAsync(IReadOnlySet<string> ended, bool isDone, CancellationToken cancellationToken)
    {
        await ReleaseAsync(committer.Git, recorder.Folder.Id, isDone ? null : ended, cancellationToken).ConfigureAwait(false);
        if (recorder.Mask.IsEmpty)
        {
            return;
        }

        var recorded = ended.SelectMany(recorder.Steps.PastOf).Select(entry => entry.Text("tree")).OfType<string>();
        var own = written.Keys.Where(one => ended.Contains(one.Task)).Select(one => one.Tree);
        await new SecretObjects(committer.Git, committer.Secrets)
            .RemoveAsync(runBase, own.Concat(recorded), cancellationToken)
            .ConfigureAwait(false);
    }
}
