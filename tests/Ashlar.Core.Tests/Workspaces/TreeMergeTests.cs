using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class TreeMergeTests
{
    private static async Task<(string Commit, string Tree)> TwoLinesAsync(GitRoom room, string landed, string own)
    {
        var index = room.Index();
        var head = await index.ReplaceAsync(room.Head, Text(landed), CancellationToken.None);
        var commit = await new TreeCommit(new CheckedTree(room.Head, head), Said.Text("Landed\n"), GitRoom.At).WriteAsync(
            room.Repository.Git,
            GitRoom.Identity,
            CancellationToken.None
        );
        return (commit, await index.ReplaceAsync(room.Head, Text(own), CancellationToken.None));
    }

    private static Dictionary<string, byte[]?> Text(string text) =>
        new(StringComparer.Ordinal) { ["a.txt"] = System.Text.Encoding.UTF8.GetBytes(text) };

    [Fact]
    public async Task Changes_in_different_places_come_together()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "1\n2\n3\n4\n5\n"));
        var (commit, tree) = await TwoLinesAsync(room, "one\n2\n3\n4\n5\n", "1\n2\n3\n4\nfive\n");

        var merged = await new TreeMerge(room.Repository.Git, GitRoom.Identity).MergeAsync(room.Head, commit, tree, CancellationToken.None);

        Assert.Empty(merged.Conflicts);
        Assert.Equal("one\n2\n3\n4\nfive", await room.GitAsync("show", $"{merged.Tree}:a.txt"));
        Assert.Equal("", await room.Worktree.Git.TextAsync(["status", "--porcelain"], CancellationToken.None));
    }

    [Fact]
    public async Task A_conflict_names_the_file_which_holds_both_sides_and_is_the_same_each_time()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "1\n2\n3\n"));
        var (commit, tree) = await TwoLinesAsync(room, "1\nlanded\n3\n", "1\nown\n3\n");
        var merge = new TreeMerge(room.Repository.Git, GitRoom.Identity);

        var merged = await merge.MergeAsync(room.Head, commit, tree, CancellationToken.None);
        var again = await merge.MergeAsync(room.Head, commit, tree, CancellationToken.None);

        Assert.Equal(["a.txt"], merged.Conflicts);
        Assert.Matches("(?s)<<<<<<<.*landed.*=======.*own.*>>>>>>>", await room.GitAsync("show", $"{merged.Tree}:a.txt"));
        Assert.Equal(merged.Tree, again.Tree);
    }

    [Fact]
    public async Task A_merge_driver_of_the_repository_never_runs()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "1\n2\n3\n"));
        var (commit, tree) = await TwoLinesAsync(room, "1\nlanded\n3\n", "1\nown\n3\n");
        var ran = room.Beside("ran");
        await room.GitAsync("config", "merge.own.driver", $"touch {ran}");
        await File.WriteAllTextAsync(Path.Combine(room.Repository.CommonDirectory, "info", "attributes"), "a.txt merge=own\n");

        var merged = await new TreeMerge(room.Repository.Git, GitRoom.Identity).MergeAsync(room.Head, commit, tree, CancellationToken.None);

        Assert.Equal(["a.txt"], merged.Conflicts);
        Assert.False(File.Exists(ran));
    }
}
