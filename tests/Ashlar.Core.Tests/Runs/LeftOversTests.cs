using System.Diagnostics;
using Ashlar.Core.Runs.Records;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class LeftOversTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("case", "CRASH-003")]
    public void A_plan_whose_process_is_gone_is_cleared_with_the_processes_that_bear_its_mark()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var folder = new FolderStore(room.Folder.State).Make(Now);
        File.WriteAllText(FolderLock.In(folder.Path), "");
        using var left = Sleeper(folder.Owner);
        using var another = Sleeper(room.Folder.Owner);

        CrashCleanup.ClearPlans(new FolderStore(folder.State));

        Assert.True(left.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.False(another.HasExited);
        Assert.False(Directory.Exists(folder.Path));
        another.Kill();
    }

    [Fact]
    public void A_plan_that_is_held_is_left_alone_and_so_is_a_run_that_has_begun()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var (planned, held) = new FolderStore(room.Folder.State).New(Now);
        var begun = new FolderStore(room.Folder.State).Make(Now);
        File.WriteAllText(begun.Record.Place, "{}\n");
        using var sleeper = Sleeper(planned.Owner);

        CrashCleanup.ClearPlans(new FolderStore(room.Folder.State));

        Assert.True(Directory.Exists(planned.Path));
        Assert.True(Directory.Exists(begun.Path));
        Assert.False(sleeper.HasExited);

        held.Dispose();
        CrashCleanup.ClearPlans(new FolderStore(room.Folder.State));

        Assert.False(Directory.Exists(planned.Path));
        Assert.True(sleeper.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void What_a_run_left_whose_journal_is_gone_is_left_alone()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var folder = new FolderStore(room.Folder.State).Make(Now);
        var hash = folder.Artifacts.Put(Said.Text("work"));

        CrashCleanup.ClearPlans(new FolderStore(folder.State));

        Assert.Equal("work", folder.Artifacts.GetText(hash));
    }

    /// <summary>A process that bears a mark from its first moment; it is waited for until it does.</summary>
    private static Process Sleeper(string owner)
    {
        var start = new ProcessStartInfo("sh", ["-c", "echo up; exec sleep 600"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["ASHLAR_OWNER"] = owner;
        var process = Process.Start(start)!;
        Assert.Equal("up", process.StandardOutput.ReadLine());
        return process;
    }
}
