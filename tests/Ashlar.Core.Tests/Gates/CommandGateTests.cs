using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class CommandGateTests : IDisposable
{
    private const string Two = """
        import pytest

        @pytest.mark.parametrize("n", [1, 2])
        def test_cents(n):
            assert n == 1

        class TestX:
            def test_half(self):
                assert "1.60" == "1.60"
        """;

    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public async Task A_green_run_of_pytest_names_every_test()
    {
        scene.With("tests/test_sum.py", Two.Replace("n == 1", "n > 0"));

        var result = await scene.Run("pytest -q");

        Assert.Equal(GateStatus.Green, result.Status);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            [
                new TestCase("tests/test_sum.py::test_cents[1]", TestOutcome.Passed) { File = "tests/test_sum.py" },
                new TestCase("tests/test_sum.py::test_cents[2]", TestOutcome.Passed) { File = "tests/test_sum.py" },
                new TestCase("tests/test_sum.py::TestX::test_half", TestOutcome.Passed) { File = "tests/test_sum.py" },
            ],
            result.Tests!.Cases
        );
        Assert.Contains("3 passed", scene.Artifacts.GetText(result.Output!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_test_is_a_finding_with_its_assertion_and_line()
    {
        scene.With("tests/test_sum.py", Two);

        var result = await scene.Run("python -m pytest -q");

        Assert.Equal(GateStatus.Red, result.Status);
        Assert.Equal(
            [new Finding("tests/test_sum.py::test_cents[2]", "assert 2 == 1") { Path = "tests/test_sum.py", Line = 5 }],
            result.New
        );
        Assert.Equal((3, 2, 1, 0), (result.Tests!.Total, result.Tests.Passing, result.Tests.Failing, result.Tests.Skipped));
    }

    [Fact]
    public async Task A_test_that_passes_when_run_again_is_flaky_and_no_finding()
    {
        scene.With(
            "test_a.py",
            """
            import os
            def test_once():
                seen = os.path.exists("seen")
                open("seen", "w").close()
                assert seen
            def test_always():
                pass
            """
        );

        var result = await scene.Run("pytest");

        Assert.Equal(GateStatus.Green, result.Status);
        Assert.Equal(["test_a.py::test_once"], result.Flaky);
        Assert.Equal(0, result.Tests!.Failing);
    }

    [Theory]
    [InlineData("def helper(): pass", "no-tests")]
    [InlineData("import pytest\n@pytest.mark.skip\ndef test_a(): pass", "all-skipped")]
    public async Task A_run_that_tested_nothing_is_red(string text, string key)
    {
        scene.With("test_a.py", text);

        var result = await scene.Run("pytest -q");

        Assert.Equal(GateStatus.Red, result.Status);
        Assert.Equal([key], result.New.Select(finding => finding.Key));
    }

    [Fact]
    public async Task An_exit_code_that_hides_failures_is_red()
    {
        scene.With("test_a.py", "def test_a(): assert False");

        var result = await scene.Run("pytest -q || true");

        Assert.Equal(GateStatus.Red, result.Status);
        Assert.Equal(["test_a.py::test_a", "exit-green"], result.New.Select(finding => finding.Key));
    }

    [Fact]
    public async Task A_failing_exit_code_is_red_although_every_test_passed()
    {
        scene
            .With("test_a.py", "def test_a(): pass")
            .With("conftest.py", "def pytest_sessionfinish(session):\n    session.exitstatus = 3\n");

        var result = await scene.Run("pytest -q");

        Assert.Equal(GateStatus.Red, result.Status);
        Assert.Equal(["exit:3"], result.New.Select(finding => finding.Key));
    }

    [Fact]
    public async Task A_command_that_writes_no_result_is_red_with_the_end_of_its_output()
    {
        var result = await scene.Run(new GateSetting("tests", "echo out of order; exit 1") { Results = "junit" });

        Assert.Equal(GateStatus.Red, result.Status);
        var finding = Assert.Single(result.New);
        Assert.Equal("exit 1, and the command wrote no result file", finding.Message);
        Assert.Equal("out of order", finding.Rule);
    }

    [Fact]
    public async Task Own_result_file_is_given_where_the_command_asks_for_it()
    {
        var line = "printf '<testsuite><testcase classname=\"a.B\" name=\"c\"/></testsuite>' > \"{results}\"";

        var result = await scene.Run(new GateSetting("tests", line) { Results = "junit" });

        Assert.Equal([new TestCase("a.B.c", TestOutcome.Passed)], result.Tests!.Cases);
        Assert.Equal(GateStatus.Green, result.Status);
    }

    [Theory]
    [InlineData("no-such-program-here --x")]
    [InlineData("python3 -m no_such_tool")]
    public async Task A_program_that_is_not_there_is_the_environments_fault(string line)
    {
        var result = await scene.Run(line);

        Assert.Equal(GateStatus.Env, result.Status);
        Assert.NotNull(result.Fault);
    }

    [Fact]
    public async Task A_service_that_refuses_the_connection_is_the_environments_fault()
    {
        var line = "echo 'could not connect: Connection refused at 127.0.0.1:5432'; exit 1";
        var world = scene.World;

        var lost = await new CommandGate(world with { Services = ["127.0.0.1:5432"] }).RunAsync(new GateSetting("db", line), default);
        var other = await new CommandGate(world with { Services = ["127.0.0.1:543"] }).RunAsync(new GateSetting("db", line), default);

        Assert.Equal("the service 127.0.0.1:5432 refused the connection", lost.Fault);
        Assert.Equal(GateStatus.Red, other.Status);
    }

    [Fact]
    [Trait("case", "SHELL-014")]
    public async Task A_command_that_takes_too_long_is_stopped_and_red()
    {
        var result = await scene.Run(new GateSetting("slow", "sleep 600") { Timeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(GateStatus.Red, result.Status);
        Assert.Equal(["timeout"], result.New.Select(finding => finding.Key));
    }

    [Fact]
    public async Task Unittest_is_read_from_its_text_with_every_test_named()
    {
        scene.With(
            "tests/test_sum.py",
            """
            import unittest
            class Sums(unittest.TestCase):
                def test_good(self):
                    '''Adds.'''
                def test_bad(self):
                    self.assertEqual(1, 2)
                @unittest.skip("later")
                def test_skipped(self):
                    pass
            """
        );

        var result = await scene.Run("python3 -m unittest discover -s tests");

        Assert.Equal(
            [
                ("test_sum.Sums.test_bad", TestOutcome.Failed, "tests/test_sum.py"),
                ("test_sum.Sums.test_good", TestOutcome.Passed, "tests/test_sum.py"),
                ("test_sum.Sums.test_skipped", TestOutcome.Skipped, "tests/test_sum.py"),
            ],
            result.Tests!.Cases.Select(test => (test.Id, test.Outcome, test.File!)).OrderBy(test => test.Id, StringComparer.Ordinal)
        );
        Assert.Equal([new Finding("test_sum.Sums.test_bad", "1 != 2") { Path = "tests/test_sum.py", Line = 6 }], result.New);
    }

    [Fact]
    public async Task Node_tests_are_read_from_their_report_also_behind_npm()
    {
        scene
            .With("package.json", """{"name": "x", "scripts": {"test": "node --test"}}""")
            .With(
                "sum.test.mjs",
                """
                import { test, describe, it } from 'node:test';
                import assert from 'node:assert';
                describe('sum', () => { it('adds', () => {}); });
                test('rounds', () => { assert.equal(1, 2); });
                """
            );

        foreach (var line in (string[])["node --test", "npm test"])
        {
            var result = await scene.Run(line);

            Assert.Equal(
                [("sum > adds", TestOutcome.Passed), ("rounds", TestOutcome.Failed)],
                result.Tests!.Cases.Select(test => (test.Id, test.Outcome))
            );
            Assert.Equal([new Finding("rounds", "1 == 2") { Path = "sum.test.mjs", Line = 4 }], result.New);
        }
    }

    [Fact]
    public async Task Reports_that_a_command_leaves_in_the_checkout_are_read_by_a_pattern_and_those_of_earlier_runs_are_not()
    {
        static string Report(string name) => $"<testsuite name=\"{name}\"><testcase classname=\"{name}\" name=\"adds\"/></testsuite>";
        scene.With("build/reports/TEST-Old.xml", Report("Old")).With("one.xml", Report("One")).With("two.xml", Report("Two"));
        var gate = new GateSetting(
            "tests",
            "mkdir -p module/build/reports && cp one.xml build/reports/TEST-One.xml && cp two.xml module/build/reports/TEST-Two.xml"
        )
        {
            Results = "junit",
            ResultFiles = "**/build/reports/TEST-*.xml",
        };

        var result = await scene.Run(gate);

        Assert.Equal(["One.adds", "Two.adds"], result.Tests!.Cases.Select(test => test.Id));
    }

    [Fact]
    public async Task A_users_own_addopts_stay()
    {
        scene.With("test_a.py", "def test_good(): pass\ndef test_b(): assert False");
        var gate = new GateSetting("tests", "pytest")
        {
            Environment = new Dictionary<string, EnvironmentValue> { ["PYTEST_ADDOPTS"] = new("-k 'good or better'", null) },
        };

        var result = await scene.Run(gate);

        Assert.Equal(["test_a.py::test_good"], result.Tests!.Cases.Select(test => test.Id));
    }
}
