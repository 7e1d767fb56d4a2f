using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class WorktreeTests
{
    [Fact]
    public async Task The_users_own_checkout_is_never_removed()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        var repository = room.Repository;

        new Worktree(repository, repository.Root).Remove();

        Assert.True(File.Exists(Path.Combine(repository.Root, ".git", "HEAD")));
        Assert.False(new Worktree(repository, repository.Root).Exists);
    }

    [Fact]
    public async Task A_worktree_is_one_for_git_itself_and_goes_without_a_trace()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"), ("sub/b.txt", "b\n"));

        Assert.True(room.Worktree.Exists);
        Assert.Equal("a\n", await File.ReadAllTextAsync(room["a.txt"]));
        Assert.Contains(
            $"worktree {room.Worktree.Path}\nHEAD {room.Head}\ndetached",
            await room.GitAsync("worktree", "list", "--porcelain"),
            StringComparison.Ordinal
        );
        Assert.Equal("", await room.Worktree.Git.TextAsync(["status", "--porcelain"], CancellationToken.None));

        room.Worktree.Remove();

        Assert.False(room.Worktree.Exists);
        Assert.False(Directory.Exists(room.Worktree.Path));
        Assert.Single((await room.GitAsync("worktree", "list")).Split('\n'));
        room.Worktree.Remove();
    }

    [Fact]
    public async Task What_was_half_made_does_not_exist_and_is_replaced()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        File.Delete(room[".git"]);
        await File.WriteAllTextAsync(room["rubbish.txt"], "x");
        await File.WriteAllTextAsync(Path.Combine(room.Worktree.GitDirectory, "index.lock"), "");
        Assert.False(room.Worktree.Exists);

        await room.Worktree.CreateAsync(room.Head, CancellationToken.None);

        Assert.True(room.Worktree.Exists);
        Assert.False(File.Exists(room["rubbish.txt"]));
        Assert.Equal("", await room.Worktree.Git.TextAsync(["status", "--porcelain"], CancellationToken.None));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData(".git")]
    [Trait("case", "CRASH-002")]
    public async Task One_whose_own_files_are_empty_as_after_a_power_cut_is_replaced(string file)
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        await File.WriteAllTextAsync(file == ".git" ? room[".git"] : Path.Combine(room.Worktree.GitDirectory, file), "");
        Assert.False(room.Worktree.Exists);

        await room.Worktree.CreateAsync(room.Head, CancellationToken.None);

        Assert.True(room.Worktree.Exists);
    }

    [Fact]
    [Trait("case", "CRASH-002")]
    public async Task What_it_stands_on_is_replaced_in_one_step_so_that_whoever_is_killed_leaves_the_old_or_the_new()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        var (head, old) = (Path.Combine(room.Worktree.GitDirectory, "HEAD"), room.Beside("old"));
        using (var link = System.Diagnostics.Process.Start("ln", [head, old]))
        {
            await link.WaitForExitAsync();
        }

        var next = await room.GitAsync(
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "commit-tree",
            "-p",
            room.Head,
            "-m",
            "Next",
            $"{room.Head}^{{tree}}"
        );
        await room.Worktree.StandOnAsync(next, CancellationToken.None);

        Assert.Equal($"{next}\n", await File.ReadAllTextAsync(head));
        Assert.Equal($"{room.Head}\n", await File.ReadAllTextAsync(old));
    }

    [Fact]
    public async Task Folders_that_cannot_be_written_and_links_are_removed_and_nothing_behind_them()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        Directory.CreateDirectory(room["closed/inner"]);
        await File.WriteAllTextAsync(room["closed/inner/x"], "x");
        Directory.CreateDirectory(room.Beside("outside"));
        await File.WriteAllTextAsync(room.Beside("outside/kept"), "x");
        Directory.CreateSymbolicLink(room["link"], room.Beside("outside"));
        File.SetUnixFileMode(room["closed/inner"], UnixFileMode.None);
        File.SetUnixFileMode(room["closed"], UnixFileMode.None);

        room.Worktree.Remove();

        Assert.False(Directory.Exists(room.Worktree.Path));
        Assert.True(File.Exists(room.Beside("outside/kept")));
    }

    [Fact]
    [Trait("case", "CRASH-004")]
    public async Task A_commit_made_twice_is_the_same_and_moves_the_branch_once()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        await File.WriteAllTextAsync(room["a.txt"], "b\n");
        await room.GitAsync("update-ref", "refs/heads/work", room.Head);
        var commit = new TreeCommit(new CheckedTree(room.Head, await room.TreeAsync()), Said.Text("Message\n\nTrailer: x\n"), GitRoom.At);

        var first = await commit.WriteAsync(room.Repository.Git, GitRoom.Identity, CancellationToken.None);
        var second = await commit.WriteAsync(room.Repository.Git, GitRoom.Identity, CancellationToken.None);

        Assert.Equal(first, second);
        var branch = await FreeBranch.OfAsync(room.Repository, "work", here: false, "", CancellationToken.None);
        Assert.Null(await branch.MoveAsync(first, commit.Parent, "test", CancellationToken.None));
        Assert.Null(await branch.MoveAsync(first, commit.Parent, "test", CancellationToken.None));
        Assert.Equal("2", await room.GitAsync("rev-list", "--count", "work"));
        Assert.Equal("Message\n\nTrailer: x", await room.GitAsync("log", "-1", "--format=%B", "work"));
    }

    [Fact]
    public async Task A_branch_that_somebody_else_moved_is_not_moved()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        var tree = await room.TreeAsync();
        var foreign = await new TreeCommit(new CheckedTree(room.Head, tree), Said.Text("Foreign\n"), GitRoom.At).WriteAsync(
            room.Repository.Git,
            GitRoom.Identity,
            CancellationToken.None
        );
        await room.GitAsync("update-ref", "refs/heads/work", foreign);
        var commit = new TreeCommit(new CheckedTree(room.Head, tree), Said.Text("Own\n"), GitRoom.At);
        var own = await commit.WriteAsync(room.Repository.Git, GitRoom.Identity, CancellationToken.None);

        var branch = await FreeBranch.OfAsync(room.Repository, "work", here: false, "", CancellationToken.None);
        Assert.NotNull(await branch.MoveAsync(own, commit.Parent, "test", CancellationToken.None));

        Assert.Equal(foreign, await room.GitAsync("rev-parse", "work"));
    }
}
