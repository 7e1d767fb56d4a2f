using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>The gates on a tree, once each: a resumed run takes what is recorded.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="announce">Told what happens, for display only.</param>
/// <param name="workspace">The checkout and what gates get.</param>
/// <param name="access">Held by whoever uses it.</param>
internal sealed class GateSteps(
    RunFacts facts,
    Recorder recorder,
    Action<LoopActivity> announce,
    GateWorkspace workspace,
    SemaphoreSlim access
)
{
    /// <summary>Runs gates on a tree and sets apart what was wrong on the run base.</summary>
    /// <param name="gates">The gates.</param>
    /// <param name="task">The task, or null for the run.</param>
    /// <param name="key">The key of the look.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="known">The gates on the run base.</param>
    /// <param name="rules">What counts as known and as owed.</param>
    /// <param name="fromBase">What judges and comes from the base.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<GateResult>> RunAsync(
        IReadOnlyList<GateSetting> gates,
        string? task,
        string key,
        string tree,
        Baseline known,
        KnownRules rules,
        IReadOnlyDictionary<string, byte[]?> fromBase,
        CancellationToken cancellationToken
    )
    {
        await access.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var filled = false;
            var results = new List<GateResult>();
            foreach (var gate in gates)
            {
                var step = $"{key}/gate/{gate.Name}";
                if (recorder.Steps.Past<GateFinished>(task, step) is { } before && before.Result.Status != GateStatus.Env)
                {
                    results.Add(before.Result);
                    continue;
                }

                if (!filled)
                {
                    await workspace.FillAsync(tree, facts.Started.Base, cancellationToken).ConfigureAwait(false);
                    workspace.Lay(fromBase);
                    filled = true;
                }

                announce(new LoopActivity(task ?? "", 0, recorder.Masked($"gate {gate.Name}")));
                var result = HiddenFiles.Judged(
                    known.Compare(await workspace.Gate.RunAsync(gate, cancellationToken).ConfigureAwait(false), rules),
                    known.Results.FirstOrDefault(before => before.Name == gate.Name),
                    workspace.Hides
                );
                results.Add(recorder.Steps.Keep(task, new GateFinished(step, tree, result)).Result);
            }

            return results;
        }
        finally
        {
            access.Release();
        }
    }
}
