using System.Text;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class EditToolTests
{
    public static TheoryData<string, string, string, string> Edits =>
        new()
        {
            { "one\ntwo\n", "two", "2", "one\n2\n" },
            { "one\r\ntwo\r\nthree\r\n", "one\ntwo", "1\n2\n2b", "1\r\n2\r\n2b\r\nthree\r\n" },
            { "one\r\ntwo\r\n", "one\r\ntwo", "1\r\n2", "1\r\n2\r\n" },
            { "one\r\ntwo\nthree\n", "two", "2\n2b", "one\r\n2\n2b\nthree\n" },
            { "one\r\ntwo\nthree\n", "one\n", "1\n", "1\r\ntwo\nthree\n" },
            { "\uFEFFone\ntwo\n", "one", "1", "\uFEFF1\ntwo\n" },
            { "\uFEFFone\ntwo\n", "\uFEFFone", "\uFEFF1", "\uFEFF1\ntwo\n" },
            { "one\ntwo\n", "two\n", "2", "one\n2\n" },
            { "one\ntwo", "two", "2", "one\n2" },
            { "x = 1\n", "x = 1\n", "", "" },
            { "ä ö\n", "ö", "ü", "ä ü\n" },
        };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Only_the_matched_text_changes(string before, string old, string put, string after)
    {
        using var room = new ToolRoom();
        File.WriteAllText(room["a"], before, new UTF8Encoding(false));
        _ = await room.Read("a");

        var answer = await room.Edit("a", old, put);

        Assert.False(answer.IsError, answer.Text);
        Assert.Equal(Encoding.UTF8.GetBytes(after), File.ReadAllBytes(room["a"]));
    }

    public static TheoryData<string, string, string> Misses =>
        new()
        {
            {
                "def f():\n\treturn 1\n",
                "def f():\n    return 1",
                "old_string is not in a. Nearest are lines 1–2: tabs, not spaces, line 2.\n     1\tdef f():\n     2\t\treturn 1"
            },
            {
                "if x:\n        go()\n",
                "if x:\n    go()",
                "old_string is not in a. Nearest are lines 1–2: indented by 8, not 4, line 2.\n     1\tif x:\n     2\t        go()"
            },
            {
                "a = 1  \nb = 2\n",
                "a = 1\nb = 2",
                "old_string is not in a. Nearest are lines 1–2: spaces at the end of the line in the file, line 1.\n     1\ta = 1  \n     2\tb = 2"
            },
            {
                "Return total\n",
                "return total",
                "old_string is not in a. Nearest are lines 1–1: upper and lower case differ, line 1.\n     1\tReturn total"
            },
            { "x\n", "     1\tx", "old_string is not in a: it has line numbers in it. Leave out the numbers and the tab after them." },
            {
                "x\n",
                "something else entirely",
                "old_string is not in a, nor anything like it. Look with Read at the part that you want to change."
            },
            {
                "x = 1\ny\nx = 1\n",
                "x = 1",
                "old_string is in a 2 times, at lines 1, 3. Give more lines around the one you mean, or replace_all."
            },
            { "x\n", "", "old_string is empty. Give the text to replace, or use Write for the whole file." },
        };

    [Theory]
    [MemberData(nameof(Misses))]
    public async Task A_miss_says_what_stands_there_instead(string text, string old, string expected)
    {
        using var room = new ToolRoom().With("a", text);
        _ = await room.Read("a");

        var answer = await room.Edit("a", old, "new");

        Assert.Equal((expected, true), (answer.Text, answer.IsError));
        Assert.Equal(text, room.Text("a"));
    }

    [Fact]
    public async Task Success_shows_the_changed_lines_with_numbers()
    {
        using var room = new ToolRoom().With("a", "1\n2\n3\n4\n5\n6\n");
        _ = await room.Read("a");

        Assert.Equal(
            "Edited a:\n     2\t2\n     3\t3\n     4\tfour\n     5\t4b\n     6\t5\n     7\t6",
            (await room.Edit("a", "4\n", "four\n4b\n")).Text
        );
    }

    [Fact]
    public async Task All_matches_are_replaced_on_request()
    {
        using var room = new ToolRoom().With("a", "x\r\ny\r\nx\r\n");
        _ = await room.Read("a");

        var answer = await room.Call("Edit", ("file_path", "a"), ("old_string", "x"), ("new_string", "z"), ("replace_all", "true"));

        Assert.False(answer.IsError, answer.Text);
        Assert.Equal("z\r\ny\r\nz\r\n", room.Text("a"));
    }

    [Fact]
    public async Task A_file_that_is_no_UTF8_is_left_alone()
    {
        using var room = new ToolRoom();
        File.WriteAllBytes(room["a"], [0x61, 0xE4, 0x0A]);
        _ = await room.Read("a");

        Assert.True((await room.Edit("a", "a", "b")).IsError);
        Assert.Equal([0x61, 0xE4, 0x0A], File.ReadAllBytes(room["a"]));
    }

    [Fact]
    public async Task A_text_that_is_there_once_needs_no_reading_and_the_rest_stays_unknown()
    {
        using var room = new ToolRoom().With("a", "one\ntwo\ntwo\n");

        var twice = await room.Edit("a", "two", "2");
        var once = await room.Edit("a", "one", "1");
        _ = await room.Bash("echo three >> a");
        var after = await room.Edit("a", "three", "3");
        var whole = await room.Write("a", "new\n");

        Assert.Equal("a exists and you have not read it. Read it first.", twice.Text);
        Assert.False(once.IsError || after.IsError);
        Assert.True(whole.IsError);
        Assert.Equal("1\ntwo\ntwo\n3\n", room.Text("a"));
    }
}
