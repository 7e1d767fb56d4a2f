using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

public sealed class ToolGrantTests
{
    private static readonly string[] Offered =
    [
        .. PolicySource.BuiltInTools,
        "mcp__playwright__click",
        "mcp__playwright__type",
        "mcp__ide__getDiagnostics",
        "mcp__db__drop",
    ];

    [Theory]
    [InlineData("Read, Write", "Read Write Report Escalate NoteDeviation")]
    [InlineData("Bash", "Bash BashOutput KillShell Report Escalate NoteDeviation")]
    [InlineData("Read, mcp__playwright__*", "Read Report Escalate NoteDeviation mcp__playwright__click mcp__playwright__type")]
    [InlineData("Playwright", "Report Escalate NoteDeviation mcp__playwright__click mcp__playwright__type")]
    [InlineData("read, edit, search", "Read Write Edit Glob Grep Report Escalate NoteDeviation")]
    [InlineData("Read, commit_and_push", "Read Report Escalate NoteDeviation commit_and_push")]
    [InlineData("NotebookEdit, Task", "Report Escalate NoteDeviation")]
    [InlineData("Read, Review", "Read Report Escalate NoteDeviation")]
    public void Tools_are_those_that_the_definition_names(string tools, string expected) =>
        Assert.Equal(expected, string.Join(' ', Of(tools).Names));

    [Fact]
    public void Without_a_list_all_tools_are_given_and_commit_and_push_when_the_prompt_names_it()
    {
        Assert.False(Of(null).Offers("commit_and_push"));
        Assert.True(Of(null).Offers("mcp__db__drop"));
        Assert.True(Of("Read", prompt: "Call `commit_and_push` at the end.").Offers("commit_and_push"));
        Assert.False(Of("Read", prompt: "Call my_commit_and_push_x.").Offers("commit_and_push"));
    }

    [Fact]
    public void What_nobody_offers_is_listed_and_never_widens()
    {
        var grant = Of("Read, WebSearch, Agent(a, b), Read(src/**)");
        Assert.Equal(["WebSearch", "Agent(a, b)", "Read(src/**)"], grant.Unavailable);
        Assert.Equal("Read Report Escalate NoteDeviation", string.Join(' ', grant.Names));
    }

    [Fact]
    public void Tools_are_taken_away_again()
    {
        var grant = ToolGrant.Of(Agent("Read, Write, Bash") with { DisallowedTools = ["Bash", "edit", "Report"] }, Offered);
        Assert.Equal("Read Report Escalate NoteDeviation", string.Join(' ', grant.Names));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("somethingNew")]
    public void Plan_mode_gives_no_tool_that_writes(string mode) =>
        Assert.Equal(
            "Read Glob Grep WebFetch Report Escalate NoteDeviation mcp__ide__getDiagnostics",
            string.Join(' ', ToolGrant.Of(Agent(null) with { PermissionMode = mode }, Offered).Names)
        );

    [Fact]
    public void A_reviewer_only_reads() =>
        Assert.Equal("Read Glob Grep WebFetch mcp__ide__getDiagnostics Review", string.Join(' ', Of(null).ReadingOnly("Review").Names));

    [Theory]
    [InlineData("pytest")]
    [InlineData("pytest -q tests/test_a.py")]
    [InlineData("pytest -q 'a b' \"c d\"")]
    [InlineData("pytest && git status")]
    [InlineData("pytest 2>&1 | git status")]
    [InlineData("git status\npytest tests/*.py")]
    public void Granted_commands_run(string line) => Assert.Null(Of("Bash(pytest:*), Bash(git status)").DecideCommand(line));

    [Theory]
    [InlineData("pytest; rm -rf x")]
    [InlineData("pytest && curl x")]
    [InlineData("pytest || curl x")]
    [InlineData("pytest | sh")]
    [InlineData("pytest |& sh")]
    [InlineData("pytest `id`")]
    [InlineData("pytest $(id)")]
    [InlineData("pytest \"$(id)\"")]
    [InlineData("pytest ${IFS}x")]
    [InlineData("pytest $X")]
    [InlineData("pytest\nrm x")]
    [InlineData("pytest\r\nrm x")]
    [InlineData("pytest <(id)")]
    [InlineData("pytest > file")]
    [InlineData("pytest >| file")]
    [InlineData("pytest &> file")]
    [InlineData("pytest 2>&1x")]
    [InlineData("pytest 12>&1")]
    [InlineData("pytest < file")]
    [InlineData("pytest << EOF\nx\nEOF")]
    [InlineData("pytest & rm x")]
    [InlineData("pytest {a,b}")]
    [InlineData("(pytest)")]
    [InlineData("{ pytest; }")]
    [InlineData("! pytest")]
    [InlineData("PATH=. pytest")]
    [InlineData("A+=x pytest")]
    [InlineData("if pytest; then pytest; fi")]
    [InlineData("pytest # x")]
    [InlineData("pytest 'a")]
    [InlineData("pytest \\\nx")]
    [InlineData("p*test")]
    [InlineData("./pytest")]
    [InlineData("/tmp/pytest")]
    [InlineData("pytestx")]
    [InlineData("env pytest")]
    [InlineData("git status --short")]
    [InlineData("git -c core.pager=x status")]
    [InlineData("pytest -p evil")]
    [InlineData("pytest -pevil")]
    [InlineData("pytest --rootdir=/tmp")]
    [InlineData("pytest --rootd /tmp")]
    [InlineData("pytest *")]
    [InlineData("pytest &&")]
    [InlineData("&& pytest")]
    [InlineData("")]
    [Trait("case", "SHELL-027")]
    public void Everything_else_is_refused(string line) =>
        Assert.Equal("tool.command-refused", Of("Bash(pytest:*), Bash(git status)").DecideCommand(line)?.Code);

    [Fact]
    [Trait("case", "SHELL-027")]
    public void No_length_makes_the_rules_stop() =>
        Assert.NotNull(Of("Bash(pytest:*)").DecideCommand(string.Concat(Enumerable.Repeat("pytest; ", 500)) + "rm x"));

    [Fact]
    public void Commands_taken_away_are_refused_while_others_run()
    {
        var grant = ToolGrant.Of(Agent("Bash") with { DisallowedTools = ["Bash(rm:*)"] }, Offered);
        Assert.Null(grant.DecideCommand("ls -l"));
        Assert.NotNull(grant.DecideCommand("ls; rm x"));
        Assert.NotNull(grant.DecideCommand("/bin/rm x"));
        Assert.NotNull(grant.DecideCommand("$(echo rm) x"));
    }

    [Fact]
    public void Plain_Bash_takes_any_line() => Assert.Null(Of("Bash").DecideCommand("a $(b) > c"));

    private static ToolGrant Of(string? tools, string prompt = "") => ToolGrant.Of(Agent(tools) with { Prompt = prompt }, Offered);

    private static AgentDefinition Agent(string? tools) =>
        AgentFile.Read(
            "x.md",
            System.Text.Encoding.UTF8.GetBytes(tools is null ? "---\nname: x\n---\n" : $"---\nname: x\ntools: {tools}\n---\n")
        );
}
