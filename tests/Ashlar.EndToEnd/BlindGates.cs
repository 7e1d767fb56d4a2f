using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Gates that can tell nothing on the commit that a run starts from: found out before a model is paid a second time, and nobody's iteration.</summary>
public sealed class BlindGates
{
    private const string Calc = "def add(a, b):\n    return a + b\n";
    private const string Test = "from calc import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n";

    public static TheoryData<string, string, string[], string> Blind =>
        new()
        {
            { "only its exit code is read", "sh check.sh", ["check.sh", "echo 3 of 72 failed; exit 1\n"], "only its exit code is read" },
            { "a tool without a target", "mypy", ["setup.cfg", "[mypy]\n"], "Missing target" },
            { "an option that the tool does not have", "flake8 --no-such-option", ["calc.py", Calc], "no-such-option" },
            {
                "a plug-in that only its configuration names",
                "mypy calc.py",
                ["mypy.ini", "[mypy]\nplugins = no_such_plugin_anywhere\n"],
                "no_such_plugin_anywhere"
            },
            {
                "options for a plug-in that is not there",
                "pytest -q",
                ["pytest.ini", "[pytest]\naddopts = --no-such-plugin=2\n"],
                "no-such-plugin"
            },
            {
                "a dependency that is not there",
                "pytest -q",
                ["test_calc.py", "import nowhere_to_be_found\n" + Test],
                "nowhere_to_be_found"
            },
            {
                "the same for unittest",
                "python3 -m unittest -v",
                ["test_calc.py", "import nowhere_to_be_found\n" + Test],
                "nowhere_to_be_found"
            },
            {
                "a variable that is not set",
                "pytest -q",
                ["conftest.py", "import os\n\nos.environ[\"NO_SUCH_VARIABLE\"]\n"],
                "NO_SUCH_VARIABLE"
            },
            {
                "a fixture that is not there",
                "pytest -q",
                ["test_calc.py", "def test_add(no_such_fixture):\n    pass\n"],
                "no_such_fixture"
            },
            {
                "an exit code that hides failures",
                "pytest -q || true",
                ["test_calc.py", "def test_add():\n    assert False\n"],
                "ended with 1, the command with 0"
            },
            { "failing for nothing in its report", "pytest -q && false", ["calc.py", Calc], "although every reported test passed" },
        };

    [Theory]
    [MemberData(nameof(Blind))]
    public async Task It_waits_for_a_person_after_one_request_and_costs_no_iteration(string what, string run, string[] file, string words)
    {
        _ = what;
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            ("calc.py", Calc),
            ("test_calc.py", Test),
            (file[0], file[1]),
            (".ashlar/config.yaml", $"gates:\n  - name: judge\n    run: {run}\n")
        );
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], passing: 1)).ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);

        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Contains("E1 done --resume", result.Error, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        Assert.Equal("waiting", status.GetProperty("state").GetString());
        Assert.Equal(0, status.GetProperty("tasks")[0].GetProperty("iterations").GetInt32());
        Assert.Equal("", project.Git("log", "main..work", "--format=%s"));
    }

    [Fact]
    public async Task A_gate_that_works_is_no_obstacle_where_the_same_is_done_otherwise()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            ("calc.py", Calc),
            ("test_calc.py", Test),
            (".ashlar/config.yaml", "gates:\n  - {name: judge, run: pytest -q}\n  - {name: types, run: mypy .}\n")
        );
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], passing: 1)).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task Once_mended_it_runs_again_and_the_task_goes_on_where_it_was()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            (".gitignore", "node_modules/\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: judge, run: test -e node_modules/here}\n")
        );
        project.Write("node_modules/other", "");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        var again = await project.Ashlar("answer", project.Runs[0], "E1", "done", "--resume").Knowing(server).EndsWithAsync(3);
        project.Write("node_modules/here", "");
        await project.Ashlar("answer", project.Runs[0], "E2", "done", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains("E2", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(["1"], project.Trailers("work", "Ashlar-Task"));
    }

    [Theory]
    [InlineData("known")]
    [InlineData("configured")]
    public async Task Let_stay_red_it_decides_nothing_and_the_report_says_so(string how)
    {
        var key = how == "configured" ? ", known: true" : "";
        using var project = Project.TwoTasks();
        project.Write(".ashlar/config.yaml", $"gates:\n  - {{name: judge, run: \"false\"{key}}}\n").Commit("A gate");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var run = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .EndsWithAsync(how == "configured" ? 0 : 3);
        if (how != "configured")
        {
            Assert.Single(server.Requests);
            await project.Ashlar("answer", project.Runs[0], "E1", "known", "--resume").Knowing(server).EndsWithAsync(0);
        }

        var report = await project.Ashlar("report").EndsWithAsync(0);
        Assert.Contains("decides nothing", report.Out, StringComparison.Ordinal);
        var gate = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification").GetProperty("gates")[0];
        Assert.Equal("known", gate.GetProperty("status").GetString());
        Assert.Contains("decides nothing", gate.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    [Fact]
    public async Task Owed_by_the_work_it_has_to_turn_green()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: judge, run: grep -q right a.txt}\nowed: [judge]\n")
        );
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "wrong\n"), Say.Done("a.txt"), Say.Bash("echo right > a.txt"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(4, server.Requests.Count);
        Assert.Equal("right", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_look_at_yet_the_work_may_bring_it()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a calculator with tests\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: judge, run: pytest -q tests}\n  - {name: types, run: mypy .}\n")
        );
        await using var server = await Script
            .Of(
                "1",
                Say.Write("calc.py", Calc),
                Say.Write(
                    "tests/test_calc.py",
                    "import pathlib\nimport sys\n\nsys.path.insert(0, str(pathlib.Path(__file__).parent.parent))\n" + Test
                ),
                Say.Report(["calc.py", "tests/test_calc.py"], passing: 1)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task Where_there_is_still_nothing_to_look_at_the_run_waits_and_the_work_is_not_blamed()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            ("calc.py", Calc),
            (".ashlar/config.yaml", "gates:\n  - {name: judge, run: pytest -q}\n")
        );
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);

        Assert.Contains("no test was run", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        Assert.Equal(0, status.GetProperty("tasks")[0].GetProperty("iterations").GetInt32());
    }

    [Fact]
    public async Task Tests_that_wait_for_the_module_that_the_task_is_about_are_the_work()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write the module calc\n"),
            ("test_calc.py", Test),
            (".ashlar/config.yaml", "gates:\n  - {name: judge, run: pytest -q}\n")
        );
        await using var server = await Script
            .Of(
                "1",
                Say.Write("calc.py", Calc.Replace('+', '-')),
                Say.Report(["calc.py"], passing: 1),
                Say.Write("calc.py", Calc),
                Say.Report(["calc.py"], passing: 1)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(4, server.Requests.Count);
    }
}
