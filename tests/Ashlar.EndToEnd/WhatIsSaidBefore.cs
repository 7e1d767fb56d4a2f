using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What a person is told before a run: the gates that it will have, and what is odd about its inputs, in few words.</summary>
public sealed class WhatIsSaidBefore
{
    private const string Makefile = "test:\n\t@echo tested\nlint:\n\t@echo linted\n";

    [Fact]
    public async Task Doctor_shows_the_gates_of_the_agent_with_their_source()
    {
        using var project = Project.With([
            ("Makefile", Makefile),
            (
                ".claude/agents/implementer.md",
                "---\nname: implementer\ndescription: Implements tasks\n---\n## Quality Gates\n\n- Run `make lint`\n"
            ),
        ]);

        var checks = await ChecksAsync(project);

        Assert.Contains("make lint (.claude/agents/implementer.md:7)", checks["gate lint"], StringComparison.Ordinal);
        Assert.Equal(1, checks["gate tools"].Split("\n").Count(line => line.StartsWith("no gate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Doctor_says_where_agents_have_other_gates_and_shows_those_of_the_repository()
    {
        using var project = Project.With([
            ("Makefile", Makefile),
            (".claude/agents/one.md", "---\nname: one\ndescription: Implements tasks\n---\n## Quality Gates\n\n- Run `make lint`\n"),
            (".claude/agents/two.md", "---\nname: two\ndescription: Implements tasks\n---\nWork.\n"),
        ]);

        var checks = await ChecksAsync(project);

        Assert.DoesNotContain("gate lint", checks.Keys);
        Assert.Contains("runs with one have other gates", checks["gate tools"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_odd_about_a_definition_takes_one_short_line_before_a_run()
    {
        var tools = string.Join(", ", Enumerable.Range(0, 40).Select(number => $"mcp__server{number}__tool"));
        using var project = Project.TwoTasks(
            (
                ".claude/agents/implementer.md",
                $"---\nname: implementer\ndescription: Implements tasks: all of them\ntools: Read, Write, Edit, Bash, {tools}\n---\nWork.\n"
            )
        );
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var run = await project
            .Ashlar("run", "tasks.md", "--trust", "--agent", "implementer", "--branch", "work")
            .Asking(server)
            .EndsWithAsync(0);
        var lint = await project.Ashlar("agents", "lint", ".claude/agents/implementer.md").RunAsync();

        var line = Assert.Single(run.Error.Split('\n'), line => line.Contains("implementer.md", StringComparison.Ordinal));
        Assert.InRange(line.Length, 1, 320);
        Assert.Contains("not valid YAML", line, StringComparison.Ordinal);
        Assert.Contains("Nobody offers", line, StringComparison.Ordinal);
        Assert.Contains("`ashlar agents lint .claude/agents/implementer.md`", line, StringComparison.Ordinal);
        Assert.Contains("mcp__server39__tool", lint.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MODE=other\n", true)]
    [InlineData("MODE=plain\n", false)]
    public async Task A_committed_file_to_be_shared_that_differs_in_the_checkout_is_told_of(string content, bool isTold)
    {
        using var project = Project.TwoTasks((".env", "MODE=plain\n"));
        project.Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nshare: [.env]\n").Commit("Share it");
        project.Git("update-index", "--skip-worktree", ".env");
        project.Write(".env", content);

        var plan = await project
            .Ashlar("run", "tasks.md", "--dry-run", "--json")
            .With("ANTHROPIC_API_KEY", Guid.NewGuid().ToString("N"))
            .EndsWithAsync(0);

        var told = plan.Json.GetProperty("warnings").EnumerateArray().Where(one => one.GetProperty("path").GetString() == ".env").ToList();
        Assert.Equal(isTold ? ["repository.uncommitted"] : [], told.Select(one => one.GetProperty("code").GetString()!));
    }

    private static async Task<Dictionary<string, string>> ChecksAsync(Project project) =>
        (await project.Ashlar("doctor", "--json").With("ANTHROPIC_API_KEY", null).RunAsync())
            .Json.GetProperty("checks")
            .EnumerateArray()
            .GroupBy(check => check.GetProperty("name").GetString()!)
            .ToDictionary(
                group => group.Key,
                group => string.Join('\n', group.Select(check => check.GetProperty("detail").GetString())),
                StringComparer.Ordinal
            );
}
