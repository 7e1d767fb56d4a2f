using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tests.Workspaces;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class KeptWorkTests
{
    [Fact]
    public async Task Work_is_kept_once_for_each_state_with_the_reason()
    {
        using var state = new TemporaryFolder();
        using var room = await GitRoom.WithAsync(("a.txt", "a\n"));
        var kept = new KeptWork(
            room.Repository.Git,
            GitRoom.Identity,
            new TreeSecrets(room.Repository.Git, SecretMask.None),
            new RunFolder(state.Path, "r-1")
        );
        Assert.Null(await KeepAsync("nothing"));

        await File.WriteAllTextAsync(room["new.txt"], "one\n");
        Assert.Equal("refs/ashlar/r-1/2.0/1", await KeepAsync("first"));
        Assert.Equal("refs/ashlar/r-1/2.0/1", await KeepAsync("again"));
        await File.WriteAllTextAsync(room["new.txt"], "two\n");
        Assert.Equal("refs/ashlar/r-1/2.0/2", await KeepAsync("second"));

        Assert.Equal("two", await room.GitAsync("show", "refs/ashlar/r-1/2.0/2:new.txt"));
        Assert.Equal(
            "Kept work of task 2.0: first\n\nAshlar-Run: r-1\nAshlar-Task: 2.0",
            await room.GitAsync("log", "-1", "--format=%B", "refs/ashlar/r-1/2.0/1")
        );
        Assert.Equal(room.Head, await room.GitAsync("rev-parse", "refs/ashlar/r-1/2.0/2^"));

        async Task<string?> KeepAsync(string why) =>
            await kept.KeepAsync("2.0", room.Head, await room.TreeAsync(), Said.Text(why), GitRoom.At, CancellationToken.None);
    }
}
