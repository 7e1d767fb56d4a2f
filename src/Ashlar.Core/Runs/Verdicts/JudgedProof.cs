using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>What the tests of a green change are worth: measured, and held against what is required.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="runner">Where gates run.</param>
/// <param name="site">Where the task is done.</param>
internal sealed class JudgedProof(RunFacts facts, Repository repository, GateRunner runner, TaskSite site)
{
    /// <summary>Adds to a green verdict how far its tests prove it.</summary>
    public async Task<Verdict> OfAsync(Verdict verdict, TaskExamination examination, string key, CancellationToken cancellationToken)
    {
        var run = GateRunner.Tests(verdict.Results);
        var turned = runner.Red.TurnedGreen(run);
        if (verdict.Red.Count > 0)
        {
            return Required(verdict with { Proof = "red-by-intent" });
        }

        var proven = await new ProofQuestion(facts, repository, runner, site)
            .AskAsync(verdict, examination, RedTests.IdsOf(turned, run), cancellationToken)
            .ConfigureAwait(false);
        var finished = await runner.ProveAsync(proven, key, verdict.Results, cancellationToken).ConfigureAwait(false);
        verdict = verdict with { TurnedGreen = turned };
        if (finished.Verdict is not { } proof)
        {
            return verdict with { ProvingTests = [.. RedTests.IdsOf(turned, run)] };
        }

        var needing = proof.Tests.Where(test => test.NeedsWork).Select(test => test.Id).ToList();
        return Required(
            verdict with
            {
                Others = [.. verdict.Others, .. proof.Findings.Select(finding => finding with { Version = verdict.Tree })],
                Proof = Word(proof.Level),
                ProvingTests = [.. needing.Concat(proof.Units.Select(unit => unit.Test).OfType<string>()).Distinct(StringComparer.Ordinal)],
                Measured = proof,
                NewTests = new NewTests(
                    proof.Tests.Count,
                    needing.Count,
                    [.. proof.Tests.Where(test => test.Without == WithoutWork.Passes).Select(test => test.Id)]
                ),
            }
        );
    }

    /// <summary>A proof of a task that is weaker than what is required is a finding.</summary>
    private Verdict Required(Verdict verdict)
    {
        if (
            !site.Part.IsLast
            || facts.RequiredProof is not { } required
            || ProofLevelText.Strength(verdict.Proof) >= ProofLevelText.Strength(required)
        )
        {
            return verdict;
        }

        var message = $"The change is proven only as {verdict.Proof}; {required} is required: add a test that fails without the change.";
        return verdict with { Others = [.. verdict.Others, new Finding("proof", message) { Rule = "proof" }] };
    }

    private static string Word(TestProof proof) =>
        proof switch
        {
            TestProof.RedGreen => "red-green",
            TestProof.NoCode => "no-code",
            TestProof.Unnoticed => "unnoticed",
            TestProof.NotExamined => "not-examined",
            _ => "regression-only",
        };
}
