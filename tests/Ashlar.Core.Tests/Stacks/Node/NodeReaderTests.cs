using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Results;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Node;

/// <summary>Readers on what the real runners wrote; each fixture names the version.</summary>
public sealed class NodeReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(
        "vitest-3.2.7.json",
        "vitest run",
        "t/a.test.js > sum > adds=Passed;t/a.test.js > sum > fails=Failed;t/a.test.js > sum > sk=Skipped;t/a.test.js > sum > td=Skipped;t/a.test.js > sum > deep > n 1=Passed;t/b.test.js=Error"
    )]
    [InlineData(
        "mocha-11.8.0.json",
        "mocha",
        "t/mocha.js > sum > adds=Passed;t/mocha.js > sum > fails=Failed;t/mocha.js > sum > pending=Skipped;t/mocha.js > sum > retried=Passed;t/mocha.js > sum > hooked > \"before all\" hook for \"never\"=Failed"
    )]
    [InlineData(
        "playwright-1.65.1.xml",
        "playwright test",
        "a.spec.js > api > adds=Passed;a.spec.js > api > fails=Failed;a.spec.js > api > sk=Skipped;a.spec.js > api > fx=Skipped"
    )]
    [InlineData(
        "jest-30.5.2.json",
        "jest",
        "t/a.jt.js > sum > adds=Passed;t/a.jt.js > sum > fails=Failed;t/a.jt.js > sum > td=Skipped;t/a.jt.js > sum > sk=Skipped;t/b.jt.js=Error"
    )]
    [InlineData(
        "ava-6.4.1.txt",
        "ava",
        "t/a.ava.mjs > sk=Skipped;t/a.ava.mjs > td=Skipped;t/b.ava.mjs > b one=Passed;t/a.ava.mjs > adds=Passed;t/a.ava.mjs > fails=Failed;t/a.ava.mjs > known bad=Passed;t/a.ava.mjs > logs=Passed;t/c.ava.mjs exited with a non-zero exit code: 1=Failed"
    )]
    [InlineData(
        "tap-21.8.0.txt",
        "tap",
        "t/tap.js > outer[one is one]=Passed;t/tap.js > outer > inner[should be equal]=Failed;t/tap.js > sk=Skipped;t/tap.js > td=Skipped;t/tap.js > should be equal=Passed"
    )]
    [InlineData(
        "tape-5.10.2.txt",
        "tape",
        "outer[one]=Passed;outer[should be strictly equal]=Failed;second[should be truthy]=Passed;throws > bad=Skipped"
    )]
    [InlineData(
        "uvu-0.5.6.txt",
        "uvu",
        "(unnamed test 1 of t/uvu.js)=Passed;t/uvu.js > fails=Failed;(unnamed test 1 of t/uvu.js > S)=Passed;t/uvu.js > S > two=Failed;(unnamed test 1 of t/uvu2.js)=Passed;(unnamed test 1 of skipped)=Skipped"
    )]
    [InlineData(
        "vitest-junit-3.2.7.xml",
        "vitest run",
        "t/a.test.js > sum > adds=Passed;t/a.test.js > sum > fails=Failed;t/a.test.js > sum > sk=Skipped;t/b.test.js=Failed",
        "junit"
    )]
    public void What_a_runner_wrote_is_read(string fixture, string line, string expected, string reader = "node")
    {
        var run = Read(fixture, line, reader).Tests!;

        var cases = run.Cases.Select(test => $"{test.Id}={test.Outcome}").ToList();
        Assert.All(expected.Split(';'), wanted => Assert.Contains(wanted, cases));
    }

    [Fact]
    public void Failures_have_place_and_reason()
    {
        var vitest = Read("vitest-3.2.7.json", "vitest run", "node").Tests!.Cases.Single(test => test.Id == "t/a.test.js > sum > fails");
        var tap = Read("tap-21.8.0.txt", "tap", "node").Tests!.Cases.Single(test => test.Outcome == TestOutcome.Failed);
        var tape = Read("tape-5.10.2.txt", "tape", "node").Tests!.Cases.Single(test => test.Outcome == TestOutcome.Failed);

        Assert.Equal(("AssertionError: expected 2 to be 3 // Object.is equality", 2), (vitest.Message, vitest.Line));
        Assert.Equal(("should be equal", "t/tap.js", 2), (tap.Message, tap.File, tap.Line));
        Assert.Equal(("should be strictly equal: expected 2, actual 1", "t/tape.js", 2), (tape.Message, tape.File, tape.Line));
    }

    [Fact]
    public void An_error_outside_of_any_test_is_named()
    {
        var reading = Reading(
            "{\"testResults\": []}",
            "vitest run",
            "node",
            "⎯⎯⎯⎯⎯ Uncaught Exception ⎯⎯⎯⎯⎯\nError: late boom\n ❯ Timeout"
        );

        Assert.Equal(["unhandled error outside of any test: Error: late boom"], reading.Findings.Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("# in .\nTAP version 13\nok 1 - a\n1..2\n", "2 tests were planned, the results of 1 are there")]
    [InlineData("# in .\nTAP version 13\nok 1 - a\nBail out! no database\n", "the tests were given up: Bail out! no database")]
    public void Tap_that_breaks_off_is_no_result(string text, string trouble) =>
        Assert.Equal(trouble, Reading(text, "tape", "node").Trouble);

    [Theory]
    [InlineData("not ok 1 - later # TODO x\n1..1\n", "later = Skipped")]
    [InlineData("not ok 1 - later # todo\nok 2 - done # TODO\n1..2\n", "later = Skipped;done = Skipped")]
    [InlineData("    not ok 1 - in\n    1..1\nnot ok 1 - out # TODO x\n1..1\n", "out[in] = Skipped")]
    [InlineData("not ok 1 - a \\# TODO x\n1..1\n", "a # TODO x = Failed")]
    public void What_is_still_to_be_done_may_fail(string points, string expected) =>
        Assert.Equal(expected, ReadingScene.Told(Reading($"# in .\nTAP version 13\n{points}", "tape", "node")).Replace('\n', ';'));

    /// <summary>Of a test that is to be done node 20 tells both, and ends with 0.</summary>
    [Theory]
    [InlineData("<skipped type=\"todo\" message=\"x\"/><failure type=\"testCodeFailure\" message=\"1 == 2\">x</failure>", "Skipped")]
    [InlineData("<failure type=\"testCodeFailure\" message=\"1 == 2\">x</failure>", "Failed")]
    [InlineData("<skipped type=\"skipped\" message=\"why\"/>", "Skipped")]
    public void A_failing_test_that_is_to_be_done_is_none_of_nodes_failures(string inner, string outcome) =>
        Assert.Equal(
            $"later = {outcome}",
            ReadingScene.Told(
                Reading($"<testsuites><testcase name=\"later\" classname=\"test\">{inner}</testcase></testsuites>", "node --test", "node")
            )
        );

    [Fact]
    public void Buffered_subtests_and_files_of_a_package_are_read()
    {
        folder.Write("packages/a/test/x.js", "");

        var run = Reading(
            "# in packages/a\nTAP version 14\nok 1 - test/x.js {\n    ok 1 - adds {\n        ok 1 - equal\n        ok 2 - equal\n        1..2\n    }\n    1..1\n}\n1..1\n",
            "tap",
            "node"
        ).Tests!;

        Assert.Equal(["packages/a/test/x.js > adds[equal]", "packages/a/test/x.js > adds[equal #2]"], run.Cases.Select(test => test.Id));
    }

    [Theory]
    [InlineData("  3 passing (5ms)\n  1 pending\n  2 failing\n", 3, 2, 1)]
    [InlineData("  Total:     5\n  Passed:    3\n  Skipped:   1\n", 3, 2, 1)]
    [InlineData("1..4\n# tests 4\n# pass  3\n# fail  1\n", 3, 1, 0)]
    [InlineData("  1 failed\n    a.spec.js:2:67 › api › fails ──\n  2 skipped\n  1 passed (2.8s)\n", 1, 1, 2)]
    [InlineData(" Test Files  2 failed | 1 passed (3)\n      Tests  1 failed | 4 passed | 1 skipped | 1 todo (7)\n", 4, 1, 2)]
    public void Counts_that_a_runner_prints_are_read(string text, int passing, int failing, int skipped) =>
        Assert.Equal(new TestSummary(passing, failing, skipped), TestSummary.Of(text));

    private GateReading Read(string fixture, string line, string reader)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Gates", "Node", "Recorded", fixture));
        foreach (
            var path in (string[])
                [
                    "t/a.test.js",
                    "t/b.test.js",
                    "t/mocha.js",
                    "t/a.jt.js",
                    "t/b.jt.js",
                    "a.spec.js",
                    "t/a.ava.mjs",
                    "t/b.ava.mjs",
                    "t/tap.js",
                    "t/tape.js",
                    "t/uvu.js",
                    "t/uvu2.js",
                ]
        )
        {
            folder.Write(path, "");
        }

        return Reading(text, line, reader);
    }

    private GateReading Reading(string result, string line, string reader, string text = "") =>
        StackCatalog
            .All.Reader(reader, StackCatalog.All.Parse(line))
            .Read(
                new GateOutput
                {
                    ExitCode = 1,
                    Text = text,
                    Results = [System.Text.Encoding.UTF8.GetBytes(result)],
                    Files = new CheckoutFiles(folder.Path, "/shop"),
                    Command = StackCatalog.All.Parse(line),
                }
            );
}
