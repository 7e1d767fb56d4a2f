using Ashlar.Core.Models;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class ToolRecoveryTests
{
    private static Dictionary<string, BaseFile> Base(params (string Path, string Text)[] files) =>
        files.ToDictionary(
            file => file.Path,
            file => new BaseFile(false, BaseFiles.BlobOf(System.Text.Encoding.UTF8.GetBytes(file.Text))),
            StringComparer.Ordinal
        );

    [Fact]
    [Trait("case", "CRASH-003")]
    public async Task A_command_that_was_cut_off_is_undone_and_run_again()
    {
        using var room = new ToolRoom().With("a", "0\n").With("b", "0\n");
        _ = await room.Bash("echo before >> b; echo x > mine");
        var call = new ToolCall("cut", "Bash", Said.Text(ToolRoom.Json(("command", "echo 1 >> a; echo 2 >> b; rm mine; echo new > c"))));
        var snapshot = room.Toolbox.SnapshotBefore(call, room.Context);
        await File.AppendAllTextAsync(room["a"], "1\n");
        await File.WriteAllTextAsync(room["half"], "done");
        File.Delete(room["mine"]);

        room.Resume(Base(("a", "0\n"), ("b", "0\n")), new HashSet<string>(["a", "b", "half"], StringComparer.Ordinal));
        var answer = await ToolRecovery.FinishAsync(room.Toolbox, call, snapshot, room.Context, CancellationToken.None);

        Assert.Equal(("0\n1\n", "0\nbefore\n2\n", "new\n"), (room.Text("a"), room.Text("b"), room.Text("c")));
        Assert.False(File.Exists(room["half"]) || File.Exists(room["mine"]));
        Assert.Matches("^exit 0 · .* · changed: a, b, c, mine \\(deleted\\)$", answer.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("case", "CRASH-003")]
    public async Task An_edit_that_was_cut_off_ends_the_same_whether_it_was_written_or_not(bool written)
    {
        using var room = new ToolRoom().With("a", "one\n");
        _ = await room.Read("a");
        var call = new ToolCall("cut", "Edit", Said.Text(ToolRoom.Json(("file_path", "a"), ("old_string", "one"), ("new_string", "two"))));
        var snapshot = room.Toolbox.SnapshotBefore(call, room.Context);
        await File.WriteAllTextAsync(room[FileReplacement.TemporaryPath("a")], "tw");
        if (written)
        {
            await File.WriteAllTextAsync(room["a"], "two\n");
        }

        var answer = await ToolRecovery.FinishAsync(room.Toolbox, call, snapshot, room.Context, CancellationToken.None);

        Assert.Equal("Edited a:\n     1\ttwo", answer.Text);
        Assert.Equal("two\n", room.Text("a"));
        Assert.Equal(["a"], Directory.EnumerateFiles(room.Root).Select(Path.GetFileName));
    }

    [Fact]
    [Trait("case", "CRASH-003")]
    public async Task A_command_that_reaches_outside_is_not_run_again()
    {
        using var room = new ToolRoom { Network = new NetworkAccess(["127.0.0.1:5432"], []) }.With("a", "0\n");
        var call = new ToolCall("cut", "Bash", Said.Text(ToolRoom.Json(("command", "echo 1 >> a"))));
        var snapshot = room.Toolbox.SnapshotBefore(call, room.Context);
        await File.AppendAllTextAsync(room["a"], "1\n");

        var answer = await ToolRecovery.FinishAsync(room.Toolbox, call, snapshot, room.Context, CancellationToken.None);

        Assert.Equal("0\n1\n", room.Text("a"));
        Assert.Equal(
            "Ashlar was interrupted during this call; its outcome is unknown. It reaches outside, so it was not run again. Changed files: a. Look how far it came before you continue.",
            answer.Text
        );
    }

    [Fact]
    public async Task A_call_that_only_looks_is_run_again()
    {
        using var room = new ToolRoom().With("a", "0\n");
        var call = new ToolCall("cut", "Read", Said.Text(ToolRoom.Json(("file_path", "a"))));

        Assert.Null(room.Toolbox.SnapshotBefore(call, room.Context));
        Assert.Equal("     1\t0", (await ToolRecovery.FinishAsync(room.Toolbox, call, null, room.Context, CancellationToken.None)).Text);
    }

    [Fact]
    public async Task An_unchanged_worktree_has_the_same_snapshot()
    {
        using var room = new ToolRoom().With("a", "0\n");
        string? Snapshot() => room.Toolbox.SnapshotBefore(new ToolCall("x", "Bash", Said.Text("{\"command\":\"true\"}")), room.Context);

        var first = Snapshot();
        _ = await room.Bash("touch a; echo x > b; rm b");
        var second = Snapshot();
        _ = await room.Bash("echo x > b");

        Assert.Equal(first, second);
        Assert.NotEqual(first, Snapshot());
    }
}
