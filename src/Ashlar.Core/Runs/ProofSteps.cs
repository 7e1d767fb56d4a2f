using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Runs;

/// <summary>The steps of a proof, once each: a resumed run takes what is recorded.</summary>
/// <param name="world">What the run shares.</param>
/// <param name="stage">Where gates run.</param>
/// <param name="turn">Whose turn it is there.</param>
internal sealed class ProofSteps(RunWorld world, GateStage stage, SemaphoreSlim turn)
{
    /// <summary>Measures what the tests of a change are worth, and runs those that it touched as they were.</summary>
    /// <param name="examination">The change since the base of the part that is judged.</param>
    /// <param name="proven">What is proven.</param>
    /// <param name="since">The base of the part that is judged.</param>
    /// <param name="before">The tests that ran there, or null.</param>
    /// <param name="key">The key of the look.</param>
    /// <param name="results">The gates on its tree.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProofFinished> ProveAsync(
        TaskExamination examination,
        ProvenChange proven,
        string since,
        TestRun? before,
        string key,
        IReadOnlyList<GateResult> results,
        CancellationToken cancellationToken
    )
    {
        return await world
            .Steps.OnceAsync(
                "effect.finished",
                proven.Task,
                $"{key}/proof",
                async () =>
                {
                    await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
                    try
                    {
                        var earlier = await stage
                            .EarlierAsync(examination, since, before, results, world.Gates, cancellationToken)
                            .ConfigureAwait(false);
                        var verdict = proven.Subject is null
                            ? null
                            : await MeasureAsync(proven, $"{key}/proof", results, cancellationToken).ConfigureAwait(false);
                        return new ProofFinished($"{key}/proof", "proof", verdict) { Earlier = earlier };
                    }
                    finally
                    {
                        turn.Release();
                    }
                }
            )
            .ConfigureAwait(false);
    }

    private async Task<ProofVerdict> MeasureAsync(
        ProvenChange proven,
        string key,
        IReadOnlyList<GateResult> results,
        CancellationToken cancellationToken
    )
    {
        var decided = results
            .Where(result => !result.DecidesNothing)
            .Select(result => world.Gates.FirstOrDefault(gate => gate.Name == result.Name))
            .OfType<GateSetting>()
            .ToList();
        var counting = decided.Where(gate => results.Any(result => result.Name == gate.Name && result.Tests is not null)).ToList();
        return await stage
            .ProveAsync(
                proven.Trees,
                proven.Subject! with
                {
                    IsUncovered = UncoveredChange.Is(proven.Files, stage.Coverage(decided)),
                },
                counting,
                world.Clock,
                new RecordedMeasurement(world, proven.Task, key),
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
