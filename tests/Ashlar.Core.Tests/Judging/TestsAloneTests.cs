using System.Text;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class TestsAloneTests
{
    private const string Product =
        "export function total(a) {\n  return a.length;\n}\n\nexport function csv(rows) {\n  return rows.map(String).join(';');\n}\n";

    [Fact]
    public async Task New_tests_that_mind_what_they_name_are_as_good_as_no_code()
    {
        var verdict = await JudgeAsync(new Bench(tree => tree.Contains("csv(rows) { return", StringComparison.Ordinal) ? [] : ["own"]));

        Assert.Equal(TestProof.NoCode, verdict.Level);
        Assert.Empty(verdict.Findings);
    }

    [Fact]
    public async Task New_tests_that_pass_although_nothing_is_left_of_what_they_name_check_nothing()
    {
        var bench = new Bench(_ => ["own"]);

        var verdict = await JudgeAsync(bench);

        Assert.Equal(TestProof.Unnoticed, verdict.Level);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((ProofText.Unnoticed, WayOut.Justify), (finding.Rule, finding.Way));
        Assert.Contains("was emptied: src/ledger.js:5 csv", finding.Message, StringComparison.Ordinal);
        Assert.Contains("passed then too: own", finding.Message, StringComparison.Ordinal);
        Assert.Contains(bench.Seen, tree => tree.Contains("csv(rows) { return undefined; }", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_that_reaches_the_code_without_its_name_is_believed()
    {
        var verdict = await JudgeAsync(new Bench(tree => tree.Contains("total(a) { return", StringComparison.Ordinal) ? [] : ["own"]));

        Assert.Equal((TestProof.NoCode, 0), (verdict.Level, verdict.Findings.Count));
    }

    [Fact]
    public async Task New_tests_of_which_none_runs_are_told()
    {
        var verdict = await JudgeAsync(new Bench(_ => throw new InvalidOperationException("nothing is to be run")), TestOutcome.Skipped);

        Assert.Equal(TestProof.Unnoticed, verdict.Level);
        Assert.Contains("does not run: own", Assert.Single(verdict.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_emptied_code_cannot_be_loaded_nothing_is_said()
    {
        var verdict = await JudgeAsync(new Bench(_ => null));

        Assert.Equal((TestProof.NoCode, 0), (verdict.Level, verdict.Findings.Count));
    }

    private static Task<ProofVerdict> JudgeAsync(Bench bench, TestOutcome own = TestOutcome.Passed) =>
        new ProofJudge(bench, null, TimeProvider.System).JudgeAsync(
            new ProofSubject
            {
                Trees = new TaskTrees([new ChangedContent("test/a.test.js", FileRole.Test, null, "csv([1])"u8.ToArray())]),
                Product = [],
                Green = new TestRun([new TestCase("older", TestOutcome.Passed), new TestCase("own", own)]),
                Before = new TestRun([new TestCase("older", TestOutcome.Passed)]),
                IsOwn = _ => false,
                Named = new NamedFunctions(
                    ["src/ledger.js"],
                    (_, _) => Task.FromResult<IReadOnlyList<(string, byte[])>>([("src/ledger.js", Encoding.UTF8.GetBytes(Product))]),
                    null
                ).OfAsync,
            },
            CancellationToken.None
        );

    /// <summary>Says for each text of the product which tests pass; null does not load.</summary>
    private sealed class Bench(Func<string, IReadOnlyList<string>?> passing) : ITestBench
    {
        public List<string> Seen { get; } = [];

        public Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken)
        {
            var text = tree.Files.TryGetValue("src/ledger.js", out var content) ? Encoding.UTF8.GetString(content!) : "";
            Seen.Add(text);
            if (tree.Side == TreeSide.Base)
            {
                return Task.FromResult(new BenchRun(BenchEnding.Ran, Run("own", BenchStatus.Passed)));
            }

            return Task.FromResult(
                passing(text) is not { } passed
                    ? new BenchRun(BenchEnding.CollectionFailed, new Dictionary<string, BenchTest>())
                    : new BenchRun(BenchEnding.Ran, Run("own", passed.Contains("own") ? BenchStatus.Passed : BenchStatus.Failed))
            );
        }

        private static Dictionary<string, BenchTest> Run(string id, BenchStatus status) => new() { [id] = new BenchTest(status) };
    }
}
