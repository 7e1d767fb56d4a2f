using System.Text.Json;
using Ashlar.Core.Models;
using Xunit;

namespace Ashlar.Core.Tests.Models;

public sealed class WrittenCallTests
{
    private static readonly IReadOnlyList<ToolSpec> tools =
    [
        new("Read", "Reads.", JsonElement.Parse("{}")),
        new("Bash", "Runs.", JsonElement.Parse("{}")),
        new("commit_and_push", "Commits.", JsonElement.Parse("{}")),
    ];

    [Theory]
    [InlineData("<tool_call>\n{\"name\": \"Read\", \"arguments\": {}}\n</tool_call>")]
    [InlineData("<tool_call>Read\n<arg_key>file_path</arg_key><arg_value>a</arg_value></tool_call>")]
    [InlineData("<|tool_call_begin|>functions.Read:0<|tool_call_argument_begin|>{}<|tool_call_end|>")]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>Read")]
    [InlineData("<function_calls><invoke name=\"Read\"><parameter name=\"file_path\">a</parameter></invoke></function_calls>")]
    [InlineData("<function=Read>{\"file_path\": \"a\"}</function>")]
    [InlineData("<function name=\"Bash\">ls</function>")]
    [InlineData("<tool name='Bash'>ls</tool>")]
    [InlineData("<Bash><command>ls</command></Bash>")]
    [InlineData("[TOOL_CALLS]Read[ARGS]{\"file_path\": \"a\"}")]
    [InlineData("<|python_tag|>Read.call(file_path=\"a\")")]
    [InlineData("<|channel|>commentary to=functions.Read <|constrain|>json<|message|>{\"file_path\":\"a\"}")]
    [InlineData("I do it now: {\"name\": \"Read\", \"parameters\": {\"file_path\": \"a\"}}")]
    [InlineData("{\"type\": \"function\", \"function\": {\"name\": \"anything\", \"arguments\": \"{}\"}}")]
    [InlineData("```json\n{\"tool\": \"Bash\", \"command_input\": {\"command\": \"ls\"}}\n```")]
    [InlineData("{\"Bash\": {\"command\": \"ls\"}}")]
    [InlineData("{\"action\": \"Bash\", \"action_input\": \"ls\"}")]
    [InlineData("commit_and_push(message=\"a\")")]
    [InlineData("```python\nRead({\"file_path\": \"a\"})\n```")]
    public void Calls_in_text_are_seen(string text) => Assert.NotNull(WrittenCall.Find(text, tools));

    [Theory]
    [InlineData("")]
    [InlineData("I have read the file and run the tests. All is done.")]
    [InlineData("Read (the book) and Bash(1) are named here; see read(2).")]
    [InlineData("The function calls `list.append(x)` and returns {\"name\": \"Ada\"}.")]
    [InlineData("# IMPLEMENTATION COMPLETE\n\n## Summary\nThe <Read> component renders `{user.name}`.")]
    [InlineData("```json\n{\"name\": \"ada\", \"version\": \"1.0\"}\n```")]
    [InlineData("Read: I looked at a.txt. Bash: I ran ls.")]
    public void Other_text_is_none(string text) => Assert.Null(WrittenCall.Find(text, tools));
}
