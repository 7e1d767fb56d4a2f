using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

/// <summary>A change that breaks <c>add</c> and adds a noticed <c>mul</c>: what the untouched test of <c>add</c> says decides.</summary>
public sealed class SilencedTestsTests
{
    private const string Add = "export function add(a, b) {\n  return a + b;\n}\n";
    private const string Same = "export function same(a, b) {\n  return a === b;\n}\n";
    private const string Before = Same + Add;
    private const string After = Same + "export function add(a, b) {\n  return 7;\n}\n\nexport function mul(a, b) {\n  return a * b;\n}\n";

    [Fact]
    public async Task An_untouched_test_that_noticed_and_passes_whatever_the_code_does_is_a_finding()
    {
        var verdict = await new Scene().JudgeAsync();

        Assert.Equal(TestProof.RedGreen, verdict.Level);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((ProofText.Silenced, WayOut.Justify), (finding.Rule, finding.Way));
        Assert.StartsWith("older  noticed at BASE", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_a_helper_that_is_emptied_with_the_rest_hide_it()
    {
        // With everything emptied the test passes on the base too: what would tell is emptied as well.
        var scene = new Scene { MindsThen = [], MindsAlone = ["older"] };

        Assert.Equal(ProofText.Silenced, Assert.Single((await scene.JudgeAsync()).Findings).Rule);
    }

    [Fact]
    public async Task One_that_still_minds_the_emptied_files_is_none()
    {
        var scene = new Scene { MindsHere = ["older", "own"] };

        Assert.Empty((await scene.JudgeAsync()).Findings);
        Assert.Contains(scene.Runs, run => run.Side == TreeSide.Base && run.Files.Count > 0);
    }

    [Fact]
    public async Task Nor_one_that_noticed_nothing_before_or_fails_on_the_base_by_itself()
    {
        Assert.Empty((await new Scene { MindsThen = [] }.JudgeAsync()).Findings);
        Assert.Empty((await new Scene { FailsThen = ["older"] }.JudgeAsync()).Findings);
        Assert.Empty((await new Scene { Flaky = ["older"] }.JudgeAsync()).Findings);
    }

    [Fact]
    public async Task Nor_one_that_the_change_touched_which_is_measured_by_its_old_version()
    {
        var scene = new Scene { Touched = new ChangedContent("add.test.js", FileRole.Test, "older"u8.ToArray(), "other"u8.ToArray()) };

        Assert.Empty((await scene.JudgeAsync()).Findings);
    }

    [Fact]
    public async Task Where_all_that_changed_is_noticed_nothing_more_is_run()
    {
        var scene = new Scene { MindsUnits = true };

        Assert.Empty((await scene.JudgeAsync()).Findings);
        Assert.DoesNotContain(scene.Runs, run => run.Side == TreeSide.Base && run.Files.ContainsKey("sums.js"));
    }

    private sealed class Scene : ITestBench
    {
        public IReadOnlyList<string> MindsThen { get; init; } = ["older"];

        public IReadOnlyList<string> MindsAlone { get; init; } = [];

        public IReadOnlyList<string> MindsHere { get; init; } = ["own"];

        public IReadOnlyList<string> FailsThen { get; init; } = [];

        public IReadOnlyList<string> Flaky { get; init; } = [];

        public bool MindsUnits { get; init; }

        public ChangedContent? Touched { get; init; }

        public List<TreeOverlay> Runs { get; } = [];

        public Task<ProofVerdict> JudgeAsync() =>
            new ProofJudge(this, null, TimeProvider.System).JudgeAsync(
                new ProofSubject
                {
                    Trees = new TaskTrees([
                        new ChangedContent("mul.test.js", FileRole.Test, null, "new"u8.ToArray()),
                        .. Touched is null ? (ChangedContent[])[] : [Touched],
                    ]),
                    Product = [new ChangedFile("sums.js", Before, After)],
                    Green = new TestRun([new TestCase("older", TestOutcome.Passed), new TestCase("own", TestOutcome.Passed)]),
                    Before = new TestRun([new TestCase("older", TestOutcome.Passed)]),
                    IsOwn = _ => false,
                    Flaky = Flaky.ToHashSet(StringComparer.Ordinal),
                },
                CancellationToken.None
            );

        public Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Runs.Add(tree);
            var code = tree.Files.GetValueOrDefault("sums.js") is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;
            var isMulGone =
                tree.Side == TreeSide.Base || code?.Contains("mul(a, b) {\n  return a * b;\n}", StringComparison.Ordinal) == false;
            var isAddGone =
                code?.Contains(tree.Side == TreeSide.Base ? Add : "add(a, b) {\n  return 7;\n}", StringComparison.Ordinal) == false;
            var bad = new HashSet<string>(StringComparer.Ordinal);
            bad.UnionWith(isMulGone ? ["own"] : []);
            bad.UnionWith(
                tree.Side == TreeSide.Base
                    ? [.. FailsThen, .. isAddGone ? (code!.Contains(Same, StringComparison.Ordinal) ? MindsAlone : MindsThen) : []]
                // What silences it lies in another file: alone it would mind.
                : isAddGone && (isMulGone ? MindsHere.Contains("older") || !tests.IsAll : MindsUnits) ? ["older"]
                : (string[])[]
            );
            var seen = new[] { "older", "own" }
                .Where(id => tests.IsAll || tests.Ids.Contains(id))
                .ToDictionary(id => id, id => new BenchTest(bad.Contains(id) ? BenchStatus.Failed : BenchStatus.Passed));
            return Task.FromResult(new BenchRun(BenchEnding.Ran, seen));
        }
    }
}
