using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Several agents in one work order, one after the other, each within its own scope; what one leaves is the next one's input.</summary>
public sealed class Pipelines
{
    private const string Test =
        "import unittest\n\nfrom src.rates import rate\n\n\nclass Rates(unittest.TestCase):\n    def test_rate(self):\n        self.assertEqual(rate(), 2)\n";

    [Theory]
    [InlineData(WireProtocol.Anthropic)]
    [InlineData(WireProtocol.OpenAI)]
    public async Task A_test_writer_an_implementer_and_a_tech_lead_do_a_task_together(WireProtocol protocol)
    {
        using var project = WithThreeAgents();
        await using var server = await Together().ServeAsync();

        await Run(project).Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal(["Add the rate (test-writer)", "Add the rate"], project.Subjects("work"));
        Assert.Equal(["tests/test_rates.py"], Changed(project, "work~2", "work~1"));
        Assert.Equal(["src/rates.py", "tasks.md"], Changed(project, "work~1", "work"));
        Assert.Equal(["", "red-green"], project.Trailers("work", "Ashlar-Proof"));
        Assert.Contains("test_rate", project.Trailers("work", "Ashlar-Red")[0], StringComparison.Ordinal);
        var implementer = server.Requests.First(request => request.System.Contains("You implement", StringComparison.Ordinal));
        Assert.Contains("test-writer", implementer.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("tests/test_rates.py", implementer.FirstUserText, StringComparison.Ordinal);
        var reviewer = server.Requests.First(Script.IsOfReader);
        Assert.Contains("+def rate", reviewer.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("+        self.assertEqual(rate(), 2)", reviewer.FirstUserText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_agent_is_held_to_its_own_scope()
    {
        using var project = WithThreeAgents();
        await using var server = await Script
            .Of("2")
            .As(
                "You write tests",
                "1",
                Say.Write("src/rates.py", "x\n"),
                Say.Write("tests/test_rates.py", Test),
                Say.Report(["tests/test_rates.py"], passing: 1, failing: 1)
            )
            .As(
                "You implement",
                "1",
                Say.Bash("sed -i 's/2/3/' tests/test_rates.py"),
                Say.Write("src/rates.py", "def rate():\n    return 2\n"),
                Say.Report(["src/rates.py"], passing: 2)
            )
            .Review("1", 1, Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        Assert.Contains("outside this task's scope", Last(server, "You write tests", 2), StringComparison.Ordinal);
        Assert.Contains("exit 4", Last(server, "You implement", 2), StringComparison.Ordinal);
        Assert.Equal(["tests/test_rates.py"], Changed(project, "work~2", "work~1"));
        Assert.Equal(["src/rates.py", "tasks.md"], Changed(project, "work~1", "work"));
    }

    [Fact]
    public async Task What_a_person_hands_over_to_one_agent_is_there_for_the_next_and_nobodys_change()
    {
        using var project = WithThreeAgents();
        await using var server = await Script
            .Of("2")
            .As(
                "You write tests",
                "1",
                Say.Escalate("question", "Which rate?"),
                Say.Write("tests/test_rates.py", Test),
                Say.Report(["tests/test_rates.py"], passing: 1, failing: 1)
            )
            .As("You implement", "1", Say.Bash("cp docs/rate.txt src/rates.py"), Say.Report(["src/rates.py"], passing: 2))
            .Review("1", 1, Say.Approve())
            .Asked("1", "Which rate?", ScriptedAnswer.Text("A person has to say."))
            .ServeAsync();
        await Run(project).Asking(server).EndsWithAsync(3);
        project.Write("docs/rate.txt", "def rate():\n    return 2\n");

        await project
            .Ashlar("answer", project.Runs[0], "E1", "See there.", "--with", "docs/rate.txt", "--resume")
            .Knowing(server)
            .EndsWithAsync(0);

        Assert.Equal(["spec", "1", "1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(["tests/test_rates.py"], Changed(project, "work~2", "work~1"));
        Assert.Equal(["src/rates.py", "tasks.md"], Changed(project, "work~1", "work"));
    }

    [Fact]
    public async Task Tests_left_red_keep_the_next_agent_from_being_done()
    {
        using var project = WithThreeAgents();
        await using var server = await Script
            .Of("2")
            .As("You write tests", "1", Say.Write("tests/test_rates.py", Test), Say.Report(["tests/test_rates.py"], passing: 1, failing: 1))
            .As(
                "You implement",
                "1",
                Say.Write("src/rates.py", "def rate():\n    return 3\n"),
                Say.Report(["src/rates.py"], passing: 1, failing: 1),
                Say.Write("src/rates.py", "def rate():\n    return 2\n"),
                Say.Report(["src/rates.py"], passing: 2)
            )
            .Review("1", 1, Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        Assert.Contains("Gates: not green", Last(server, "You implement", 3), StringComparison.Ordinal);
        Assert.Contains("test_rate", Last(server, "You implement", 3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_stage_is_started_anew_and_the_verified_one_before_it_stays()
    {
        using var project = WithThreeAgents();
        await using var server = await Script
            .Of("2")
            .As("You write tests", "1", Say.Write("tests/test_rates.py", Test), Say.Report(["tests/test_rates.py"], passing: 1, failing: 1))
            .As("You implement", "1", ScriptedAnswer.Text("I am lost."), ScriptedAnswer.Text("I am lost."))
            .ServeAsync();
        await Run(project).Asking(server).EndsWithAsync(1);
        await using var again = await Together().ServeAsync();

        await project.Ashlar("resume", project.Runs[0], "--retry", "1").Knowing(again).EndsWithAsync(0);

        Assert.DoesNotContain(again.Requests, request => request.System.Contains("You write tests", StringComparison.Ordinal));
        Assert.Equal(["Add the rate (test-writer)", "Add the rate"], project.Subjects("work"));
        Assert.Equal("done", (await project.Ashlar("status", "--json").RunAsync()).Json[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_run_that_is_killed_between_two_agents_ends_like_one_that_was_not()
    {
        using var whole = WithThreeAgents();
        await using var calm = await Together().ServeAsync();
        await Run(whole).Asking(calm).EndsWithAsync(0);
        var lines = whole.Journal().Lines.Count;
        var handover = whole.Journal().Types.ToList().IndexOf("stage.completed") + 1;

        foreach (var line in (int[])[handover - 2, handover, handover + 1, handover + 2, handover + 4, lines - 4])
        {
            using var project = WithThreeAgents();
            await using var server = await Together().ServeAsync();
            await Run(project).Asking(server).With("ASHLAR_FAILPOINT", $"{line}").RunAsync();
            await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);

            Assert.Equal(whole.Subjects("work"), project.Subjects("work"));
            Assert.Equal(whole.Git("rev-parse", "work^{tree}"), project.Git("rev-parse", "work^{tree}"));
            Assert.Equal(calm.Requests.Count, server.Requests.Count);
            Assert.Single(project.Git("worktree", "list").Split('\n'));
        }
    }

    [Fact]
    public async Task A_pipeline_that_makes_no_sense_is_refused_with_its_line()
    {
        using var project = WithThreeAgents("[tech-lead, implementer]");
        await using var server = await Script.Of("1").ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--json").Asking(server).EndsWithAsync(2);

        Assert.Equal("pipeline.reviewer", result.Json.GetProperty("code").GetString());
        Assert.Equal(1, result.Json.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task A_dry_run_shows_the_agents_and_what_each_may_change()
    {
        using var project = WithThreeAgents();
        await using var server = await Script.Of("1").ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--dry-run").Asking(server).EndsWithAsync(0);

        Assert.Contains(
            "Pipeline\n  test-writer  (.claude/agents/test-writer.md)  changes tests/**/*.py\n  implementer",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Empty(server.Requests);
    }

    private static AshlarCommand Run(Project project) => project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work");

    private static Script Together() =>
        Script
            .Of("2")
            .As("You write tests", "1", Say.Write("tests/test_rates.py", Test), Say.Report(["tests/test_rates.py"], passing: 1, failing: 1))
            .As("You implement", "1", Say.Write("src/rates.py", "def rate():\n    return 2\n"), Say.Report(["src/rates.py"], passing: 2))
            .Review("1", 1, Say.Approve());

    private static string Last(ScriptedModelServer server, string words, int turn) =>
        server.Requests.First(request => request.Turn == turn && request.System.Contains(words, StringComparison.Ordinal)).LastResultText;

    private static string[] Changed(Project project, string from, string to) => project.Git("diff", "--name-only", from, to).Split('\n');

    private static Project WithThreeAgents(string pipeline = "[test-writer, implementer, tech-lead]") =>
        Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Add the rate\n- [ ] Write b.txt\n"),
            (
                ".ashlar/config.yaml",
                $"pipeline: {pipeline}\ngates:\n  - {{name: tests, run: python3 -B -m unittest discover -s tests -v, results: unittest}}\n"
            ),
            (
                ".claude/agents/test-writer.md",
                "---\nname: test-writer\ndescription: Writes tests.\n---\nYou write tests.\n\n**In scope**: `tests/**/*.py`\n"
            ),
            (
                ".claude/agents/implementer.md",
                "---\nname: implementer\ndescription: Implements.\n---\nYou implement.\n\n**In scope**: `src/**/*.py`\n**Out of scope**: `tests/**/*.py`\n"
            ),
            ("src/__init__.py", ""),
            (
                "tests/test_old.py",
                "import unittest\n\n\nclass Old(unittest.TestCase):\n    def test_old(self):\n        self.assertEqual(1 + 1, 2)\n"
            )
        );
}
