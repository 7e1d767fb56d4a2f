using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>The steps of a proof, once each: a resumed run takes what is recorded.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="announce">Told what happens, for display only.</param>
/// <param name="clock">The clock.</param>
/// <param name="workspace">Where gates run.</param>
/// <param name="access">Held by whoever uses it.</param>
/// <param name="known">What was noticed of changes before.</param>
internal sealed class ProofSteps(
    RunFacts facts,
    Recorder recorder,
    Repository repository,
    Action<LoopActivity> announce,
    TimeProvider clock,
    GateWorkspace workspace,
    SemaphoreSlim access,
    KnownUnits known
)
{
    /// <summary>Measures what the tests of a change are worth.</summary>
    /// <param name="proven">What is proven.</param>
    /// <param name="key">The key of the look.</param>
    /// <param name="results">The gates on its tree.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ProofFinished> ProveAsync(
        ProvenChange proven,
        string key,
        IReadOnlyList<GateResult> results,
        CancellationToken cancellationToken
    ) =>
        OnceAsync(
            proven.Task,
            $"{key}/proof",
            async step => new ProofFinished(
                step,
                "proof",
                proven.Subject is null ? null : await MeasureAsync(proven, step, results, cancellationToken).ConfigureAwait(false)
            ),
            cancellationToken
        );

    /// <summary>Runs the base's tests, as they were, on the task's code.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="task">The task's id.</param>
    /// <param name="key">The key of the look.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ExpectationsMeasured> ExpectAsync(EarlierQuestion question, string task, string key, CancellationToken cancellationToken) =>
        OnceAsync(
            task,
            $"{key}/earlier",
            async step =>
            {
                var result = await question.AskAsync(workspace, cancellationToken).ConfigureAwait(false);
                return new ExpectationsMeasured(step, ExpectationsMeasured.Name, result.Expectations)
                {
                    Fault = result.Fault is { } fault ? recorder.Mask.Mask(fault) : null,
                    Missing = [.. result.Missing.Select(recorder.Mask.Mask)],
                };
            },
            cancellationToken
        );

    private Task<T> OnceAsync<T>(string task, string step, Func<string, Task<T>> make, CancellationToken cancellationToken)
        where T : class, IStep =>
        recorder.Steps.OnceAsync(
            task,
            step,
            async () =>
            {
                await access.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    return await make(step).ConfigureAwait(false);
                }
                finally
                {
                    access.Release();
                }
            }
        );

    private async Task<ProofVerdict> MeasureAsync(
        ProvenChange proven,
        string key,
        IReadOnlyList<GateResult> results,
        CancellationToken cancellationToken
    )
    {
        var decided = results
            .Where(result => !result.DecidesNothing)
            .Select(result => facts.Gates.FirstOrDefault(gate => gate.Name == result.Name))
            .OfType<GateSetting>()
            .ToList();
        var counting = decided.Where(gate => results.Any(result => result.Name == gate.Name && result.Tests is not null)).ToList();
        var (tree, head) = (proven.Trees.TaskTree, proven.Trees.BaseCommit);
        var coverage = await workspace.CoverageAsync(decided, tree, head, cancellationToken).ConfigureAwait(false);
        return await workspace
            .ProveAsync(
                proven.Trees,
                proven.Subject! with
                {
                    IsUncovered = UncoveredChange.Is(proven.Files, coverage),
                    Named = new NamedProduct(repository.Git, proven.Trees.TaskTree, workspace.World).OfAsync,
                },
                counting,
                clock,
                new RecordedMeasurement(recorder, announce, proven.Task, key, known.For(proven.Subject!)),
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
