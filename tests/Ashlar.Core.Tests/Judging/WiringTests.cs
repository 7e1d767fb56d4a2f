using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

/// <summary>A function whose wiring alone is noticed is not.</summary>
public sealed class WiringTests
{
    private const string Base = "ROUTES = {}\n";
    private const string Work = "def count(items):\n    return {\"count\": len(items)}\n\n\nROUTES = {\"count\": count}\n";

    [Theory]
    [InlineData(false, TestProof.Unnoticed)]
    [InlineData(true, TestProof.RedGreen)]
    public async Task A_function_has_to_be_noticed_itself(bool byValue, TestProof level)
    {
        var verdict = await new ProofJudge(new Bench(byValue), new HostPython(), TimeProvider.System).JudgeAsync(
            new ProofSubject
            {
                Trees = new TaskTrees([new ChangedContent("tests/test_app.py", FileRole.Test, null, "x"u8.ToArray())]),
                Product = [new ChangedFile("app.py", Base, Work)],
                Green = new TestRun([new TestCase("own", TestOutcome.Passed)]),
                IsOwn = _ => true,
            },
            default
        );

        Assert.Equal(level, verdict.Level);
        Assert.Equal(
            [("count", byValue ? VerdictKind.Noticed : VerdictKind.Unnoticed), ("line 5", VerdictKind.Noticed)],
            verdict.Units.Select(unit => (unit.Name, unit.Verdict)).OrderBy(unit => unit.Name)
        );
        Assert.Equal(byValue ? 0 : 1, verdict.Findings.Count(finding => finding.Rule == ProofText.Unnoticed));
    }

    /// <summary>One test: it looks for the route, and at what the function gives where it is told to.</summary>
    private sealed class Bench(bool byValue) : ITestBench
    {
        public Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken)
        {
            var text =
                tree.Files.TryGetValue("app.py", out var content) ? System.Text.Encoding.UTF8.GetString(content!)
                : tree.Side == TreeSide.Base ? Base
                : Work;
            var passes =
                text.Contains("{\"count\": count}", StringComparison.Ordinal)
                && (
                    !byValue
                    || (text.Contains("len(items)", StringComparison.Ordinal) && !text.Contains("_emptied", StringComparison.Ordinal))
                );
            return Task.FromResult(
                new BenchRun(
                    BenchEnding.Ran,
                    new Dictionary<string, BenchTest> { ["own"] = new(passes ? BenchStatus.Passed : BenchStatus.Failed) }
                )
            );
        }
    }
}
