using System.Diagnostics;
using Ashlar.Core.Runs.Records;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class RunLockTests
{
    [Fact]
    public void A_run_is_held_by_one_at_a_time()
    {
        using var room = new RunRoom();
        Assert.False(RunLock.IsHeld(room.Folder));

        using (var held = RunLock.TryTake(room.Folder))
        {
            Assert.NotNull(held);
            Assert.True(RunLock.IsHeld(room.Folder));
            Assert.Null(RunLock.TryTake(room.Folder));
            Assert.Equal(Environment.ProcessId, RunLock.Owner(room.Folder));
        }

        Assert.False(RunLock.IsHeld(room.Folder));
        using var again = RunLock.TryTake(room.Folder);
        Assert.NotNull(again);
    }

    [Fact]
    public void Those_who_look_do_not_see_each_other()
    {
        using var room = new RunRoom();
        RunLock.TryTake(room.Folder)!.Dispose();

        using (new FileStream(room.Folder.LockPath, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            Assert.False(RunLock.IsHeld(room.Folder));
        }

        using (new FileStream(room.Folder.LockPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.True(RunLock.IsHeld(room.Folder));
        }
    }

    [Fact]
    public void A_lock_that_cannot_be_opened_for_another_reason_is_nobodys()
    {
        using var room = new RunRoom();
        Directory.CreateDirectory(room.Folder.LockPath);

        Assert.ThrowsAny<SystemException>(() => RunLock.TryTake(room.Folder));
        Assert.False(RunLock.IsHeld(room.Folder));
    }

    [Fact]
    [Trait("case", "CRASH-014")]
    public void A_lock_of_another_process_goes_with_it_however_it_ends()
    {
        using var room = new RunRoom();
        using var other = Process.Start(
            new ProcessStartInfo("flock", ["-x", room.Folder.LockPath, "-c", "echo held; exec sleep 600"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.Equal("held", other.StandardOutput.ReadLine());

        Assert.True(RunLock.IsHeld(room.Folder));
        Assert.Null(RunLock.TryTake(room.Folder));

        other.Kill(entireProcessTree: true);
        other.WaitForExit();

        using var taken = RunLock.TryTake(room.Folder);
        Assert.NotNull(taken);
    }
}
