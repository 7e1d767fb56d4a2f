using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

/// <summary>Names of tools in other programs.</summary>
public sealed class ToolWordsTests
{
    [Theory]
    [InlineData("editFiles", "Write Edit")]
    [InlineData("edit/editFiles", "Write Edit")]
    [InlineData("edit", "Write Edit")]
    [InlineData("replace_string_in_file", "Write Edit")]
    [InlineData("insert_edit_into_file", "Write Edit")]
    [InlineData("apply_patch", "Write Edit")]
    [InlineData("str_replace_editor", "Write Edit")]
    [InlineData("MultiEdit", "Edit")]
    [InlineData("createFile", "Write")]
    [InlineData("write_to_file", "Write")]
    [InlineData("runInTerminal", "Bash BashOutput KillShell")]
    [InlineData("runCommands", "Bash BashOutput KillShell")]
    [InlineData("run_shell_command", "Bash BashOutput KillShell")]
    [InlineData("execute/runInTerminal", "Bash BashOutput KillShell")]
    [InlineData("execute", "Bash BashOutput KillShell")]
    [InlineData("readFile", "Read")]
    [InlineData("read_many_files", "Read")]
    [InlineData("view", "Read")]
    [InlineData("codebase", "Glob Grep")]
    [InlineData("search/codebase", "Glob Grep")]
    [InlineData("usages", "Glob Grep")]
    [InlineData("fileSearch", "Glob Grep")]
    [InlineData("list_directory", "Glob")]
    [InlineData("LS", "Glob")]
    [InlineData("fetch", "WebFetch")]
    [InlineData("web/fetch", "WebFetch")]
    [InlineData("search/*", "Glob Grep")]
    public void Names_are_understood_by_their_words(string name, string expected) => Assert.Equal(expected, Granted(name));

    [Theory]
    [InlineData("github/create_file")]
    [InlineData("create_issue")]
    [InlineData("runTests")]
    [InlineData("runTasks")]
    [InlineData("testFailure")]
    [InlineData("execute/testFailure")]
    [InlineData("getTerminalOutput")]
    [InlineData("createDirectory")]
    [InlineData("NotebookEdit")]
    [InlineData("TodoWrite")]
    [InlineData("edit_calendar")]
    [InlineData("WebSearch")]
    [InlineData("search_the_web")]
    [InlineData("runSubagent")]
    [InlineData("ToolSearch")]
    [InlineData("terminalLastCommand")]
    [InlineData("terminalSelection")]
    public void Names_that_say_something_else_give_nothing(string name) => Assert.Equal("", Granted(name));

    [Theory]
    [InlineData("tracker/close", "mcp__tracker__close")]
    [InlineData("tracker/*", "mcp__tracker__close mcp__tracker__open")]
    [InlineData("acme/tracker/open", "mcp__tracker__open")]
    public void A_name_with_a_server_is_a_tool_of_that_server(string name, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', Of(name, ["Read", "mcp__tracker__close", "mcp__tracker__open"]).Names.Except(ToolGrant.Always))
        );

    [Theory]
    [InlineData("Read, changeAndRunCode, replaceSymbols", false, "replaceSymbols changeAndRunCode")]
    [InlineData("Read, Edit(src/**)", false, "Edit(src/**)")]
    [InlineData("Read, TodoWrite, WebSearch, runSubagent", false, "")]
    [InlineData("Read, Write, replaceSymbols", true, "replaceSymbols")]
    [InlineData("Read, bearbeiten, computer", false, "bearbeiten computer")]
    [InlineData("Read, mcp__fs__write_file, mcp__fs__list_files", false, "mcp__fs__write_file")]
    [InlineData("Read, AskUserQuestion, ExitPlanMode, NotebookRead, LS", false, "")]
    [InlineData("Read", false, "")]
    public void What_was_to_change_something_and_came_to_nothing_is_known(string tools, bool changes, string lost)
    {
        var grant = Of(tools, PolicySource.BuiltInTools);
        Assert.Equal(changes, grant.Changes);
        Assert.Equal(lost.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), grant.Lost.Order());
    }

    private static string Granted(string tools) => string.Join(' ', Of(tools, PolicySource.BuiltInTools).Names.Except(ToolGrant.Always));

    private static ToolGrant Of(string tools, IReadOnlyCollection<string> offered) =>
        ToolGrant.Of(AgentFile.Read("x.md", System.Text.Encoding.UTF8.GetBytes($"---\ntools: {tools}\n---\n")), offered);
}
