using Ashlar.Core.Tools;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class SearchToolTests
{
    private static ToolRoom Room()
    {
        var room = new ToolRoom()
            .With(".gitignore", "ignored/\n*.log\n")
            .With("app/sum.py", "import os\n\ndef total(a):\n    return sum(a)\n\ndef Total2():\n    pass\n")
            .With("app/deep/util.py", "def helper():\r\n    return total([])\r\n")
            .With("web/a.ts", "const total = 1\n")
            .With("web/b.tsx", "nothing\n")
            .With("ignored/x.py", "total\n")
            .With("app/run.log", "total\n")
            .With(".github/ci.yml", "total: 1\n")
            .With("bin", "total\0");
        File.CreateSymbolicLink(room["app/out"], "/etc");
        return room;
    }

    public static TheoryData<string, string> Greps =>
        new()
        {
            { "{\"pattern\":\"total\"}", ".github/ci.yml\napp/deep/util.py\napp/sum.py\nweb/a.ts" },
            { "{\"pattern\":\"TOTAL\",\"-i\":true,\"type\":\"py\",\"output_mode\":\"count\"}", "app/deep/util.py:1\napp/sum.py:2" },
            {
                "{\"pattern\":\"def \\\\w+\",\"output_mode\":\"content\",\"glob\":\"*.py\"}",
                "app/deep/util.py:1:def helper():\napp/sum.py:3:def total(a):\napp/sum.py:6:def Total2():"
            },
            { "{\"pattern\":\"\\\\)$\",\"output_mode\":\"content\",\"path\":\"app/deep\"}", "app/deep/util.py:2:    return total([])" },
            {
                "{\"pattern\":\"return sum\",\"output_mode\":\"content\",\"-C\":1}",
                "app/sum.py-3-def total(a):\napp/sum.py:4:    return sum(a)\napp/sum.py-5-"
            },
            { "{\"pattern\":\"^import\",\"output_mode\":\"content\",\"-A\":1,\"-n\":false}", "app/sum.py:import os\napp/sum.py-" },
            {
                "{\"pattern\":\"os.*def total\",\"output_mode\":\"content\",\"multiline\":true}",
                "app/sum.py:1:import os\napp/sum.py:2:\napp/sum.py:3:def total(a):"
            },
            { "{\"pattern\":\"total\",\"path\":\"ignored\"}", "ignored/x.py" },
            { "{\"pattern\":\"total\",\"path\":\"app/run.log\"}", "app/run.log" },
            { "{\"pattern\":\"total\",\"glob\":\"web/**/*.{ts,tsx}\"}", "web/a.ts" },
            { "{\"pattern\":\"total\",\"glob\":\"!*.py\"}", ".github/ci.yml\nweb/a.ts" },
            { "{\"pattern\":\"total\",\"head_limit\":1}", ".github/ci.yml\n(more; narrow the search, or raise head_limit)" },
            { "{\"pattern\":\"root:x\"}", "No matches." },
            { "{\"pattern\":\"[[:digit:]]\\\\(\"}", "app/sum.py" },
            { "{\"pattern\":\"(\"}", "The pattern is not a regular expression: Invalid pattern '(' at offset 1. Not enough )'s." },
            { "{\"pattern\":\"x\",\"path\":\"apq\"}", "apq does not exist. Near it: app/." },
        };

    [Theory]
    [MemberData(nameof(Greps))]
    public async Task Grep_finds_what_a_person_would_look_for(string input, string expected)
    {
        using var room = Room();

        var answer = await room.Toolbox.CallAsync(new("1", "Grep", Said.Text(input)), room.Context, CancellationToken.None);

        Assert.Equal(expected, answer.Text);
    }

    [Fact]
    public async Task A_pattern_that_backtracks_without_end_is_stopped()
    {
        using var room = new ToolRoom().With("a", new string('a', 60) + "!\n");

        var answer = await room.Call("Grep", ("pattern", "^(\\w+\\s?)*$"));

        Assert.Equal("The pattern takes too long on these files: it backtracks too much. Use a simpler one.", answer.Text);
    }

    public static TheoryData<string, string?, string> Globs =>
        new()
        {
            { "**/*.py", null, "app/deep/util.py\napp/sum.py" },
            { "app/*.py", null, "app/sum.py" },
            { "*.py", "app", "app/sum.py" },
            { "*.py", null, "(none directly in the folder; these match **/*.py)\napp/deep/util.py\napp/sum.py" },
            { "**/*.{ts,tsx}", null, "web/a.ts\nweb/b.tsx" },
            { "ROOT/web/*.ts", null, "web/a.ts" },
            { "app/out/**", null, "No files match." },
            { "**/*.rb", null, "No files match." },
        };

    [Theory]
    [MemberData(nameof(Globs))]
    public async Task Glob_lists_what_git_does_not_ignore(string pattern, string? path, string expected)
    {
        using var room = Room();
        SameTime(room);

        var answer = await room.Call("Glob", ("pattern", pattern.Replace("ROOT", room.Root, StringComparison.Ordinal)), ("path", path));

        Assert.Equal(expected, answer.Text);
    }

    [Fact]
    public async Task Glob_lists_the_newest_first()
    {
        using var room = new ToolRoom().With("a", "").With("b", "").With("c", "");
        SameTime(room);
        File.SetLastWriteTimeUtc(room["b"], DateTime.UnixEpoch.AddDays(2));

        Assert.Equal("b\na\nc", (await room.Call("Glob", ("pattern", "*"))).Text);
    }

    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("foo.*longer_name", "longer_name")]
    [InlineData("colou?r", "colo")]
    [InlineData("a|b", "")]
    [InlineData("interface\\{\\}", "interface")]
    [InlineData("abc{0,2}", "ab")]
    [InlineData("\\bword\\b", "word")]
    [InlineData("call\\(x\\)", "call")]
    [InlineData("x*y", "y")]
    [InlineData("get(Name)?", "get")]
    public void The_certain_part_of_a_pattern_is_known(string pattern, string literal) =>
        Assert.Equal(literal, GrepPattern.LongestLiteral(pattern));

    private static void SameTime(ToolRoom room)
    {
        foreach (
            var file in Directory
                .EnumerateFiles(room.Root, "*", SearchOption.TopDirectoryOnly)
                .Concat(
                    Directory.EnumerateFiles(
                        room.Root + "/.",
                        "*",
                        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
                    )
                )
        )
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(1));
        }
    }
}
