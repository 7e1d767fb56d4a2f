using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What gates say before a model is paid: <c>ashlar gates</c>, the start of a run, <c>init</c>.</summary>
public sealed class GatesBeforeRuns
{
    private const string Calc = "def add(a, b):\n    return a + b\n";
    private const string Test = "from calc import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n";

    private static Project Shop(string gates) =>
        Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            ("calc.py", Calc),
            ("test_calc.py", Test),
            (".ashlar/config.yaml", $"gates:\n{gates}")
        );

    [Fact]
    public async Task Each_gate_tells_its_command_its_place_its_counts_and_its_time()
    {
        using var project = Shop("  - {name: tests, run: pytest -q}\n  - {name: check, run: \"true\"}\n");

        var json = (await project.Ashlar("gates", "--trust", "--json").EndsWithAsync(0)).Json;
        var text = await project.Ashlar("gates").EndsWithAsync(0);

        var tests = json.GetProperty("gates")[0];
        Assert.Equal(
            ["name", "run", "source", "package", "status", "tests", "seconds", "message", "code", "remedy"],
            tests.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal("pytest -q", tests.GetProperty("run").GetString());
        Assert.Equal(".ashlar/config.yaml", tests.GetProperty("source").GetProperty("path").GetString());
        Assert.Equal(2, tests.GetProperty("source").GetProperty("line").GetInt32());
        Assert.Equal("green", tests.GetProperty("status").GetString());
        Assert.Equal(1, tests.GetProperty("tests").GetProperty("passing").GetInt32());
        var check = json.GetProperty("gates")[1];
        Assert.Equal("only its exit code is read", check.GetProperty("message").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, check.GetProperty("tests").ValueKind);
        Assert.Equal(0, json.GetProperty("uncovered").GetArrayLength());
        Assert.Matches(@"tests +green +exit 0: 1 passed +pytest -q +\(\.ashlar/config\.yaml:2\) +\d+\.\d s", text.Out);
        Assert.Matches(@"check +green +only its exit code is read +true ", text.Out);
        Assert.Empty(project.Runs);
    }

    [Theory]
    [InlineData("mypy", "Missing target")]
    [InlineData("\"false\"", "only its exit code is read")]
    [InlineData("no-such-program-anywhere", "not installed")]
    public async Task One_that_cannot_work_is_named_with_what_mends_it(string run, string words)
    {
        using var project = Shop($"  - {{name: tests, run: pytest -q}}\n  - {{name: bad, run: {run}}}\n");

        var text = await project.Ashlar("gates", "--trust").EndsWithAsync(1);
        var json = (await project.Ashlar("gates", "--json").RunAsync()).Json;

        Assert.Contains(words, text.Error, StringComparison.Ordinal);
        Assert.Contains("(.ashlar/config.yaml:3).", text.Error, StringComparison.Ordinal);
        var bad = json.GetProperty("gates").EnumerateArray().Single(gate => gate.GetProperty("name").GetString() == "bad");
        Assert.Equal("env", bad.GetProperty("status").GetString());
        Assert.Contains(words, bad.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_most_tests_cannot_be_imported_and_none_passes_nothing_is_told()
    {
        using var project = Shop("  - {name: tests, run: pytest -q}\n");
        project
            .Write("test_calc.py", "import shop_that_is_not_there\n")
            .Write("test_more.py", "import shop_that_is_not_there\n")
            .Write(
                "test_started.py",
                "import subprocess, sys\n\n\ndef test_it():\n    subprocess.run([sys.executable, '-c', 'import shop_that_is_not_there'], check=True)\n"
            );

        var text = await project.Ashlar("gates", "--trust", "--worktree").EndsWithAsync(1);

        Assert.Contains("no test could run: test_calc.py", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_red_is_named_below_the_gates_and_more_than_three_are_counted()
    {
        using var project = Shop("  - {name: tests, run: pytest -q}\n");
        project.Write("test_more.py", string.Concat(Enumerable.Range(0, 5).Select(at => $"def test_{at}():\n    assert {at} == 9\n")));

        var text = await project.Ashlar("gates", "--trust", "--worktree").EndsWithAsync(0);

        Assert.Contains("tests: test_more.py::test_0: assert 0 == 9", text.Out, StringComparison.Ordinal);
        Assert.Contains("tests: test_more.py::test_2: ", text.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("test_more.py::test_3", text.Out, StringComparison.Ordinal);
        Assert.Contains("tests: and 2 more", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_of_which_only_the_exit_code_is_read_are_not_called_missing()
    {
        using var project = Project.With(("Makefile", "test:\n\t@sh -c 'echo fine'\n"), ("a.c", "int a;\n"));

        var text = await project.Ashlar("gates").EndsWithAsync(1);

        Assert.Contains("no gate counts tests: only the exit code is read", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_a_recipe_lacks_is_no_file_that_is_missing()
    {
        using var project = Shop("  - {name: tests, run: pytest -q}\n  - {name: all, run: make check}\n");
        project.Write("Makefile", "other:\n\ttrue\n");

        var text = await project.Ashlar("gates", "--trust", "--worktree").EndsWithAsync(1);

        Assert.Contains("No rule to make target 'check'", text.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Commit check", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_of_a_program_that_colours_see_no_variable_that_forbids_it()
    {
        using var project = Shop("  - {name: tests, run: pytest -q}\n");
        project.Write("test_colour.py", "import os\n\n\ndef test_colour():\n    assert 'NO_COLOR' not in os.environ\n");

        var gate = (await project.Ashlar("gates", "--trust", "--worktree", "--json").EndsWithAsync(0)).Json.GetProperty("gates")[0];

        Assert.Equal(2, gate.GetProperty("tests").GetProperty("passing").GetInt32());
    }

    [Fact]
    public async Task HEAD_is_looked_at_unless_the_files_of_the_checkout_are_asked_for()
    {
        using var project = Shop("  - {name: tests, run: pytest -q}\n");
        project.Write("test_more.py", "def test_more():\n    assert False\n");
        var status = project.Git("status", "--porcelain");

        var head = (await project.Ashlar("gates", "--trust", "--json").EndsWithAsync(0)).Json.GetProperty("gates")[0];
        var files = (await project.Ashlar("gates", "--worktree", "--json").EndsWithAsync(0)).Json.GetProperty("gates")[0];

        Assert.Equal("green", head.GetProperty("status").GetString());
        Assert.Equal(1, head.GetProperty("tests").GetProperty("total").GetInt32());
        Assert.Equal("red", files.GetProperty("status").GetString());
        Assert.Equal(1, files.GetProperty("tests").GetProperty("failing").GetInt32());
        Assert.Equal(status, project.Git("status", "--porcelain"));
    }

    [Fact]
    public async Task Words_of_the_repository_are_obeyed_only_once_they_are_trusted()
    {
        using var project = Shop("  - {name: tests, run: pytest -q}\n");

        var refused = await project.Ashlar("gates").EndsWithAsync(2);

        Assert.Contains("--trust", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_tells_what_each_gate_says_at_its_start()
    {
        using var project = Shop("  - {name: tests, run: pytest -q}\n  - {name: check, run: \"true\"}\n");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], passing: 1)).ServeAsync();

        var run = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Matches(@"tests +green +exit 0: 1 passed +pytest -q +\(\.ashlar/config\.yaml:2\) +\d+\.\d s", run.Out);
        Assert.Matches(@"check +green +only its exit code is read +true ", run.Out);
        var report = await project.Ashlar("report").EndsWithAsync(0);
        Assert.Contains("only its exit code is read", report.Out, StringComparison.Ordinal);
        Assert.Equal(["check"], project.Trailers("work", "Ashlar-Exit-Only"));
    }

    [Fact]
    public async Task What_init_writes_was_tried()
    {
        using var project = Project.With(
            ("calc.py", Calc),
            ("test_calc.py", "import pytest\n\n" + Test),
            ("mypy.ini", "[mypy]\nno_such_option_of_mypy = 1\n"),
            ("package.json", "{\"scripts\": {\"test\": \"no-such-runner --all\"}}\n")
        );

        await project.Ashlar("init").EndsWithAsync(0);

        var written = project.Read(".ashlar/config.yaml");
        Assert.Contains("pytest", written, StringComparison.Ordinal);
        Assert.DoesNotContain("run: \"npm test\"", written, StringComparison.Ordinal);
        Assert.Matches("(?m)^# .*no-such-runner|(?m)^# .*npm test", written);
        await project.Ashlar("gates", "--worktree").EndsWithAsync(0);
    }
}
