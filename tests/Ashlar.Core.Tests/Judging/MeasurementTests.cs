using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class MeasurementTests
{
    [Fact]
    public async Task A_unit_is_noticed_when_a_test_fails_in_every_way_and_passes_afterwards()
    {
        var bench = new Bench { ["f nothing"] = new(BenchEnding.Ran, Fail("own")), ["f empty"] = new(BenchEnding.Ran, Fail("own")) };

        var result = await bench.MeasureAsync(Unit("f", "f nothing", "f empty"));

        Assert.Equal((VerdictKind.Noticed, "own"), (result.Units[0].Kind, result.Units[0].Test));
        Assert.Equal("1/1", result.Noticed.ToString());
        Assert.Equal(["f nothing [own]", "f empty [own]", "the tree [own]"], bench.Runs);
    }

    [Fact]
    public async Task A_unit_that_one_way_leaves_unnoticed_is_unnoticed_after_the_whole_suite()
    {
        var bench = new Bench { ["f nothing"] = new(BenchEnding.Ran, Fail("own")), ["f empty"] = new(BenchEnding.Ran, Pass()) };

        var result = await bench.MeasureAsync(Unit("f", "f nothing", "f empty"));

        Assert.Equal((VerdictKind.Unnoticed, "f empty"), (result.Units[0].Kind, result.Units[0].Variant));
        Assert.True(result.IsUnnoticed);
        Assert.Equal(["f nothing [own]", "f empty [own]", "f empty [all]"], bench.Runs);
    }

    [Fact]
    public async Task Another_test_than_the_own_may_notice()
    {
        var bench = new Bench { ["f nothing"] = new(BenchEnding.Ran, Fail("other")) };

        var result = await bench.MeasureAsync(Unit("f", "f nothing"));

        Assert.Equal((VerdictKind.Noticed, "other"), (result.Units[0].Kind, result.Units[0].Test));
    }

    [Fact]
    public async Task The_first_way_that_is_noticed_ends_it_and_the_second_is_for_refactorings()
    {
        var changed = new CodeUnit("a", "f", UnitKind.Changed)
        {
            Ways = [new UnitWay(WayKind.Base, [Variant("f base")]), new UnitWay(WayKind.Emptied, [Variant("f nothing")])],
        };
        var noticed = new Bench { ["f base"] = new(BenchEnding.Ran, Fail("own")), ["f nothing"] = new(BenchEnding.Ran, Fail("own")) };
        var refactored = new Bench { ["f base"] = new(BenchEnding.Ran, Pass()), ["f nothing"] = new(BenchEnding.Ran, Fail("other")) };

        Assert.Equal(WayKind.Base, (await noticed.MeasureAsync(changed)).Units[0].Found.Way);
        Assert.Equal(
            (VerdictKind.Noticed, WayKind.Emptied),
            (await refactored.MeasureAsync(changed)).Units.Select(unit => (unit.Kind, unit.Found.Way!.Value)).Single()
        );
    }

    [Theory]
    [InlineData(BenchEnding.BuildFailed, NotMeasuredReason.NotBuilt)]
    [InlineData(BenchEnding.CollectionFailed, NotMeasuredReason.NotCollected)]
    [InlineData(BenchEnding.Fault, NotMeasuredReason.Fault)]
    public async Task What_does_not_run_is_not_measured(BenchEnding ending, NotMeasuredReason reason)
    {
        var bench = new Bench { ["f nothing"] = new(ending, new Dictionary<string, BenchTest>()) };

        var result = await bench.MeasureAsync(Unit("f", "f nothing"));

        Assert.Equal((VerdictKind.NotMeasured, reason), (result.Units[0].Kind, result.Units[0].Missing.Single().Reason));
        Assert.Equal("0/0", result.Noticed.ToString());
        Assert.False(result.IsUnnoticed);
    }

    [Fact]
    public async Task Tests_that_are_not_collected_have_not_noticed_and_neither_have_skipped_ones()
    {
        var fallen = new Bench { ["f nothing"] = new(BenchEnding.Ran, Pass("other")) };
        var skipped = new Bench { ["f nothing"] = new(BenchEnding.Ran, With("own", BenchStatus.Skipped)) };

        Assert.Equal(NotMeasuredReason.NotRun, (await fallen.MeasureAsync(Unit("f", "f nothing"))).Units[0].Missing.Single().Reason);
        Assert.Equal(VerdictKind.Unnoticed, (await skipped.MeasureAsync(Unit("f", "f nothing"))).Units[0].Kind);
    }

    [Fact]
    public async Task A_body_that_has_to_throw_shows_only_that_it_is_executed()
    {
        var unit = new CodeUnit("a", "f", UnitKind.Added)
        {
            Ways =
            [
                new UnitWay(
                    WayKind.Emptied,
                    [Variant("f nothing") with { Otherwise = Variant("f throws") with { Shows = Shows.Executed } }]
                ),
            ],
        };
        var bench = new Bench
        {
            ["f nothing"] = new(BenchEnding.BuildFailed, new Dictionary<string, BenchTest>()),
            ["f throws"] = new(BenchEnding.Ran, Fail("own")),
        };

        var result = await bench.MeasureAsync(unit);

        Assert.Equal(VerdictKind.Executed, result.Units[0].Kind);
        Assert.Equal("0/1, 1 executed", result.Noticed.ToString());
        Assert.True(result.IsUnnoticed);
    }

    [Fact]
    public async Task A_test_that_does_not_pass_once_more_on_the_tree_has_noticed_nothing()
    {
        var bench = new Bench { ["f nothing"] = new(BenchEnding.Ran, Fail("own")), ["the tree"] = new(BenchEnding.Ran, Fail("own")) };

        var result = await bench.MeasureAsync(Unit("f", "f nothing"));

        Assert.Equal(
            (VerdictKind.NotMeasured, NotMeasuredReason.ControlFailed),
            (result.Units[0].Kind, result.Units[0].Missing.Single().Reason)
        );
    }

    [Fact]
    public async Task A_runner_that_names_only_what_fails_notices_too()
    {
        var counted = new Dictionary<string, BenchTest>
        {
            ["(unnamed test 1)"] = new(BenchStatus.Passed) { IsUnnamed = true },
            ["(unnamed test 2)"] = new(BenchStatus.Passed) { IsUnnamed = true },
        };
        var noticing = new Dictionary<string, BenchTest>
        {
            ["test_f"] = new(BenchStatus.Failed),
            ["(unnamed test 1)"] = new(BenchStatus.Passed) { IsUnnamed = true },
        };
        var lost = new Dictionary<string, BenchTest> { ["(unnamed test 1)"] = new(BenchStatus.Passed) { IsUnnamed = true } };
        var green = new BenchRun(BenchEnding.Ran, counted);
        var bench = new Bench
        {
            Green = green,
            ["the tree"] = green,
            ["f nothing"] = new(BenchEnding.Ran, noticing),
        };

        var noticed = await bench.MeasureAsync(Unit("f", "f nothing"));
        bench["the tree"] = new(BenchEnding.Ran, lost);
        var uncertain = await bench.MeasureAsync(Unit("f", "f nothing"));
        bench["f nothing"] = new(BenchEnding.Ran, lost);
        var unknown = await bench.MeasureAsync(Unit("f", "f nothing"));

        Assert.Equal((VerdictKind.Noticed, "test_f"), (noticed.Units[0].Kind, noticed.Units[0].Test));
        Assert.Equal(NotMeasuredReason.ControlFailed, uncertain.Units[0].Missing.Single().Reason);
        Assert.Equal(NotMeasuredReason.NotRun, unknown.Units[0].Missing.Single().Reason);
    }

    [Fact]
    public async Task A_run_that_hangs_counts_only_after_the_control()
    {
        var hangs = new BenchRun(BenchEnding.TimedOut, new Dictionary<string, BenchTest>());
        var noticed = await new Bench { ["f nothing"] = hangs }.MeasureAsync(Unit("f", "f nothing"));
        var slow = await new Bench { ["f nothing"] = hangs, ["the tree"] = hangs }.MeasureAsync(Unit("f", "f nothing"));

        Assert.Equal(VerdictKind.Noticed, noticed.Units[0].Kind);
        Assert.Equal(NotMeasuredReason.ControlFailed, slow.Units[0].Missing.Single().Reason);
    }

    [Fact]
    public async Task Flaky_tests_and_those_that_do_not_pass_are_no_witnesses()
    {
        var bench = new Bench { ["f nothing"] = new(BenchEnding.Ran, Fail("own", "other")) };
        var flaky = await bench.MeasureAsync(
            subject =>
                subject with
                {
                    Flaky = new HashSet<string> { "own", "other" },
                },
            Unit("f", "f nothing")
        );
        bench.Green = new(BenchEnding.Ran, Fail("own", "other"));
        var red = await bench.MeasureAsync(Unit("f", "f nothing"));

        Assert.Equal(NotMeasuredReason.NoTests, flaky.Units[0].Missing.Single().Reason);
        Assert.Equal(NotMeasuredReason.NoTests, red.Units[0].Missing.Single().Reason);
    }

    [Fact]
    public async Task Stubs_alone_are_unnoticed_and_beside_work_they_count_nothing()
    {
        var stub = new CodeUnit("a", "g", UnitKind.Added) { Missing = [new NotMeasured(NotMeasuredReason.AlreadyEmpty, "does nothing")] };
        var bench = new Bench { ["f nothing"] = new(BenchEnding.Ran, Fail("own")) };

        var alone = await bench.MeasureAsync(stub);
        var beside = await bench.MeasureAsync(stub, Unit("f", "f nothing"));
        var wired = await bench.MeasureAsync(stub, Unit("f", "f nothing") with { Kind = UnitKind.Hunk });

        Assert.Equal((VerdictKind.Unnoticed, "g does nothing"), (alone.Units[0].Kind, alone.Units[0].Variant));
        Assert.True(alone.IsUnnoticed);
        Assert.Equal("1/1", beside.Noticed.ToString());
        Assert.Equal("1/2", wired.Noticed.ToString());
    }

    [Fact]
    public async Task All_at_once_says_it_for_all_when_nobody_minds()
    {
        var bench = new Bench { ["all units at once"] = new(BenchEnding.Ran, Pass()) };

        var result = await bench.MeasureAsync(Unit("f", "f nothing"), Unit("g", "g nothing"));

        Assert.Equal([VerdictKind.Unnoticed, VerdictKind.Unnoticed], result.Units.Select(unit => unit.Kind));
        Assert.Equal(["all units at once [own]", "all units at once [all]"], bench.Runs);
    }

    [Fact]
    public async Task All_at_once_says_nothing_where_code_comes_back()
    {
        var bench = new Bench { ["f nothing"] = new(BenchEnding.Ran, Fail("own")), ["g back"] = new(BenchEnding.Ran, Pass()) };
        var back = new CodeUnit("g", "g", UnitKind.Removed) { Ways = [new UnitWay(WayKind.Base, [Variant("g back")])] };

        var result = await bench.MeasureAsync(Unit("f", "f nothing"), back);

        Assert.Equal([VerdictKind.Noticed, VerdictKind.Unnoticed], result.Units.Select(unit => unit.Kind));
    }

    [Fact]
    public async Task When_the_time_is_used_up_the_rest_is_not_measured()
    {
        var bench = new Bench
        {
            ["all units at once"] = new(BenchEnding.Ran, Fail("own")),
            ["f nothing"] = new(BenchEnding.Ran, Fail("own")),
            ["g nothing"] = new(BenchEnding.Ran, Fail("own")),
            Takes = TimeSpan.FromSeconds(50),
        };

        var result = await bench.MeasureAsync(
            subject => subject with { Budget = TimeSpan.FromSeconds(100) },
            Unit("f", "f nothing"),
            Unit("g", "g nothing")
        );

        Assert.Equal([VerdictKind.Noticed, VerdictKind.NotMeasured], result.Units.Select(unit => unit.Kind));
        Assert.Equal(NotMeasuredReason.NoTime, result.Units[1].Missing.Single().Reason);
        // What is run once more at the end has more time: a busy machine must not take it back.
        Assert.Equal([30, 30, 180], bench.Timeouts.Select(time => time.TotalSeconds));
    }

    private static CodeUnit Unit(string name, params string[] variants) =>
        new(name, name, UnitKind.Added) { Ways = [new UnitWay(WayKind.Emptied, [.. variants.Select(Variant)])] };

    private static Variant Variant(string name) => new(name, new Dictionary<string, string?> { [name] = name });

    private static Dictionary<string, BenchTest> Pass(params string[] only) =>
        (only.Length > 0 ? only : ["own", "other"]).ToDictionary(id => id, _ => new BenchTest(BenchStatus.Passed));

    private static Dictionary<string, BenchTest> Fail(params string[] ids) =>
        Pass().ToDictionary(test => test.Key, test => ids.Contains(test.Key) ? new BenchTest(BenchStatus.Failed) : test.Value);

    private static Dictionary<string, BenchTest> With(string id, BenchStatus status)
    {
        var tests = Pass();
        tests[id] = new BenchTest(status);
        return tests;
    }

    /// <summary>Answers each variant by its name as it was told to; a run of some tests shows only those.</summary>
    private sealed class Bench : Dictionary<string, BenchRun>, ITestBench
    {
        private readonly ManualClock clock = new();

        public BenchRun Green { get; set; } = new(BenchEnding.Ran, Pass()) { Duration = TimeSpan.FromSeconds(1) };

        public TimeSpan Takes { get; set; }

        public List<string> Runs { get; } = [];

        public List<TimeSpan> Timeouts { get; } = [];

        public Task<MeasurementResult> MeasureAsync(params CodeUnit[] units) => MeasureAsync(subject => subject, units);

        public Task<MeasurementResult> MeasureAsync(Func<MeasurementSubject, MeasurementSubject> change, params CodeUnit[] units) =>
            new Measurement(this, clock).RunAsync(
                change(
                    new MeasurementSubject
                    {
                        Plan = UnitPlan.Of(units),
                        Green = Green,
                        Texts = new Dictionary<string, string?>(),
                        Own = ["own"],
                    }
                ),
                CancellationToken.None
            );

        public Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken)
        {
            var name = tree.Files.Count switch
            {
                0 => "the tree",
                1 => tree.Files.Keys.Single(),
                _ => "all units at once",
            };
            Runs.Add($"{name} [{(tests.IsAll ? "all" : string.Join(' ', tests.Ids))}]");
            Timeouts.Add(timeout);
            clock.Advance(Takes);
            var run = TryGetValue(name, out var told) ? told : Green;
            return Task.FromResult(
                run with
                {
                    Tests = run
                        .Tests.Where(test => tests.IsAll || tests.Ids.Contains(test.Key))
                        .ToDictionary(test => test.Key, test => test.Value),
                }
            );
        }
    }
}
