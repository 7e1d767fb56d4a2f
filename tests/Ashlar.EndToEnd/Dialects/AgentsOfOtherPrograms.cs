using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>Runs with definitions that were written for OpenCode, VS Code and Codex.</summary>
public sealed class AgentsOfOtherPrograms
{
    [Theory]
    [InlineData(".github/agents/mason.agent.md", "tools: [codebase, createFile, runInTerminal]")]
    [InlineData(".opencode/agents/mason.md", "mode: primary\npermission: {webfetch: deny, bash: {\"*\": deny}}")]
    public async Task Their_tools_are_given_by_the_names_that_they_have_here(string path, string matter)
    {
        using var project = Project.TwoTasks((path, $"---\ndescription: Builds.\n{matter}\n---\nBuild.\n"));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--agent", "mason").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    [Theory]
    [InlineData(".github/agents/mason.agent.md", "tools: [codebase, replaceSymbols]", "replaceSymbols", "tools: Read, Edit, Write")]
    [InlineData(".opencode/agents/mason.md", "permission: {edit: ask, bash: ask}", "edit: ask", "`allow`")]
    [InlineData(".opencode/agents/mason.md", "permission: {edit: never}", "allow, ask and deny", "Write allow or deny")]
    [InlineData(".codex/agents/mason.toml", null, "TOML is not read", ".claude/agents/mason.md")]
    public async Task What_leaves_the_agent_without_tools_ends_the_run_before_anything_is_asked(
        string path,
        string? matter,
        string said,
        string remedy
    )
    {
        var text = matter is null
            ? "name = \"mason\"\nsandbox_mode = \"workspace-write\"\n"
            : $"---\ndescription: Builds.\n{matter}\n---\nBuild.\n";
        using var project = Project.TwoTasks((path, text));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--agent", "mason").Asking(server).EndsWithAsync(2);

        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Error, StringComparison.Ordinal);
        Assert.Contains(path, result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }
}
