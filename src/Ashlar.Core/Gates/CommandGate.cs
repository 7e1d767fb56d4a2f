using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates;

/// <summary>Runs one gate on a checkout and reads what it found.</summary>
/// <param name="world">Where it runs.</param>
public sealed class CommandGate(GateWorld world)
{
    /// <summary>
    /// Runs the gate. All that is wrong is <see cref="GateResult.New"/>; <see cref="Baseline.Compare"/> then sets apart what was
    /// wrong before. Failing tests make the whole command run once more: what then passes is flaky, neither failing nor proof.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task<GateResult> RunAsync(GateSetting gate, CancellationToken cancellationToken)
    {
        var first = await new GateAttempt(world).RunAsync(gate, focus: null, cancellationToken).ConfigureAwait(false);
        if (first.Fault is not null || first.Reading?.Tests is not { Failing: > 0 } || first.TimedOut)
        {
            return Result(gate, first, [], first.Duration);
        }

        var second = await new GateAttempt(world).RunAsync(gate, focus: null, cancellationToken).ConfigureAwait(false);
        var duration = first.Duration + second.Duration;
        if (second.Fault is not null || second.Reading?.Tests is null)
        {
            return Result(gate, second.Fault is null ? first : second, [], duration);
        }

        var flaky = FlakyTests.Between(first.Reading.Tests, second.Reading.Tests);
        return Result(
            gate,
            second with
            {
                Reading = second.Reading with { Tests = FlakyTests.AsPassed(second.Reading.Tests, flaky) },
            },
            flaky,
            duration
        );
    }

    private GateResult Result(GateSetting gate, GateAttemptOutcome attempt, IReadOnlyList<string> flaky, TimeSpan duration)
    {
        var result = new GateResult
        {
            Name = gate.Name,
            Run = gate.Run,
            Status = GateStatus.Env,
            ExitCode = attempt.ExitCode,
            Fault = attempt.Fault,
            Output = attempt.Output,
            Duration = duration,
            Tests = attempt.Reading?.Tests,
            Flaky = flaky,
            Examined = attempt.Watch?.Examination,
        };
        var sight = new GateSight(world.Mounts.Root);
        if (attempt.Fault is not null)
        {
            return result with { Inability = sight.Of(attempt, []) };
        }

        var findings = GateVerdict.Findings(gate, attempt, flaky.Count > 0, new CheckoutFiles(world.Mounts.Root, world.Mounts.ShownRoot));
        result = result with { Inability = sight.Of(attempt, findings), IsExitOnly = attempt.Plan?.Reader is ExitReader };
        return result with
        {
            Status = findings.Count == 0 ? GateStatus.Green : GateStatus.Red,
            New = findings,
            Absent = AbsentPackages.Of(
                findings
                    .Select(finding => finding.Message)
                    .Concat(attempt.Reading?.Tests?.Cases.Where(test => test.IsWholeFile).Select(test => test.Details ?? "") ?? []),
                new RepositoryFiles(world.Mounts.Root, StackCatalog.All)
            ),
        };
    }
}
