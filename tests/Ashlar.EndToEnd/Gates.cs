using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What gates decide, and what they do not.</summary>
public sealed class Gates
{
    private const string Tests = """
        import os
        import unittest


        class Sums(unittest.TestCase):
            def test_good(self):
                self.assertEqual(1 + 1, 2)

            def test_broken_before(self):
                self.assertEqual(1 + 1, 3)
        """;

    [Fact]
    public async Task What_failed_before_is_known_and_named_and_does_not_stop_the_task()
    {
        using var project = WithTests(Tests);
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], passing: 1, failing: 1))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var gate = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification").GetProperty("gates")[0];
        Assert.Equal("known", gate.GetProperty("status").GetString());
        Assert.Contains(
            "test_broken_before",
            Assert.Single(gate.GetProperty("known").EnumerateArray()).ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(0, gate.GetProperty("new").GetArrayLength());
    }

    [Fact]
    public async Task A_commit_hook_that_is_a_gate_sees_the_change_as_staged()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write the rates\n"),
            (".githooks/pre-commit", "#!/bin/sh\n! git diff --cached --name-only | grep -x forbidden.txt\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: hooks, run: sh .githooks/pre-commit}\n")
        );
        await using var server = await Script
            .Of("1", Say.Write("forbidden.txt", "x\n"), Say.Done("forbidden.txt"), Say.Bash("mv forbidden.txt a.txt"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("forbidden.txt", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    [Fact]
    public async Task A_new_failure_is_told_apart_from_a_known_one()
    {
        using var project = WithTests(Tests);
        await using var server = await Script
            .Of(
                "1",
                Say.Write(
                    "test_more.py",
                    "import os\nimport unittest\n\n\nclass More(unittest.TestCase):\n    def test_new(self):\n        self.assertTrue(os.path.exists(\"a.txt\"))\n"
                ),
                Say.Report(["test_more.py"], passing: 1, failing: 2),
                Say.Write("a.txt", "a\n"),
                Say.Report(["test_more.py", "a.txt"], passing: 2, failing: 1)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var words = server.Requests[2].LastResultText;
        Assert.Matches(@"new +\S*test_new", words);
        Assert.Matches(@"known +\S*test_broken_before", words);
        Assert.Contains("fails on the base too; leave it", words, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "REPORT-008")]
    public async Task A_test_that_passes_when_run_again_is_flaky_and_named()
    {
        // Nothing that an attempt leaves in its own place meets the next; without a sandbox it can leave something elsewhere.
        using var elsewhere = new TemporaryFolder();
        var seen = elsewhere["seen"];
        using var project = WithTests(
            """
            import os
            import unittest


            class Sums(unittest.TestCase):
                def test_good(self):
                    self.assertEqual(1 + 1, 2)

                def test_shaky(self):
                    first = os.path.exists("a.txt") and not os.path.exists("SEEN")
                    if first:
                        open("SEEN", "w").close()
                    self.assertFalse(first)
            """.Replace("SEEN", seen, StringComparison.Ordinal),
            (".gitignore", "*.tmp\n__pycache__/\n")
        );
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], passing: 2), Say.Report(["a.txt"], passing: 2))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--unsafe-no-sandbox", "--branch", "work").Asking(server).EndsWithAsync(0);

        var gate = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification").GetProperty("gates")[0];
        Assert.Contains("test_shaky", Assert.Single(gate.GetProperty("flaky").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_criterion_that_is_one_command_in_backticks_runs_as_a_gate()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n### [ ] T-1: Write a.txt\n\n**Acceptance Criteria**:\n- `grep -q right a.txt`\n- It is short\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n")
        );
        string[] criteria = ["`grep -q right a.txt`", "It is short"];
        await using var server = await Script
            .Of(
                "T-1",
                Say.Write("a.txt", "wrong\n"),
                Say.Report(["a.txt"], acceptance: criteria),
                Say.Bash("echo right > a.txt"),
                Say.Report(["a.txt"], acceptance: ["`grep -q right a.txt`"]),
                Say.Report(["a.txt"], acceptance: criteria)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("grep -q right a.txt", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("It is short", server.Requests[4].LastResultText, StringComparison.Ordinal);
        Assert.Equal("right", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task A_gate_whose_program_vanishes_waits_for_a_person_and_costs_no_iteration()
    {
        using var project = Project.TwoTasks();
        var tool = project.Beside("bin/judge");
        Directory.CreateDirectory(project.Beside("bin"));
        WriteTool(tool);
        project.Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: judge}\n").Commit("A gate of its own");
        var path = $"{project.Beside("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        var script = Script.OfTwoTasks();
        await using var server = await ScriptedModelServer.StartAsync(request =>
        {
            if (request.Number == 2)
            {
                File.Delete(tool);
            }

            return script.Answer(request);
        });

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server)
            .With("PATH", path)
            .EndsWithAsync(3);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        WriteTool(tool);
        await project.Ashlar("answer", project.Runs[0], "E1", "done", "--resume").Knowing(server).With("PATH", path).EndsWithAsync(0);

        Assert.Equal("waiting", status.GetProperty("state").GetString());
        Assert.Equal(0, status.GetProperty("tasks")[0].GetProperty("iterations").GetInt32());
        Assert.Equal(["1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_gate_whose_program_is_missing_does_not_start()
    {
        using var project = Project.TwoTasks();
        project.Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: judge-that-is-not-there}\n").Commit("A gate");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("judge-that-is-not-there", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_gate_for_the_whole_run_runs_once_at_its_end_and_red_fails_the_run_with_its_commits()
    {
        using var project = Project.TwoTasks();
        project
            .Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n  - {name: whole, run: test ! -e b.txt, each: run}\n")
            .Commit("A gate");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);

        Assert.Contains("whole", result.Error, StringComparison.Ordinal);
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
    }

    [Fact]
    public async Task What_a_gate_writes_is_neither_committed_nor_seen_by_the_model()
    {
        using var project = Project.TwoTasks();
        project.Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: \"echo x > gate.out; git add -A\"}\n").Commit("A gate");
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Bash("ls"), Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal("a.txt\nb.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
        Assert.Contains("a.txt", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("gate.out", server.Requests[3].LastResultText, StringComparison.Ordinal);
    }

    private static Project WithTests(string tests, params IReadOnlyList<(string Path, string Text)> more) =>
        Project.With([
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            ("test_sums.py", tests),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: python3 -m unittest -v, results: unittest}\n"),
            .. more,
        ]);

    private static void WriteTool(string path)
    {
        File.WriteAllText(path, "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
