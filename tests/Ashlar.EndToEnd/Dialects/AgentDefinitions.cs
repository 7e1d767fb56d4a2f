using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>What is shown of definitions as people have them, and which one is chosen.</summary>
public sealed class AgentDefinitions
{
    private const string Checked = "gates:\n  - {name: check, run: \"true\"}\n";

    [Fact]
    public async Task A_definition_shows_its_tools_what_stays_frozen_and_what_is_not_there()
    {
        using var project = Project.With((".claude/agents/implementer.md", AgentShapes.AgentOs));

        var shown = (await project.Ashlar("agents", "show", "implementer", "--json").EndsWithAsync(0)).Json;

        Assert.Equal(
            (".claude/agents/implementer.md", "inherit", "red"),
            (shown.GetProperty("path").GetString(), shown.GetProperty("model").GetString(), shown.GetProperty("color").GetString())
        );
        Assert.Equal(
            ["Write", "Read", "Bash", "mcp__playwright__browser_click", "mcp__ide__getDiagnostics"],
            Strings(shown.GetProperty("tools"))
        );
        Assert.Equal(["**/migrations/*.py"], Strings(shown.GetProperty("policy").GetProperty("frozen")));
        Assert.Empty(Strings(shown.GetProperty("policy").GetProperty("gates")));
        var missing = Assert.Single(shown.GetProperty("problems").EnumerateArray());
        Assert.Contains("mcp__playwright__browser_click", missing.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_is_no_valid_YAML_gives_its_scope_with_the_lines_it_comes_from()
    {
        using var project = Project.With((".claude/agents/python-implementer.md", AgentShapes.Scoped));

        var shown = (await project.Ashlar("agents", "show", "python-implementer", "--json").EndsWithAsync(0)).Json;
        var lint = await project.Ashlar("agents", "lint").EndsWithAsync(0);

        var policy = shown.GetProperty("policy");
        Assert.Equal("sonnet", shown.GetProperty("model").GetString());
        Assert.Contains("<example>", shown.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(["replay/replay/**/*.py"], Strings(policy.GetProperty("allow")));
        Assert.Contains("replay/tests/**", Strings(policy.GetProperty("deny")));
        Assert.Equal(["python3 -m unittest discover -s replay/tests -t replay"], Strings(policy.GetProperty("gates")));
        var text = AgentShapes.Scoped.Split('\n');
        foreach (var rule in policy.GetProperty("rules").EnumerateArray().Where(rule => rule.GetProperty("kind").GetString() is "allow"))
        {
            Assert.Equal(".claude/agents/python-implementer.md", rule.GetProperty("path").GetString());
            Assert.Contains("replay/replay/**/*.py", text[rule.GetProperty("line").GetInt32() - 1], StringComparison.Ordinal);
        }

        Assert.Contains("agent.front-matter-yaml", lint.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_without_front_matter_gets_its_file_s_name_the_task_and_a_text_report()
    {
        using var project = Project.With((".ashlar/config.yaml", Checked), ("README.md", "A project\n"));
        var agent = project.Beside("developer.md");
        await File.WriteAllTextAsync(agent, AgentShapes.Developer);
        await using var server = await Script
            .Of(
                "task-1",
                Say.Write("a.txt", "a\n"),
                ScriptedAnswer.Text(
                    "IMPLEMENTATION COMPLETE\n\nSummary: Wrote the letter.\n\nFiles Modified:\n- a.txt (created)\n\nKey Changes:\n- The letter\n\n"
                        + "Tests:\n- Total tests: 0\n- Passing: 0\n- Failing: 0\n\nConcerns/Questions:\n- None\n\nStatus: READY_FOR_REVIEW"
                )
            )
            .ServeAsync();

        var shown = (await project.Ashlar("agents", "show", agent, "--json").EndsWithAsync(0)).Json;
        await project
            .Ashlar("run", "--task", "Write the letter a", "--agent", agent, "--trust", "--branch", "work")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Equal("developer", shown.GetProperty("name").GetString());
        Assert.DoesNotContain("TASK WILL BE INSERTED", server.Requests[0].System, StringComparison.Ordinal);
        Assert.Contains("Write the letter a", server.Requests[0].System + server.Requests[0].FirstUserText, StringComparison.Ordinal);
        Assert.Equal(["task-1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Gates_in_the_prompt_run_without_a_runner_that_is_absent_and_formatters_only_check()
    {
        using var project = PythonShop.Bare(
            ("tasks.md", "# Tasks\n\n- [ ] Write Python code\n"),
            (".claude/agents/python-developer.md", AgentShapes.GateDriven),
            ("docs/GUIDELINE.md", "Small functions.\n"),
            ("AGENTS.md", "Be kind.\n")
        );
        var tools = project.Beside("bin");
        foreach (var tool in new[] { "black", "isort", "flake8", "pytest" })
        {
            Install(tools, tool);
        }

        await using var server = await Script.Of("1").ServeAsync();

        var plan = await project
            .Ashlar("run", "tasks.md", "--agent", "python-developer", "--trust", "--dry-run", "--json")
            .With("PATH", $"{tools}:/usr/bin:/bin")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Equal(
            ["black --check .", "isort --check-only .", "flake8", "pytest"],
            plan.Json.GetProperty("gates").EnumerateArray().Select(gate => gate.GetProperty("run").GetString())
        );
        Assert.All(
            plan.Json.GetProperty("gates").EnumerateArray(),
            gate => Assert.Equal(".claude/agents/python-developer.md", gate.GetProperty("path").GetString())
        );
        Assert.Contains("format: uv is not there, black is: the gate runs as `black --check .`", Strings(plan.Json.GetProperty("notes")));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_required_document_that_is_missing_is_named_before_the_model_is_asked()
    {
        using var project = PythonShop.Bare(
            ("tasks.md", "# Tasks\n\n- [ ] Write Python code\n"),
            (".claude/agents/python-developer.md", AgentShapes.GateDriven),
            ("AGENTS.md", "Be kind.\n")
        );
        await using var server = await Script.Of("1").ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--agent", "python-developer", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("docs/GUIDELINE.md", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(project.Runs);
    }

    [Fact]
    public async Task Without_a_name_the_fitting_definition_is_chosen_and_named_and_two_that_fit_are_listed()
    {
        const string Work = "agent-os/specs/2026-03-01-orders";
        using var project = Project.With(
            (".ashlar/config.yaml", Checked),
            ($"{Work}/spec.md", "# Orders\n"),
            (
                $"{Work}/tasks.md",
                "# Tasks\n\n#### Task Group 1: Orders\n**Dependencies:** None\n\n- [ ] 1.0 Write orders\n  - [ ] 1.1 Write them\n"
            ),
            (".claude/agents/implementer.md", AgentShapes.AgentOs),
            (
                ".claude/agents/spec-writer.md",
                "---\nname: spec-writer\ndescription: Writes specifications; never code.\n---\n\nYou write specs.\n"
            )
        );
        await using var server = await Script.Of("1.0").ServeAsync();

        var plan = (await project.Ashlar("run", Work, "--trust", "--dry-run", "--json").Asking(server).EndsWithAsync(0)).Json;
        project
            .Write(".claude/agents/second.md", AgentShapes.AgentOs.Replace("name: implementer", "name: second", StringComparison.Ordinal))
            .Commit("A second one");
        var refused = await project.Ashlar("run", Work, "--trust").Asking(server).EndsWithAsync(2);

        Assert.Equal(
            ("implementer", ".claude/agents/implementer.md"),
            (plan.GetProperty("agent").GetString(), plan.GetProperty("agent_path").GetString())
        );
        Assert.Contains("Write", Strings(plan.GetProperty("tools")));
        Assert.DoesNotContain("Edit", Strings(plan.GetProperty("tools")));
        Assert.Contains("implementer (.claude/agents/implementer.md)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("second (.claude/agents/second.md)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--agent", refused.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(one => one.GetString()!);

    private static void Install(string folder, string tool)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, tool);
        File.WriteAllText(path, "#!/bin/sh\nexit 0\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
