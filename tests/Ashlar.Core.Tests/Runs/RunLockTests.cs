using System.Diagnostics;
using Ashlar.Core.Runs.Records;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class RunLockTests
{
    [Fact]
    public async Task A_run_is_held_by_one_at_a_time()
    {
        using var room = new RunRoom();
        Assert.False(room.Folder.Record.IsHeld);

        using (var held = await TakeAsync(room))
        {
            Assert.NotNull(held);
            Assert.True(room.Folder.Record.IsHeld);
            Assert.Null(await TakeAsync(room));
            Assert.Equal(Environment.ProcessId, room.Folder.Record.Owner);
        }

        Assert.False(room.Folder.Record.IsHeld);
        using var again = await TakeAsync(room);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Those_who_look_do_not_see_each_other()
    {
        using var room = new RunRoom();
        (await TakeAsync(room))!.Dispose();

        using (new FileStream(FolderLock.In(room.Folder.Path), FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            Assert.False(room.Folder.Record.IsHeld);
        }

        using (new FileStream(FolderLock.In(room.Folder.Path), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.True(room.Folder.Record.IsHeld);
        }
    }

    [Fact]
    public async Task A_lock_that_cannot_be_opened_for_another_reason_is_nobodys()
    {
        using var room = new RunRoom();
        Directory.CreateDirectory(FolderLock.In(room.Folder.Path));

        await Assert.ThrowsAnyAsync<SystemException>(() => TakeAsync(room));
        Assert.False(room.Folder.Record.IsHeld);
    }

    [Fact]
    [Trait("case", "CRASH-014")]
    public async Task A_lock_of_another_process_goes_with_it_however_it_ends()
    {
        using var room = new RunRoom();
        using var other = Process.Start(
            new ProcessStartInfo("flock", ["-x", FolderLock.In(room.Folder.Path), "-c", "echo held; exec sleep 600"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.Equal("held", other.StandardOutput.ReadLine());

        Assert.True(room.Folder.Record.IsHeld);
        Assert.Null(await TakeAsync(room));

        other.Kill(entireProcessTree: true);
        other.WaitForExit();

        using var taken = await TakeAsync(room);
        Assert.NotNull(taken);
    }

    private static Task<RunLock?> TakeAsync(RunRoom room) => room.Folder.Record.TryTakeAsync(TimeProvider.System, CancellationToken.None);
}
