using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Acceptance criteria that are commands are looked at like gates, before the work.</summary>
public sealed class CriteriaBeforeRuns
{
    private static Project With(string criterion) =>
        Project.With(
            ("tasks.md", $"# Tasks\n\n### [ ] T-1: Write a.txt\n\n**Acceptance Criteria**:\n- `{criterion}`\n"),
            ("calc.py", "def add(a: int, b: int) -> int:\n    return a + b\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n")
        );

    [Fact]
    public async Task A_runner_that_is_not_there_is_left_out_where_the_tool_is_there()
    {
        using var project = With("uv run mypy .");
        await using var server = await Script
            .Of("T-1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], acceptance: ["`uv run mypy .`"]))
            .ServeAsync();

        var plan = (await project.Ashlar("run", "tasks.md", "--dry-run", "--json").Asking(server).EndsWithAsync(0)).Json;
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var criterion = plan.GetProperty("gates")[1];
        Assert.Equal("T-1/criterion-1", criterion.GetProperty("name").GetString());
        Assert.Equal("mypy .", criterion.GetProperty("run").GetString());
        Assert.Equal("tasks.md", criterion.GetProperty("path").GetString());
        Assert.Equal(2, server.Requests.Count);
    }

    /// <summary>A container that no command reaches, and a tool without a target where the repository's own gate has one.</summary>
    [Fact]
    public async Task One_that_leaves_its_target_or_its_runner_to_the_machine_runs_as_the_repository_does()
    {
        using var project = Project.With(
            (
                "tasks.md",
                "# Tasks\n\n### [ ] T-1: Write a.txt\n\n**Acceptance Criteria**:\n- `uv run mypy`\n- `docker compose exec web mypy lib`\n"
            ),
            ("lib/calc.py", "def add(a: int, b: int) -> int:\n    return a + b\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: types, run: mypy lib}\n")
        );
        await using var server = await Script.Of("T-1").ServeAsync();
        using var programs = new TemporaryFolder();
        File.WriteAllText(programs["docker"], "#!/bin/sh\necho Cannot connect to the Docker daemon >&2\nexit 1\n");
        File.SetUnixFileMode(programs["docker"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var plan = await project
            .Ashlar("run", "tasks.md", "--dry-run", "--json")
            .With("PATH", $"{programs.Path}:{Environment.GetEnvironmentVariable("PATH")}")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Equal(
            ["mypy lib", "mypy lib", "mypy lib"],
            plan.Json.GetProperty("gates").EnumerateArray().Select(gate => gate.GetProperty("run").GetString())
        );
    }

    [Fact]
    public async Task A_tool_that_is_not_there_stops_the_start()
    {
        using var project = With("uv sync");
        await using var server = await Script.Of("T-1").ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("uv", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    /// <summary>The same for a gate: what is not installed is told with the command that fetches it, before a model is paid.</summary>
    [Fact]
    public async Task A_runner_that_package_json_lists_and_nobody_fetched_stops_the_start()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            ("package.json", "{\"name\": \"a\", \"scripts\": {\"test\": \"mocha\"}, \"devDependencies\": {\"mocha\": \"^10.0.0\"}}\n"),
            ("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {}}\n"),
            ("test/a.spec.js", "it('adds', () => {});\n")
        );
        await using var server = await Script.Of("1").ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("mocha", result.Error, StringComparison.Ordinal);
        Assert.Contains("`npm ci`", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("mypy", "Missing target")]
    [InlineData("flake8 --no-such-option .", "no-such-option")]
    public async Task One_that_cannot_work_waits_after_one_request_and_an_answer_lets_the_run_go_on(string criterion, string words)
    {
        using var project = With(criterion);
        await using var server = await Script
            .Of("T-1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], acceptance: [$"`{criterion}`"]))
            .ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        Assert.Single(server.Requests);
        await project.Ashlar("answer", project.Runs[0], "E1", "known", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task What_the_work_is_to_bring_may_be_missing_before_it()
    {
        using var project = With("sh tools/count.sh");
        await using var server = await Script
            .Of("T-1", Say.Write("tools/count.sh", "exit 0\n"), Say.Report(["tools/count.sh"], acceptance: ["`sh tools/count.sh`"]))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task The_gates_command_tries_them_too()
    {
        using var project = With("mypy .");

        var json = (await project.Ashlar("gates", "tasks.md", "--trust", "--json").EndsWithAsync(0)).Json;

        Assert.Equal("T-1/criterion-1", json.GetProperty("gates")[1].GetProperty("name").GetString());
        Assert.Equal("green", json.GetProperty("gates")[1].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_tool_that_the_agent_names_without_a_target_gets_one()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            ("calc.py", "def add(a: int, b: int) -> int:\n    return a + b\n"),
            ("test_calc.py", "from calc import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n"),
            (
                ".claude/agents/dev.md",
                "---\nname: dev\ndescription: Implements everything in Python\n---\nYou implement.\n\n## Workflow\n\n1. **Validate** – Run `uv run mypy`, `uv run isort`, and targeted `uv run pytest` suites.\n"
            )
        );
        await using var server = await Script
            .Of("1", Say.Write("calc.py", "def add(a: int, b: int) -> int:\n    return str(a + b)\n"))
            .ServeAsync();

        var plan = (await project.Ashlar("run", "tasks.md", "--agent", "dev", "--dry-run", "--json").Asking(server).EndsWithAsync(0)).Json;

        var runs = plan.GetProperty("gates").EnumerateArray().Select(gate => gate.GetProperty("run").GetString()).ToList();
        Assert.Contains("mypy .", runs);
        Assert.Contains("isort --check-only .", runs);
    }
}
