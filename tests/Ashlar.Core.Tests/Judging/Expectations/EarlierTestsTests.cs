using System.Text;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Judging.Expectations;

public sealed class EarlierTestsTests
{
    private const string File = "tests/test_a.py";

    [Fact]
    public async Task A_test_that_fails_as_it_was_on_the_new_code_is_a_changed_expectation()
    {
        var bench = new Bench(_ => [Fail($"{File}::test_a", "assert 1 == 2", 4), Pass($"{File}::test_b")]);

        var lost = Assert.Single(await Measure(bench, [Changed(File)], ["test_a", "test_b"], ["test_a", "test_b"]));

        Assert.Equal(($"{File}::test_a", ExpectationLoss.Fails), (lost.Test, lost.Loss));
        Assert.Equal($"as it was at BASE fails on your code: assert 1 == 2 ({File}:4)", lost.What);
        Assert.Equal([File], lost.Files);
        // What fails is run once more, on the files as they were.
        Assert.Equal(2, bench.Runs.Count);
        Assert.All(bench.Runs, run => Assert.Equal("before", Encoding.UTF8.GetString(run.Files[File]!)));
    }

    [Fact]
    public async Task What_fails_only_once_and_what_fails_now_anyway_is_none()
    {
        var times = 0;
        var bench = new Bench(_ =>
            [times++ == 0 ? Fail($"{File}::test_a", "x", 1) : Pass($"{File}::test_a"), Fail($"{File}::test_b", "y", 2)]
        );

        Assert.Empty(await Measure(bench, [Changed(File)], ["test_a", "test_b"], ["test_a", "test_b!"]));
    }

    [Fact]
    public async Task A_file_whose_names_are_gone_stands_for_all_its_tests()
    {
        var bench = new Bench(_ =>
            [
                (
                    "tests/test_a.py",
                    new BenchTest(BenchStatus.NotCollected) { File = File, Message = "ImportError: cannot import name 'total'" }
                ),
                Pass("tests/test_c.py::test_c", "tests/test_c.py"),
            ]
        );

        var lost = Assert.Single(await Measure(bench, [Changed(File)], ["test_a", "test_b"], ["test_a", "test_b"]));

        Assert.Equal((File, ExpectationLoss.CannotRun), (lost.Test, lost.Loss));
        Assert.Equal([$"{File}::test_a", $"{File}::test_b"], lost.Tests);
        Assert.Contains("cannot import name 'total'", lost.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_builds_each_file_is_tried_alone()
    {
        var bench = new Bench(tree => tree.Files.ContainsKey(File) ? null : [Pass("tests/test_b.py::test_c", "tests/test_b.py")]);

        var lost = await Measure(
            bench,
            [Changed(File), Changed("tests/test_b.py")],
            ["test_a", "tests/test_b.py::test_c"],
            ["test_a", "tests/test_b.py::test_c"]
        );

        Assert.Equal(File, Assert.Single(lost).Test);
    }

    [Theory]
    [InlineData("", ExpectationLoss.Gone)]
    [InlineData("test_a-", ExpectationLoss.Skipped)]
    public async Task A_test_that_is_gone_or_asleep_is_one_whatever_it_would_say(string now, ExpectationLoss loss)
    {
        var bench = new Bench(_ => [Pass($"{File}::test_a")]);

        var lost = Assert.Single(await Measure(bench, [Changed(File)], ["test_a"], now.Length == 0 ? [] : [now]));

        Assert.Equal(loss, lost.Loss);
    }

    [Fact]
    public async Task Rows_that_are_gone_are_told_and_other_rows_are_not()
    {
        var bench = new Bench(_ => [Pass($"{File}::test_a[1]"), Pass($"{File}::test_a[2]")]);

        var fewer = Assert.Single(await Measure(bench, [Changed(File)], ["test_a[1]", "test_a[2]"], ["test_a[1]"]));
        var others = await Measure(bench, [Changed(File)], ["test_a[1]", "test_a[2]"], ["test_a[3]", "test_a[4]"]);

        Assert.Equal(ExpectationLoss.Fewer, fewer.Loss);
        Assert.Equal("has fewer cases than at BASE: 2 passed, 1 are left", fewer.What);
        Assert.Empty(others);
    }

    [Fact]
    public async Task A_test_that_moved_is_none_but_two_are_not_one()
    {
        var bench = new Bench(_ => [Pass($"{File}::test_a"), Pass("tests/test_b.py::test_a"), Pass($"{File}::test_b")]);

        Assert.Empty(await Measure(bench, [Changed(File)], ["test_a"], ["tests/sub/test_n.py::TestN::test_a"]));
        var lost = await Measure(bench, [Changed(File)], ["test_a", "tests/test_b.py::test_a"], ["tests/sub/test_n.py::TestN::test_a"]);

        Assert.Single(lost);
    }

    [Fact]
    public async Task Rows_that_others_took_the_place_of_are_gone_and_rows_that_are_all_written_otherwise_are_not()
    {
        var bench = new Bench(_ => [Pass($"{File}::test_a[1]"), Pass($"{File}::test_a[-2]")]);

        var lost = Assert.Single(await Measure(bench, [Changed(File)], ["test_a[1]", "test_a[-2]"], ["test_a[1]", "test_a[2]"]));

        Assert.Equal((ExpectationLoss.Fewer, $"{File}::test_a[-2] is gone"), (lost.Loss, lost.Words));
        Assert.Empty(await Measure(bench, [Changed(File)], ["test_a[1]", "test_a[-2]"], ["test_a[1-x]", "test_a[-2-x]"]));
    }

    [Fact]
    public async Task A_gate_that_rested_loses_nothing_and_a_change_of_tests_alone_needs_no_run()
    {
        var bench = new Bench(_ => throw new InvalidOperationException("nothing is to be run"));
        var subject = Subject(
            [new ChangedContent(File, FileRole.Test, "before"u8.ToArray(), "after"u8.ToArray())],
            ["tests/test_z.py::test_z"],
            []
        );

        var rested = await new EarlierTests(bench).MeasureAsync(subject with { SomeGatesRested = true }, default);
        var ran = await new EarlierTests(bench).MeasureAsync(subject, default);

        Assert.Empty(rested.Expectations);
        Assert.Equal(ExpectationLoss.Gone, Assert.Single(ran.Expectations).Loss);
    }

    [Fact]
    public async Task Support_that_changed_is_laid_back_under_all_tests_and_declares_what_falls_by_it()
    {
        const string Golden = "tests/golden/a.txt";
        var bench = new Bench(_ => [Fail("tests/test_g.py::test_g", "assert 'a' == 'b'", 3, "tests/test_g.py")]);

        var lost = Assert.Single(
            await Measure(
                bench,
                [new ChangedContent(Golden, FileRole.Support, "before"u8.ToArray(), "after"u8.ToArray())],
                ["tests/test_g.py::test_g"],
                ["tests/test_g.py::test_g"]
            )
        );

        Assert.Equal([Golden], lost.Files);
    }

    [Fact]
    public async Task A_name_that_the_base_itself_gives_otherwise_each_time_is_not_gone()
    {
        var bench = new Bench(tree =>
            tree.Side == TreeSide.Base
                ? [Pass($"{File}::test_a"), Pass($"{File}::at 0.3")]
                : [Pass($"{File}::test_a"), Pass($"{File}::at 0.4")]
        );
        Assert.Empty(await Measure(bench, [Changed(File)], ["test_a", "at 0.1"], ["test_a", "at 0.2"]));

        // The base names this one again: it is gone, whatever came in its place.
        var steady = new Bench(_ => [Pass($"{File}::test_a"), Pass($"{File}::test_b")]);
        Assert.Equal(
            ($"{File}::test_b", ExpectationLoss.Gone),
            Assert.Single(
                (await Measure(steady, [Changed(File)], ["test_a", "test_b"], ["test_a", "test_new"])).Select(one => (one.Test, one.Loss))
            )
        );

        // And where nothing came in place of unsteady names, they are gone.
        Assert.NotEmpty(await Measure(bench, [Changed(File)], ["test_a", "at 0.1"], ["test_a"]));
    }

    [Fact]
    public async Task Older_tests_run_without_the_test_files_that_were_added_beside_them()
    {
        const string Soft = "tests/soft.py";
        var silenced = new Bench(tree =>
            tree.Files.TryGetValue(Soft, out var content) && content is null
                ? [Fail($"{File}::test_a", "assert 1 == 2", 4)]
                : [Pass($"{File}::test_a")]
        );
        var needed = new Bench(tree => tree.Files.ContainsKey(Soft) ? null : [Pass($"{File}::test_a")]);
        ChangedContent[] added = [Changed(File), new(Soft, FileRole.Support, null, "quiet"u8.ToArray())];

        var lost = Assert.Single(await Measure(silenced, added, ["test_a"], ["test_a"]));

        Assert.Equal(($"{File}::test_a", ExpectationLoss.Fails), (lost.Test, lost.Loss));
        Assert.Equal([File], lost.Files);
        Assert.Empty(await Measure(needed, added, ["test_a"], ["test_a"]));
        Assert.Equal(2, needed.Runs.Count);
    }

    [Fact]
    public async Task Tests_that_cannot_run_as_they_were_are_told_and_only_where_nothing_can_run_it_is_the_environment()
    {
        var mixed = new Bench(_ => []) { Faulty = tree => tree.Files.Count > 0 };
        var broken = new Bench(_ => []) { Faulty = _ => true };
        var subject = Subject([Changed(File), new("app.py", FileRole.Product, "a"u8.ToArray(), "b"u8.ToArray())], ["test_a"], ["test_a"]);

        var old = await new EarlierTests(mixed).MeasureAsync(subject, default);
        var none = await new EarlierTests(broken).MeasureAsync(subject, default);

        Assert.Equal((File, ExpectationLoss.CannotRun), (Assert.Single(old.Expectations).Test, old.Expectations[0].Loss));
        Assert.Null(old.Fault);
        Assert.Equal("the disk is full", none.Fault);
    }

    private static async Task<IReadOnlyList<ChangedExpectation>> Measure(
        Bench bench,
        ChangedContent[] change,
        string[] before,
        string[] after
    )
    {
        ChangedContent[] all = [.. change, new("app.py", FileRole.Product, "a"u8.ToArray(), "b"u8.ToArray())];
        return (await new EarlierTests(bench).MeasureAsync(Subject(all, before, after), default)).Expectations;
    }

    private static ExpectationSubject Subject(ChangedContent[] change, string[] before, string[] after)
    {
        var none = new TestInventory(new Dictionary<string, TestFileSource>());
        return new ExpectationSubject
        {
            Trees = new TaskTrees(change),
            Before = new TestRun([.. before.Select(Case)]),
            After = new TestRun([.. after.Select(Case)]),
            Sources = (none, none),
        };
    }

    /// <summary>A test that passed; <c>!</c> at its end says that it failed, <c>-</c> that it was skipped.</summary>
    private static TestCase Case(string name)
    {
        var plain = name.TrimEnd('!', '-');
        var id = plain.Contains("::", StringComparison.Ordinal) ? plain : $"{File}::{plain}";
        var outcome =
            name.EndsWith('!') ? TestOutcome.Failed
            : name.EndsWith('-') ? TestOutcome.Skipped
            : TestOutcome.Passed;
        return new TestCase(id, outcome) { File = id[..id.IndexOf("::", StringComparison.Ordinal)] };
    }

    private static ChangedContent Changed(string path) => new(path, FileRole.Test, "before"u8.ToArray(), "after"u8.ToArray());

    private static (string, BenchTest) Pass(string id, string file = File) => (id, new BenchTest(BenchStatus.Passed) { File = file });

    private static (string, BenchTest) Fail(string id, string message, int line, string file = File) =>
        (
            id,
            new BenchTest(BenchStatus.Failed)
            {
                File = file,
                Message = message,
                Line = line,
            }
        );

    /// <summary>Gives what a test says for each tree; null does not build.</summary>
    private sealed class Bench(Func<TreeOverlay, (string, BenchTest)[]?> run) : ITestBench
    {
        public List<TreeOverlay> Runs { get; } = [];

        /// <summary>The trees on which nothing can be run.</summary>
        public Func<TreeOverlay, bool> Faulty { get; init; } = _ => false;

        public Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Runs.Add(tree);
            if (Faulty(tree))
            {
                return Task.FromResult(new BenchRun(BenchEnding.Fault, new Dictionary<string, BenchTest>()) { Words = "the disk is full" });
            }

            var seen = run(tree)?.ToDictionary(test => test.Item1, test => test.Item2, StringComparer.Ordinal);
            return Task.FromResult(
                seen is null
                    ? new BenchRun(BenchEnding.BuildFailed, new Dictionary<string, BenchTest>()) { Words = "error CS1501" }
                    : new BenchRun(BenchEnding.Ran, seen)
            );
        }
    }
}
