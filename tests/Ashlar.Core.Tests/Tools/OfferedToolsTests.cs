using System.Text.RegularExpressions;
using Ashlar.Core.Policies;
using Ashlar.Core.Reports;
using Ashlar.Core.Tools;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

/// <summary>No text names a tool that the agent lacks, whichever tools it has.</summary>
public sealed class OfferedToolsTests
{
    private static readonly ITool[] choosable = [.. BuiltInTools.All()];
    private static readonly ITool[] always = [new NoteDeviationTool(_ => true), new EscalateTool(), new ReportTool()];

    [Fact]
    public void Every_tool_is_known_where_tools_are_granted() =>
        Assert.Equal([], choosable.Concat(always).Select(tool => tool.Spec.Name).Except(PolicySource.BuiltInTools));

    [Fact]
    public void No_description_names_a_tool_that_is_not_offered()
    {
        for (var chosen = 0; chosen < 1 << choosable.Length; chosen++)
        {
            var tools = choosable.Where((_, index) => (chosen & (1 << index)) != 0).Concat(always).ToArray();
            var specs = new Toolbox(tools).Specs;
            var lacking = choosable.Select(tool => tool.Spec.Name).Except(specs.Select(spec => spec.Name)).ToList();

            Assert.All(
                specs,
                spec => Assert.DoesNotContain(lacking, name => Names(spec.Description, name) || Names(spec.InputSchema.GetRawText(), name))
            );
        }
    }

    [Fact]
    public void With_all_tools_they_are_named()
    {
        var bash = new Toolbox([.. choosable, .. always]).Specs.Single(spec => spec.Name == "Bash");

        Assert.True(Names(bash.Description, "BashOutput") && Names(bash.Description, "KillShell"));
    }

    [Theory]
    [InlineData("Read", "Read", "app", "app is a folder.")]
    [InlineData("Read,Bash", "Read", "app", "app is a folder. List it with `ls`.")]
    [InlineData("Read", "Read", "binary", "binary is a binary file of 3 bytes.")]
    [InlineData("Write", "Write", "app/sum.py", "app/sum.py exists and you have not read it. Write another file instead.")]
    [InlineData("Write,Bash", "Write", "app/sum.py", "app/sum.py exists and you have not read it. Print it whole with `cat` first.")]
    [InlineData("Write,Edit", "Write", "app/sum.py", "app/sum.py exists and you have not read it. Edit the part that you know.")]
    [InlineData("Edit", "Edit", "app/sum.py", "old_string is not in app/sum.py, nor anything like it.")]
    [InlineData("Edit,Bash", "Edit", "app/sum.py", "app/sum.py exists and you have not read it. Print it whole with `cat` first.")]
    public async Task An_answer_names_the_way_that_is_there(string tools, string called, string path, string expected)
    {
        var names = tools.Split(',');
        using var room = new ToolRoom { Toolbox = new Toolbox(BuiltInTools.All(), names.Contains) }
            .With("app/sum.py", "x\n")
            .With("binary", "a\0b");

        var answer = await room.Call(
            called,
            ("file_path", path),
            ("content", "new\n"),
            ("old_string", "something else entirely"),
            ("new_string", "y")
        );

        Assert.Equal((expected, true), (answer.Text, answer.IsError));
    }

    private static bool Names(string text, string tool) =>
        Regex.IsMatch(text, $"(?<![A-Za-z_]){tool}(?![A-Za-z_])", RegexOptions.None, TimeSpan.FromSeconds(1));
}
