using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class SecretObjectsTests
{
    private readonly string value = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Only_what_nobody_refers_to_and_holds_a_secret_goes()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        var referred = await WriteAsync(room, "kept/by-a-ref.txt", $"kept {value}\n");
        await room.GitAsync("update-ref", "refs/heads/theirs", await CommitAsync(room, referred.Tree));
        File.Delete(room["kept/by-a-ref.txt"]);
        var loose = await WriteAsync(room, "deep/er/leak.txt", $"key = {value}\n");
        var harmless = await WriteAsync(room, "deep/er/leak.txt", "key = none\n");
        var named = await WriteAsync(room, $"other/{value}.txt", "empty\n");

        var gone = await RemoveAsync(room, loose.Tree, harmless.Tree, named.Tree, referred.Tree);

        var there = new List<bool>();
        foreach (var hash in (string[])[loose.Blob, loose.Tree, harmless.Blob, harmless.Tree, named.Tree, referred.Blob, referred.Tree])
        {
            there.Add(await IsThereAsync(room, hash));
        }

        Assert.Equal([false, false, true, true, false, true, true], there);
        Assert.True(gone >= 6, $"{gone}");
        Assert.DoesNotContain("missing", await room.GitAsync("fsck", "--full"), StringComparison.Ordinal);
        Assert.Equal(0, await RemoveAsync(room, loose.Tree, named.Tree));
    }

    [Fact]
    public async Task What_a_person_has_staged_stays()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        var written = await WriteAsync(room, "leak.txt", $"key = {value}\n");
        File.WriteAllText(Path.Combine(room.Repository.Root, "mine.txt"), $"key = {value}\n");
        await room.Repository.Checkout.TextAsync(["add", "mine.txt"], CancellationToken.None);

        await RemoveAsync(room, written.Tree);

        Assert.True(await IsThereAsync(room, written.Blob));
        Assert.False(await IsThereAsync(room, written.Tree));
    }

    private Task<int> RemoveAsync(GitRoom room, params IReadOnlyList<string> trees)
    {
        var git = room.Repository.Git;
        var secrets = new TreeSecrets(git, SecretMask.Of([new("TOKEN", value)]));
        return new SecretObjects(git, secrets).RemoveAsync(room.Head, trees, CancellationToken.None);
    }

    private static async Task<(string Tree, string Blob)> WriteAsync(GitRoom room, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(room[path])!);
        await File.WriteAllTextAsync(room[path], text);
        var tree = await room.TreeAsync();
        return (tree, await room.GitAsync("rev-parse", $"{tree}:{path}"));
    }

    private static async Task<string> CommitAsync(GitRoom room, string tree) =>
        await room.Repository.Git.TextAsync(
            ["commit-tree", tree, "-m", "Theirs"],
            CancellationToken.None,
            new GitInput(null, GitRoom.Identity.Environment(GitRoom.At))
        );

    private static async Task<bool> IsThereAsync(GitRoom room, string hash) =>
        (await room.Repository.Git.RunAsync(["cat-file", "-e", hash], CancellationToken.None)).ExitCode == 0;
}
