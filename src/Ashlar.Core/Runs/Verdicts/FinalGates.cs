using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>The gates at the end of a run, on its final commit.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="known">The gates on the run base.</param>
/// <param name="steps">Runs gates, once each.</param>
/// <param name="answers">What people answered about gates that could not work.</param>
internal sealed class FinalGates(RunFacts facts, RunBaseline known, GateSteps steps, GateAnswers answers)
{
    private static readonly Dictionary<string, byte[]?> NoFiles = [];

    /// <summary>Runs gates once more on a commit.</summary>
    public async Task<IReadOnlyList<GateResult>> AgainAsync(
        IReadOnlyList<GateSetting> gates,
        string key,
        string commit,
        CancellationToken cancellationToken
    ) =>
        await steps
            .RunAsync(
                gates,
                null,
                key,
                commit,
                await known.ResultsAsync().ConfigureAwait(false),
                answers.Rules(facts.Configuration, _ => false),
                NoFiles,
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>Runs all test gates on a commit.</summary>
    public async Task<TestRun?> TestsAsync(string key, string commit, CancellationToken cancellationToken)
    {
        var before = await known.ResultsAsync().ConfigureAwait(false);
        var names = before
            .Results.Where(result => result.Tests is not null)
            .Select(result => result.Name)
            .ToHashSet(StringComparer.Ordinal);
        var gates = facts.Gates.Where(gate => gate.Each != GateRhythm.Run && names.Contains(gate.Name)).ToList();
        return GateRunner.Tests(await AgainAsync(gates, key, commit, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Runs the gates that run once, on the final commit; the problem when one is red.</summary>
    public async Task<Problem?> RunAsync(string head, CancellationToken cancellationToken)
    {
        var gates = facts.Gates.Where(gate => gate.Each == GateRhythm.Run).ToList();
        if (gates.Count == 0)
        {
            return null;
        }

        var before = await known.ResultsAsync().ConfigureAwait(false);
        var results = await steps
            .RunAsync(
                gates,
                null,
                $"final/{head[..12]}",
                head,
                before,
                answers.Rules(facts.Configuration, _ => false),
                NoFiles,
                cancellationToken
            )
            .ConfigureAwait(false);
        var red = results.FirstOrDefault(result => result.Status is GateStatus.Red or GateStatus.Env);
        return red is null
            ? null
            : new Problem("gate.final-red", $"the gate {red.Name} is red on the final commit: {GateFindingsText.Outcome(red)}")
            {
                Observed = red.New.Count > 0 ? red.New[0].Message : red.Fault,
                Remedy = $"Fix it on the branch {facts.Started.Branch}; ticks and commits stay",
            };
    }
}
