using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Tests that a task owes: red before the work, they are never known.</summary>
public sealed class OwedTestsOfTasks
{
    private const string Broken =
        "from calc import add\n\n\ndef test_add_cents():\n    assert add(1, 2) == 3\n\n\ndef test_other_thing():\n    assert False\n";

    private static Project Shop(string task, string more = "", string tests = "tests/test_calc.py") =>
        Project.With(
            ("tasks.md", $"# Tasks\n\n- [ ] {task}\n"),
            ("calc.py", "def add(a, b):\n    return a - b\n"),
            ("conftest.py", ""),
            (tests, Broken),
            ("tests/test_good.py", "def test_good():\n    assert True\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: pytest -q}\n" + more)
        );

    [Theory]
    [InlineData("Make test_add_cents pass", "")]
    [InlineData("Make the first of tests/test_calc.py::test_add_cents work", "")]
    [InlineData("Fix the sum", "owed: [\"tests/test_calc.py::test_add_cents\"]\n")]
    public async Task One_that_is_named_has_to_pass_and_proves_the_change(string task, string more)
    {
        using var project = Shop(task, more);
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo '# fixed' >> calc.py"),
                Say.Report([], ["calc.py"], passing: 1, failing: 2),
                Say.Bash("sed -i 's/a - b/a + b/' calc.py"),
                Say.Report([], ["calc.py"], passing: 2, failing: 1)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Matches(@"new +\S*test_add_cents", server.Requests[2].LastResultText);
        Assert.Matches(@"known +\S*test_other_thing", server.Requests[2].LastResultText);
        Assert.Equal(["red-green"], project.Trailers("work", "Ashlar-Proof"));
    }

    [Fact]
    public async Task Those_that_lie_where_the_agent_may_not_write_are_anothers_and_owed()
    {
        using var project = Shop("Fix the sum", "scope: {deny: [\"tests/**\"]}\nlimits: {iterations: 2}\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo '# fixed' >> calc.py"),
                Say.Report([], ["calc.py"], passing: 1, failing: 2),
                Say.Bash("sed -i 's/a - b/a + b/' calc.py"),
                Say.Report([], ["calc.py"], passing: 2, failing: 1)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);

        Assert.Matches(@"new +\S*test_add_cents", server.Requests[2].LastResultText);
        Assert.Equal("", project.Git("log", "main..work", "--format=%s"));
    }

    [Fact]
    public async Task The_configuration_lets_one_of_them_stay_red()
    {
        using var project = Shop("Fix the sum", "scope: {deny: [\"tests/**\"]}\nknown: [\"tests/test_calc.py::test_other_thing\"]\n");
        await using var server = await Script
            .Of("1", Say.Bash("sed -i 's/a - b/a + b/' calc.py"), Say.Report([], ["calc.py"], passing: 2, failing: 1))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["red-green"], project.Trailers("work", "Ashlar-Proof"));
    }

    [Fact]
    public async Task A_rule_that_all_tests_pass_is_not_met_by_known_failures()
    {
        using var project = Shop("Fix the sum");
        project
            .Write(
                ".claude/agents/dev.md",
                "---\nname: dev\ndescription: Implements everything in Python\n---\nYou implement.\n\n## Verification\n\n- [ ] All pytest tests pass\n"
            )
            .Commit("An agent");
        await using var server = await Script
            .Of("1", Say.Bash("sed -i 's/a - b/a + b/' calc.py"), Say.Report([], ["calc.py"], passing: 2, failing: 1))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--agent", "dev", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var report = await project.Ashlar("report").EndsWithAsync(0);
        Assert.Matches(@"All pytest tests pass: not met: \S*test_other_thing", report.Out);
    }
}
