using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class ProofJudgeTests
{
    private const string Before = "export function total(a) {\n  return a;\n}\n";
    private const string After = Before + "\nexport function csv(rows) {\n  return rows.map(String).join(';');\n}\n";

    [Fact]
    public async Task A_new_test_that_needs_the_work_and_notices_it_proves_it()
    {
        var scene = new Scene(After) { Without = { ["own"] = BenchStatus.Failed }, Noticing = ["own"] };

        var verdict = await scene.JudgeAsync();

        Assert.Equal(TestProof.RedGreen, verdict.Level);
        Assert.Equal(("own", WithoutWork.Fails), verdict.Tests.Select(test => (test.Id, test.Without)).Single());
        Assert.Equal(("1/1", "own"), (verdict.Noticed.ToString(), verdict.Units.Single().Test));
        Assert.Empty(verdict.Findings);
    }

    [Theory]
    [InlineData(TestOutcome.Skipped)]
    [InlineData(TestOutcome.Failed)]
    [InlineData(null)]
    public async Task A_new_test_that_did_not_pass_by_its_id_is_no_test_of_anything(TestOutcome? outcome)
    {
        var scene = new Scene(After)
        {
            Own = outcome,
            Without = { ["own"] = BenchStatus.Failed },
            Noticing = ["own"],
        };

        var verdict = await scene.JudgeAsync();

        Assert.Empty(verdict.Tests);
        Assert.Equal(TestProof.Unnoticed, verdict.Level);
        Assert.Contains("no new test passed", verdict.Findings.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flaky_test_is_none_either()
    {
        var scene = new Scene(After)
        {
            Without = { ["own"] = BenchStatus.Failed },
            Noticing = ["own"],
            Flaky = ["own"],
        };

        Assert.Equal(TestProof.Unnoticed, (await scene.JudgeAsync()).Level);
    }

    [Fact]
    public async Task Only_older_tests_that_notice_make_it_regression_only()
    {
        var passes = new Scene(After) { Without = { ["own"] = BenchStatus.Passed }, Noticing = ["own", "older"] };
        var blind = new Scene(After) { Without = { ["own"] = BenchStatus.Failed }, Noticing = ["older"] };

        Assert.Equal(TestProof.RegressionOnly, (await passes.JudgeAsync()).Level);
        Assert.Equal((TestProof.RegressionOnly, 0), await LevelAsync(blind));
    }

    [Fact]
    public async Task What_no_test_notices_is_told_with_its_unit_and_what_to_do()
    {
        var scene = new Scene(After) { Without = { ["own"] = BenchStatus.Failed } };

        var verdict = await scene.JudgeAsync();

        Assert.Equal(TestProof.Unnoticed, verdict.Level);
        var finding = verdict.Findings.Single();
        Assert.Equal(("unnoticed", "unnoticed", "ledger.js"), (finding.Key, finding.Rule, finding.Path));
        Assert.Contains("nothing notices when this is gone: ledger.js:5 csv (csv returns", finding.Message, StringComparison.Ordinal);
        Assert.Contains("your new tests passed then too: own", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Write a test that fails when csv returns", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BenchStatus.Failed, TestProof.RedGreen)]
    [InlineData(BenchStatus.NotCollected, TestProof.Unnoticed)]
    public async Task Where_nothing_can_be_measured_only_a_test_that_ran_and_failed_proves(BenchStatus without, TestProof level)
    {
        var scene = new Scene(After) { Without = { ["own"] = without }, TakenAway = BenchEnding.BuildFailed };

        var verdict = await scene.JudgeAsync();

        Assert.Equal(level, verdict.Level);
        Assert.Equal("0/0", verdict.Noticed.ToString());
        Assert.Equal(level == TestProof.Unnoticed ? 1 : 0, verdict.Findings.Count);
    }

    [Fact]
    public async Task A_comment_has_no_effect_and_documents_are_no_code()
    {
        var comment = new Scene("// Sums up.\n" + Before) { Own = null };
        var document = new Scene("More words.\n") { Own = null, Path = "README.md" };
        var looks = new Scene(".a { color: red }\n") { Own = null, Path = "site.css" };
        var looksWithTest = new Scene(".a { color: red }\n")
        {
            Path = "site.css",
            Without = { ["own"] = BenchStatus.Failed },
            Noticing = ["own"],
        };

        Assert.Equal("no-effect", (await comment.JudgeAsync()).Findings.Single().Rule);
        Assert.Equal((TestProof.NoCode, 0), await LevelAsync(document));
        Assert.Equal((TestProof.NoCode, 0), await LevelAsync(looks));
        Assert.Equal((TestProof.RedGreen, 0), await LevelAsync(looksWithTest));
    }

    [Fact]
    public async Task An_owed_test_that_was_red_counts_as_the_tasks_own()
    {
        var scene = new Scene(After)
        {
            Own = null,
            Paid = ["older"],
            Noticing = ["older"],
        };

        var verdict = await scene.JudgeAsync();

        Assert.Equal((TestProof.RedGreen, "older"), (verdict.Level, verdict.Tests.Single().Id));
        Assert.DoesNotContain(scene.Runs, run => run.Side == TreeSide.Base);
    }

    [Fact]
    public async Task Without_a_gate_that_counts_tests_it_is_not_examined()
    {
        Assert.Equal((TestProof.NotExamined, 0), await LevelAsync(new Scene(After) { HasTests = false }));
        Assert.Equal((TestProof.NotExamined, 0), await LevelAsync(new Scene(After) { IsUncovered = true }));
    }

    [Fact]
    public async Task What_was_measured_is_not_measured_again()
    {
        var record = new Record();
        var first = new Scene(After)
        {
            Without = { ["own"] = BenchStatus.Failed },
            Noticing = ["own"],
            Record = record,
        };
        await first.JudgeAsync();
        var again = new Scene(After) { Without = { ["own"] = BenchStatus.Failed }, Record = record };

        var verdict = await again.JudgeAsync();

        Assert.Equal(["taking away 1 of 1: csv"], record.Told);
        Assert.Equal(TestProof.RedGreen, verdict.Level);
        Assert.DoesNotContain(again.Runs, run => run.Side == TreeSide.Task && run.Files.Count > 0);
    }

    private static async Task<(TestProof Level, int Findings)> LevelAsync(Scene scene)
    {
        var verdict = await scene.JudgeAsync();
        return (verdict.Level, verdict.Findings.Count);
    }

    private sealed class Record : Dictionary<string, UnitFound>, IMeasurementRecord
    {
        public List<string> Told { get; } = [];

        public UnitFound? Past(string unit) => this.GetValueOrDefault(unit);

        public void Begin(int number, int count, CodeUnit unit) => Told.Add($"taking away {number} of {count}: {unit.Name}");

        public void Keep(string unit, UnitFound found) => this[unit] = found;
    }

    /// <summary>A change of one file, with a new test `own` beside a test `older`; a bench that answers as it was told to.</summary>
    private sealed class Scene(string after) : ITestBench
    {
        public string Path { get; init; } = "ledger.js";

        public TestOutcome? Own { get; init; } = TestOutcome.Passed;

        public Dictionary<string, BenchStatus> Without { get; init; } = [];

        /// <summary>Tests that fail when anything of the product is gone.</summary>
        public IReadOnlyList<string> Noticing { get; init; } = [];

        public BenchEnding TakenAway { get; init; } = BenchEnding.Ran;

        public IReadOnlyList<string> Paid { get; init; } = [];

        public IReadOnlyList<string> Flaky { get; init; } = [];

        public bool HasTests { get; init; } = true;

        public bool IsUncovered { get; init; }

        public IMeasurementRecord? Record { get; init; }

        public List<TreeOverlay> Runs { get; } = [];

        public Task<ProofVerdict> JudgeAsync()
        {
            var cases = new List<TestCase> { new("older", TestOutcome.Passed) };
            if (Own is { } outcome)
            {
                cases.Add(new TestCase("own", outcome));
            }

            return new ProofJudge(this, null, TimeProvider.System) { Record = Record }.JudgeAsync(
                new ProofSubject
                {
                    Trees = new TaskTrees([new ChangedContent("ledger.test.js", FileRole.Test, null, "new"u8.ToArray())]),
                    Product = [new ChangedFile(Path, Path == "ledger.js" ? Before : "", after)],
                    Green = HasTests ? new TestRun(cases) : null,
                    Before = new TestRun([new TestCase("older", TestOutcome.Passed)]),
                    IsOwn = _ => false,
                    Paid = Paid,
                    Flaky = Flaky.ToHashSet(StringComparer.Ordinal),
                    IsUncovered = IsUncovered,
                },
                CancellationToken.None
            );
        }

        public Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Runs.Add(tree);
            var isGone = tree.Side == TreeSide.Task && tree.Files.Count > 0;
            var seen = new[] { "older", "own" }
                .Where(id => tests.IsAll || tests.Ids.Contains(id))
                .ToDictionary(
                    id => id,
                    id => new BenchTest(
                        isGone && Noticing.Contains(id) ? BenchStatus.Failed
                        : tree.Side == TreeSide.Base ? Without.GetValueOrDefault(id, BenchStatus.Passed)
                        : BenchStatus.Passed
                    )
                );
            return Task.FromResult(new BenchRun(isGone ? TakenAway : BenchEnding.Ran, isGone && TakenAway != BenchEnding.Ran ? [] : seen));
        }
    }
}
