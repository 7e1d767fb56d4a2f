using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Handoffs;

/// <summary>
/// The end of a run whose tasks are all done: push, pull request, the next task. Only what the operator allowed leaves the machine;
/// what was done is recorded and not done again.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="sections">The sections that a pull request is to have.</param>
/// <param name="programs">Runs programs of the host.</param>
internal sealed class Handoff(
    RunFacts facts,
    Recorder recorder,
    Repository repository,
    IReadOnlyList<string> sections,
    OperatorProgram programs
)
{
    private readonly Push push = new(facts, recorder, repository, programs);

    /// <summary>Hands the branch over; what hinders it, or null. The work is done either way.</summary>
    public async Task<Problem?> RunAsync(string head, CancellationToken cancellationToken)
    {
        if (facts.MayPush && await PushAsync(head, cancellationToken).ConfigureAwait(false) is { } hindrance)
        {
            return hindrance;
        }

        return facts.WantsPullRequest ? await OpenAsync(head, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Pushes a commit where the run may push and it is not there yet; what hinders it, or null.</summary>
    public async Task<Problem?> PushAsync(string commit, CancellationToken cancellationToken)
    {
        var key = $"push/{commit}";
        if (!facts.MayPush || recorder.Steps.PastEntry<EffectFinished>(null, key) is not null)
        {
            return null;
        }

        var problem = await push.RunAsync(commit, cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            recorder.Steps.Record(null, new EffectFinished(key, EffectFinished.Push, $"pushed {commit[..12]} to {push.Target}"));
        }

        return problem;
    }

    /// <summary>The task of the list that could be done next, as <c>ID — TITLE</c>; null when none is left or there is no list.</summary>
    public async Task<string?> NextAsync(string head, CancellationToken cancellationToken)
    {
        if (facts.Work.ListPath is not { } path)
        {
            return null;
        }

        var content = await new TreeDiff(repository.Git).ContentAsync(head, path, cancellationToken).ConfigureAwait(false);
        var next = content is null ? null : First(TaskListReader.Read(path, content).List);
        return next is null ? null : recorder.Masked($"{next.Id} — {next.Title}").Text;
    }

    private static TaskItem? First(TaskList? list) =>
        list is { Ready: [var ready, ..] }
            ? list.Tasks.FirstOrDefault(task => string.Equals(task.Id, ready, StringComparison.Ordinal))
            : null;

    private async Task<Problem?> OpenAsync(string head, CancellationToken cancellationToken)
    {
        var key = $"pull-request/{head}";
        if (recorder.Steps.PastEntry<EffectFinished>(null, key) is not null)
        {
            return null;
        }

        var next = await NextAsync(head, cancellationToken).ConfigureAwait(false);
        var request = new PullRequest(facts, recorder, repository, sections, programs);
        var file = await request.WriteAsync(next, cancellationToken).ConfigureAwait(false);
        var (outcome, problem) = facts.MayPush
            ? await request.OpenAsync(file, cancellationToken).ConfigureAwait(false)
            : ($"the branch was not pushed; text for a pull request: {file}", null);
        if (problem is null)
        {
            recorder.Steps.Record(null, new EffectFinished(key, EffectFinished.PullRequest, outcome));
        }

        return problem;
    }
}
