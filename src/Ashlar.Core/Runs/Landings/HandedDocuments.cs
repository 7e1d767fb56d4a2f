using System.Collections.Concurrent;
using System.Text;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Landings;

/// <summary>
/// Commits the documents that people hand over with their answers, each answer's once and as a commit of its own: they are the person's
/// change, and what the task's change is measured against from then on.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="committer">The repository, and who commits there.</param>
/// <param name="weakSandbox">The level of containment when it is weaker than the sandbox; else null.</param>
internal sealed class HandedDocuments(RunFacts facts, Recorder recorder, Committer committer, string? weakSandbox)
{
    private readonly ConcurrentDictionary<(string Task, string Key), bool> done = new();

    /// <summary>The documents of answers to a task's questions that are asked by none of an attempt's steps, and are not committed yet.</summary>
    /// <param name="task">The task.</param>
    /// <param name="prefix">What the keys of the attempt's steps begin with.</param>
    public IReadOnlyList<EscalationAnswered> Left(string task, string prefix)
    {
        var own = recorder.Steps.PastOf(task).ToList();
        var others = own.Select(entry => entry.As(RunJson.Default.EscalationRaised))
            .OfType<EscalationRaised>()
            .Where(question => !question.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(question => question.Id)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. own.Select(entry => entry.As(RunJson.Default.EscalationAnswered))
                .OfType<EscalationAnswered>()
                .Where(answer => answer.With.Count > 0 && others.Contains(answer.Id) && !IsDone(task, Key(answer))),
        ];
    }

    /// <summary>Puts the documents on the branch, as far as they are not there; their content by path, as it was committed.</summary>
    /// <exception cref="ProblemException">They cannot land; exit status 1.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]?>> CommitAsync(
        BranchLease lease,
        string task,
        IReadOnlyList<EscalationAnswered> answers,
        CancellationToken cancellationToken
    )
    {
        var all = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var files = await FilesAsync(lease.Head, answer, cancellationToken).ConfigureAwait(false);
            foreach (var (path, content) in files)
            {
                all[path] = content;
            }

            if (!IsDone(task, Key(answer)) && lease.Made(task, Key(answer)) is null)
            {
                await CommitAsync(lease, task, answer, files, cancellationToken).ConfigureAwait(false);
            }

            done[(task, Key(answer))] = true;
        }

        return all;
    }

    private async Task CommitAsync(
        BranchLease lease,
        string task,
        EscalationAnswered answer,
        Dictionary<string, byte[]?> files,
        CancellationToken cancellationToken
    )
    {
        var place = Path.Combine(Directory.CreateDirectory(recorder.Folder.ScratchPath).FullName, "handed-index");
        var index = new WorkTreeIndex(committer.Repository.Checkout, place);
        var tree = await index.ReplaceAsync(lease.Head, files, cancellationToken, asWritten: true).ConfigureAwait(false);
        var there = await CommitTree.OfAsync(committer.Git, lease.Head, cancellationToken).ConfigureAwait(false);
        if (string.Equals(tree, there, StringComparison.Ordinal))
        {
            recorder.Steps.Record(task, new EffectFinished(Key(answer), EffectFinished.Documents, "the branch has them"));
            return;
        }

        var paths = answer.With.Select(document => document.Path).ToList();
        var message = CommitText.Of(
            recorder.Folder.Id,
            "spec",
            recorder.Masked(paths.Count == 1 ? $"Take over {paths[0]}" : $"Take over {paths.Count} documents"),
            recorder.Masked(
                paths.Count == 1
                    ? $"Handed over with the answer to {answer.Id}."
                    : $"Handed over with the answer to {answer.Id}: {string.Join(", ", paths)}."
            ),
            proof: null,
            facts.Work.Ticket,
            [],
            weakSandbox
        );
        var request = new LandingRequest(task, Key(answer), tree, message, null, index);
        _ = await lease.CommitAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Content by path; where a secret was masked that the file on the branch holds, it is put back.</summary>
    private async Task<Dictionary<string, byte[]?>> FilesAsync(string head, EscalationAnswered answer, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var document in answer.With)
        {
            var content = recorder.Folder.Artifacts.Get(document.Content);
            if (content.AsSpan().IndexOf("[secret "u8) >= 0)
            {
                var before = await new TreeDiff(committer.Git).ContentAsync(head, document.Path, cancellationToken).ConfigureAwait(false);
                content = Encoding.UTF8.GetBytes(
                    recorder.Mask.Reveal(Encoding.UTF8.GetString(content), Encoding.UTF8.GetString(before ?? []))
                );
            }

            files[document.Path] = content;
        }

        return files;
    }

    private bool IsDone(string task, string key) =>
        done.ContainsKey((task, key))
        || recorder.Steps.PastEntry<CommitCreated>(task, key) is not null
        || recorder.Steps.PastEntry<EffectFinished>(task, key) is not null;

    private static string Key(EscalationAnswered answer) => $"answer/{answer.Id}";
}
