using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>The trees that a bench of gates fills its checkout with.</summary>
/// <param name="BaseCommit">The commit of the task base.</param>
/// <param name="TaskTree">The tree that is to be committed.</param>
/// <param name="FromBase">Files that judge, which come from the base whatever a tree says; content by path, null for none.</param>
public sealed record BenchTrees(string BaseCommit, string TaskTree, IReadOnlyDictionary<string, byte[]?> FromBase);

/// <summary>Runs the test gates of a run on trees, each time in a fresh place.</summary>
/// <param name="world">Where gates run; its root is the checkout's.</param>
/// <param name="checkout">The gates' checkout; it must be filled again before it judges anything else.</param>
/// <param name="trees">The trees.</param>
/// <param name="gates">The gates that count tests.</param>
/// <param name="clock">The time.</param>
public sealed class GateBench(
    GateWorld world,
    GateCheckout checkout,
    BenchTrees trees,
    IReadOnlyList<GateSetting> gates,
    TimeProvider clock
) : ITestBench
{
    /// <inheritdoc/>
    public async Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var side = tree.Side == TreeSide.Base ? trees.BaseCommit : trees.TaskTree;
        await checkout.FillAsync(side, trees.BaseCommit, cancellationToken).ConfigureAwait(false);
        checkout.Lay(tree.With(trees.FromBase).Files);
        var reported = new List<TestCase>();
        BenchRun? trouble = null;
        foreach (var gate in gates)
        {
            var left = timeout - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                trouble ??= Ended(BenchEnding.TimedOut, "the tests did not end in time");
                break;
            }

            var outcome = await new GateAttempt(world)
                .RunAsync(
                    gate with
                    {
                        Timeout = left < gate.Timeout ? left : gate.Timeout,
                    },
                    tests.IsAll || tests.Files.Count == 0 ? null : new GateFocus(tests.Files),
                    cancellationToken
                )
                .ConfigureAwait(false);
            trouble = Worse(trouble, Trouble(outcome));
            reported.AddRange(outcome.Reading?.Tests?.Cases ?? []);
        }

        var cases = BenchRun.Of(reported, TimeSpan.Zero).Tests;

        var run = cases.Values.Any(test => test.Status != BenchStatus.NotCollected)
            ? trouble is { Ending: BenchEnding.TimedOut or BenchEnding.Fault }
                ? trouble
                : Ended(BenchEnding.Ran, null)
            : trouble ?? Ended(BenchEnding.CollectionFailed, "no test was collected");
        return run with { Tests = cases, Duration = clock.GetElapsedTime(began) };
    }

    private static BenchRun? Trouble(GateAttemptOutcome outcome) =>
        outcome.Fault is { } fault ? Ended(BenchEnding.Fault, fault)
        : outcome.TimedOut ? Ended(BenchEnding.TimedOut, "the tests did not end in time")
        : outcome.Reading?.Tests is { Total: > 0 } ? null
        : Ended(BenchEnding.BuildFailed, FailureText.LastLine(outcome.Text) ?? "nothing was run");

    /// <summary>Of the trouble of several gates, the one that makes the least of a run.</summary>
    private static BenchRun? Worse(BenchRun? one, BenchRun? other) =>
        one is null || (other is not null && other.Ending > one.Ending) ? other ?? one : one;

    private static BenchRun Ended(BenchEnding ending, string? words) =>
        new(ending, new Dictionary<string, BenchTest>(StringComparer.Ordinal)) { Words = words };
}
