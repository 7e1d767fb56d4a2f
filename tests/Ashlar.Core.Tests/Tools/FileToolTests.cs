using Ashlar.Core.Agents;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;
using Ashlar.Core.Secrets;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class FileToolTests
{
    [Fact]
    public async Task Read_numbers_the_lines_with_a_tab()
    {
        using var room = new ToolRoom().With("a.txt", "one\ntwo\n");

        Assert.Equal("     1\tone\n     2\ttwo", (await room.Read("a.txt")).Text);
    }

    [Fact]
    public async Task Read_shows_a_part_and_says_how_to_go_on()
    {
        using var room = new ToolRoom().With("a.txt", "1\n2\n3\n4\n5\n");

        var answer = await room.Call("Read", ("file_path", "a.txt"), ("offset", 2), ("limit", 2));

        Assert.Equal("     2\t2\n     3\t3\n(lines 2 to 3 of 5; continue with offset=4)", answer.Text);
    }

    [Fact]
    public async Task Read_cuts_long_lines_and_names_unusual_forms()
    {
        using var room = new ToolRoom().With("a.txt", new string('x', 2100) + "\r\nend");

        var text = (await room.Read("a.txt")).Text;

        Assert.Equal(
            $"     1\t{new string('x', 2000)}… (line cut, 2100 characters)\n     2\tend\n(lines end with CR LF; Edit keeps that)\n(no line end at the end)",
            text
        );
    }

    [Theory]
    [InlineData("app", "app is a folder. List it with Glob.")]
    [InlineData("app/sun.py", "app/sun.py does not exist. Near it: app/sum.py.")]
    [InlineData("app/x/y.py", "app/x/y.py does not exist. app has: sum.py.")]
    [InlineData("binary", "binary is a binary file of 3 bytes. Look at it with a program through Bash if you need to.")]
    public async Task Read_says_what_is_wrong(string path, string expected)
    {
        using var room = new ToolRoom().With("app/sum.py", "x\n").With("binary", "a\0b");

        var answer = await room.Read(path);

        Assert.Equal((expected, true), (answer.Text, answer.IsError));
    }

    [Fact]
    public async Task Read_answers_hidden_files_as_if_they_did_not_exist()
    {
        using var room = new ToolRoom { Rules = new AgentScope { Hide = [new ScopePattern("keys/**", 1), new ScopePattern("key.txt", 2)] } }
            .With("key.txt", "hidden")
            .With("keys/a", "hidden")
            .With("kez.txt", "open");

        Assert.Equal("key.txt does not exist. Near it: kez.txt.", (await room.Read("key.txt")).Text);
        Assert.Equal("kez.txt", (await room.Call("Grep", ("pattern", "hidden|open"))).Text);
        Assert.Equal("kez.txt", (await room.Call("Glob", ("pattern", "**/*"))).Text);
    }

    [Fact]
    public async Task Read_gives_an_image_as_an_image_and_an_empty_file_as_empty()
    {
        using var room = new ToolRoom().With("empty", "");
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2];
        File.WriteAllBytes(room["a.png"], png);

        Assert.Equal(new ImageBlock("image/png", Convert.ToBase64String(png)), (await room.Read("a.png")).Content.Single());
        Assert.Equal("empty is there and empty.", (await room.Read("empty")).Text);
    }

    [Fact]
    public async Task Write_replaces_only_what_was_read_since_it_changed()
    {
        using var room = new ToolRoom().With("a.txt", "one\ntwo\nthree\n");
        File.SetUnixFileMode(room["a.txt"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var unread = await room.Write("a.txt", "new\n");
        _ = await room.Read("a.txt");
        var command = await room.Bash("sed -i 's/two/2/' a.txt");
        var stale = await room.Write("a.txt", "new\n");
        _ = await room.Read("a.txt");
        var written = await room.Write("a.txt", "new\n");
        var again = await room.Write("a.txt", "newer\n");

        Assert.Equal("a.txt exists and you have not read it. Read it first.", unread.Text);
        Assert.False(command.IsError);
        Assert.Equal("a.txt changed since you read it (your `sed -i 's/two/2/' a.txt`, line 2). Read it again.", stale.Text);
        Assert.Equal(("Replaced a.txt, 1 line.", "Replaced a.txt, 1 line."), (written.Text, again.Text));
        Assert.Equal("newer\n", room.Text("a.txt"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(room["a.txt"]));
    }

    [Fact]
    public async Task A_refused_write_names_the_rule_and_counts()
    {
        using var room = new ToolRoom
        {
            Rules = new AgentScope { Allow = [new ScopePattern("billing/**", 3), new ScopePattern("tests/**", 3)] },
        }.With("docs/rules.md", "rules\n");

        var answer = await room.Write("docs/rules.md", "mine");

        Assert.Equal(
            "Not written: docs/rules.md is outside this task's scope (rules.yaml:3, allow: billing/**, tests/**). The file is as before. 1 of 3 before the task stops.\n"
                + "Do the task inside the scope. If it cannot be done without this file: Escalate kind=scope-extension, paths=[docs/rules.md], and say why.",
            answer.Text
        );
        Assert.Equal(1, room.Context.Memory.ScopeStrikes);
        Assert.Equal("rules\n", room.Text("docs/rules.md"));
    }

    [Fact]
    public async Task The_task_list_is_kept_by_Ashlar_and_that_is_no_error()
    {
        using var room = new ToolRoom { Protected = new ProtectedPaths { Kept = ["tasks.md"] } }.With("tasks.md", "- [ ] 1 Sum\n");

        _ = await room.Read("tasks.md");
        var edited = await room.Edit("tasks.md", "[ ]", "[x]");
        var ticked = await room.Bash("sed -i 's/\\[ \\]/[x]/' tasks.md");

        const string kept =
            "Ashlar keeps tasks.md and ticks it after verification; the file is unchanged and nothing is missing. Continue.";
        Assert.Equal((kept, false), (edited.Text, edited.IsError));
        Assert.EndsWith(kept, ticked.Text, StringComparison.Ordinal);
        Assert.False(ticked.IsError);
        Assert.Equal(0, room.Context.Memory.ScopeStrikes);
        Assert.Equal("- [ ] 1 Sum\n", room.Text("tasks.md"));
    }

    [Fact]
    public async Task A_secret_is_masked_and_put_back_where_the_file_held_it()
    {
        var value = Guid.NewGuid().ToString("N");
        using var room = new ToolRoom { Mask = SecretMask.Of([KeyValuePair.Create("KEY", value)]) }.With("env", $"A=1\nKEY={value}\n");

        var read = await room.Read("env");
        var edited = await room.Edit("env", "A=1\nKEY=[secret KEY]", "A=2\nKEY=[secret KEY]");

        Assert.Equal("     1\tA=1\n     2\tKEY=[secret KEY]", read.Text);
        Assert.Equal("Edited env:\n     1\tA=2\n     2\tKEY=[secret KEY]", edited.Text);
        Assert.Equal($"A=2\nKEY={value}\n", room.Text("env"));
    }
}
