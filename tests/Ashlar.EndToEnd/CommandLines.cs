using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>The command line before anything is done.</summary>
public sealed class CommandLines
{
    private static readonly string[] Names =
        "run resume answer review redo stop status inbox logs report diff replay init doctor gates tasks agents trust undo clean demo explain completion".Split(
            ' '
        );

    public static TheoryData<string> Commands => ["", .. Names];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_fits_a_terminal_and_says_what_a_command_does(string command)
    {
        using var project = Project.With();

        var help = await project.Ashlar([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).EndsWithAsync(0);

        var examples = help.Out.IndexOf("\nExample", StringComparison.Ordinal);
        var lines = (examples < 0 ? help.Out : help.Out[..examples]).Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains($"Usage: ashlar {(command.Length == 0 ? "COMMAND" : command)}", help.Out, StringComparison.Ordinal);
        Assert.True(command.Length == 0 || examples > 0, help.Out);
    }

    [Fact]
    public async Task The_help_lists_every_command_in_one_group()
    {
        using var project = Project.With();

        var lines = (await project.Ashlar("--help").EndsWithAsync(0)).Out.Split('\n');

        foreach (var command in Names)
        {
            Assert.Single(lines, line => line.StartsWith($"  {command} ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("--max-turns takes a whole number, not 'many'", "run", "--max-turns", "many")]
    [InlineData("--max-cost takes a number, not 'much'", "run", "--max-cost", "much")]
    [InlineData("there is no option --bogus", "status", "--bogus")]
    [InlineData("Unrecognized command or argument 'nonsense'", "nonsense")]
    public async Task What_is_not_understood_is_one_sentence_and_one_document(string said, params string[] arguments)
    {
        using var project = Project.With();

        var result = await project.Ashlar([.. arguments, "--json"]).EndsWithAsync(2);

        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
        Assert.Equal("cli.usage", result.Json.GetProperty("code").GetString());
    }
}
