using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class WorkTreeIndexTests
{
    [Fact]
    public async Task An_untouched_worktree_is_the_tree_of_its_base()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"), ("sub/b.txt", "b\n"));

        Assert.Equal(await room.GitAsync("rev-parse", "HEAD^{tree}"), await room.TreeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".lock")]
    [InlineData(".new")]
    [InlineData(".new.lock")]
    [InlineData(".replace.lock")]
    [Trait("case", "CRASH-002")]
    public async Task What_a_killed_process_left_half_made_of_its_index_is_made_anew(string file)
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        await File.WriteAllTextAsync(room.Index().Path + file, "");
        await File.WriteAllTextAsync(room["a.txt"], "b\n");

        var tree = await room.TreeAsync();
        var replaced = await room.Index()
            .ReplaceAsync(tree, new Dictionary<string, byte[]?>(StringComparer.Ordinal) { ["c.txt"] = [1] }, CancellationToken.None);

        Assert.Equal("b", await room.GitAsync("cat-file", "-p", $"{tree}:a.txt"));
        Assert.Equal(["100644 a.txt", "100644 c.txt"], await room.ListAsync(replaced));
    }

    [Fact]
    public async Task Every_kind_of_change_is_in_the_tree_and_what_is_ignored_is_not()
    {
        using var room = await GitRoom.WithAsync(
            ("changed.txt", "old\n"),
            ("deleted.txt", "x\n"),
            ("renamed.txt", "same\n"),
            ("mode.sh", "echo\n"),
            ("linked.txt", "text\n"),
            ("sub/kept.txt", "kept\n"),
            (".gitignore", "*.log\nbuild/\n")
        );
        await File.WriteAllTextAsync(room["changed.txt"], "new\n");
        File.Delete(room["deleted.txt"]);
        File.Move(room["renamed.txt"], room["sub/renamed.txt"]);
        File.SetUnixFileMode(room["mode.sh"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Delete(room["linked.txt"]);
        File.CreateSymbolicLink(room["linked.txt"], "sub/kept.txt");
        Directory.CreateDirectory(room["build"]);
        await File.WriteAllTextAsync(room["build/out"], "x");
        await File.WriteAllTextAsync(room["a.log"], "x");
        await File.WriteAllTextAsync(room["ünï \"code\"\nname.txt"], "x\n");

        var tree = await room.TreeAsync();

        Assert.Equal(
            [
                "100644 .gitignore",
                "100644 changed.txt",
                "120000 linked.txt",
                "100755 mode.sh",
                "100644 sub/kept.txt",
                "100644 sub/renamed.txt",
                "100644 \"ünï \\\"code\\\"\\nname.txt\"",
            ],
            await room.ListAsync(tree)
        );
        Assert.Equal("new", await room.GitAsync("cat-file", "-p", $"{tree}:changed.txt"));
        Assert.Equal("sub/kept.txt", await room.GitAsync("cat-file", "-p", $"{tree}:linked.txt"));
    }

    [Fact]
    public async Task What_goes_back_to_the_base_is_as_in_the_base_again()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"), ("b.txt", "b\n"));
        var before = await room.TreeAsync();

        await File.WriteAllTextAsync(room["a.txt"], "other\n");
        File.Delete(room["b.txt"]);
        await File.WriteAllTextAsync(room["new.txt"], "new\n");
        Assert.NotEqual(before, await room.TreeAsync());

        await File.WriteAllTextAsync(room["a.txt"], "a\n");
        await File.WriteAllTextAsync(room["b.txt"], "b\n");
        File.Delete(room["new.txt"]);
        Assert.Equal(before, await room.TreeAsync());
    }

    [Fact]
    public async Task A_folder_in_place_of_a_file_and_a_file_in_place_of_a_folder_are_seen()
    {
        using var room = await GitRoom.WithAsync(("file", "x\n"), ("folder/a", "a\n"));
        File.Delete(room["file"]);
        Directory.CreateDirectory(room["file"]);
        await File.WriteAllTextAsync(room["file/inner"], "x\n");
        Directory.Delete(room["folder"], recursive: true);
        await File.WriteAllTextAsync(room["folder"], "x\n");

        Assert.Equal(["100644 file/inner", "100644 folder"], await room.ListAsync(await room.TreeAsync()));
    }

    [Fact]
    public async Task Line_ends_follow_the_attributes_of_the_repository()
    {
        using var room = await GitRoom.WithAsync((".gitattributes", "*.txt text eol=crlf\n*.bin -text\n"), ("a.txt", "one\ntwo\n"));
        Assert.Equal("one\r\ntwo\r\n", await File.ReadAllTextAsync(room["a.txt"]));
        Assert.Equal(await room.GitAsync("rev-parse", "HEAD^{tree}"), await room.TreeAsync());

        await File.WriteAllTextAsync(room["b.txt"], "three\r\n");
        await File.WriteAllTextAsync(room["b.bin"], "three\r\n");
        var tree = await room.TreeAsync();

        Assert.Equal("6", await room.GitAsync("cat-file", "-s", $"{tree}:b.txt"));
        Assert.Equal("7", await room.GitAsync("cat-file", "-s", $"{tree}:b.bin"));
    }

    [Fact]
    public async Task What_belongs_to_Ashlar_stays_as_in_the_base()
    {
        using var room = await GitRoom.WithAsync(("tasks.md", "- [ ] a\n"), ("a.txt", "a\n"));
        await File.WriteAllTextAsync(room["tasks.md"], "- [x] a\n");
        await File.WriteAllTextAsync(room["a.txt"], "b\n");

        var tree = await room.TreeAsync("tasks.md");

        Assert.Equal("- [ ] a", await room.GitAsync("cat-file", "-p", $"{tree}:tasks.md"));
        Assert.Equal("b", await room.GitAsync("cat-file", "-p", $"{tree}:a.txt"));
        Assert.Equal("- [x] a", await room.GitAsync("cat-file", "-p", $"{await room.TreeAsync()}:tasks.md"));
    }

    [Fact]
    [Trait("case", "PATH-023")]
    public async Task A_repository_within_is_named_and_left_out()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        Directory.CreateDirectory(room["inner"]);
        await File.WriteAllTextAsync(room["inner/x.txt"], "x\n");
        await new Git(Machine.Git, room["inner/.git"], room["inner"]).TextAsync(["init", "-q"], CancellationToken.None);
        await new Git(Machine.Git, room["inner/.git"], room["inner"]).TextAsync(["add", "x.txt"], CancellationToken.None);
        await new Git(Machine.Git, room["inner/.git"], room["inner"]).TextAsync(
            ["commit", "-q", "-m", "Inner"],
            CancellationToken.None,
            new GitInput(null, GitRoom.Identity.Environment(GitRoom.At))
        );

        var state = await room.Index().WriteAsync(room.Head, new HashSet<string>(), CancellationToken.None);

        Assert.Equal(["inner"], state.NestedRepositories);
        Assert.Equal(["100644 a.txt"], await room.ListAsync(state.Tree));
    }

    [Fact]
    public async Task What_an_agent_staged_does_not_count()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        await File.WriteAllTextAsync(room["a.txt"], "staged\n");
        await room.Worktree.Git.TextAsync(["add", "a.txt"], CancellationToken.None);
        await File.WriteAllTextAsync(room["a.txt"], "a\n");

        Assert.Equal(await room.GitAsync("rev-parse", "HEAD^{tree}"), await room.TreeAsync());
    }

    [Fact]
    [Trait("case", "CRASH-004")]
    public async Task Locks_of_a_killed_process_do_not_hinder()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        await room.TreeAsync();
        await File.WriteAllTextAsync(room.Beside("index.lock"), "");
        await File.WriteAllTextAsync(room.Beside("index.replace.lock"), "");
        await File.WriteAllTextAsync(room["a.txt"], "b\n");

        var tree = await room.TreeAsync();
        var replaced = await room.Index()
            .ReplaceAsync(
                tree,
                new Dictionary<string, byte[]?> { ["a.txt"] = null, ["b.txt"] = "b\r\n"u8.ToArray() },
                CancellationToken.None
            );

        Assert.Equal("b", await room.GitAsync("cat-file", "-p", $"{tree}:a.txt"));
        Assert.Equal(["100644 b.txt"], await room.ListAsync(replaced));
        Assert.Equal("3", await room.GitAsync("cat-file", "-s", $"{replaced}:b.txt"));
    }

    [Fact]
    public async Task A_replaced_file_keeps_its_mode()
    {
        using var room = await GitRoom.WithAsync(("run.sh", "a\n"));
        File.SetUnixFileMode(room["run.sh"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var replaced = await room.Index()
            .ReplaceAsync(
                await room.TreeAsync(),
                new Dictionary<string, byte[]?> { ["run.sh"] = "b\n"u8.ToArray() },
                CancellationToken.None
            );

        Assert.Equal(["100755 run.sh"], await room.ListAsync(replaced));
    }

    [Fact]
    public async Task Files_of_a_commit_are_read_without_a_checkout()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"), ("sub/b.txt", "b\n"));
        await File.WriteAllTextAsync(room["a.txt"], "other\n");

        var files = await CommitFiles.ReadAsync(room.Repository.Git, room.Head, CancellationToken.None);

        Assert.Equal(["a.txt", "sub/b.txt"], files.Paths.Order(StringComparer.Ordinal));
        Assert.Equal("a\n"u8.ToArray(), await files.ContentAsync("a.txt", CancellationToken.None));
        Assert.Null(await files.ContentAsync("missing", CancellationToken.None));
        Assert.Equal(
            [("sub/b.txt", "b\n")],
            (await files.ContentsAsync(["sub/b.txt"], CancellationToken.None)).Select(file =>
                (file.Path, System.Text.Encoding.UTF8.GetString(file.Content))
            )
        );
    }
}
