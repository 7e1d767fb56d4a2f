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
    public async Task A_plan_whose_process_is_gone_is_cleared_with_the_processes_that_bear_its_mark()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var folder = new FolderStore(room.Folder.State).Make(Now);
        File.WriteAllText(FolderLock.In(folder.Path), "");
        using var left = Sleeper(folder.Owner);
        using var another = Sleeper(room.Folder.Owner);

        await new Leavings().ClearPlansAsync(new FolderStore(folder.State), new ManualClock(), CancellationToken.None);

        Assert.True(left.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.False(another.HasExited);
        Assert.False(Directory.Exists(folder.Path));
        another.Kill();
    }

    [Fact]
    public async Task A_plan_that_is_held_is_left_alone_and_so_is_a_run_that_has_begun()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var (planned, held) = await new FolderStore(room.Folder.State).NewAsync(new ManualClock(), CancellationToken.None);
        var begun = new FolderStore(room.Folder.State).Make(Now);
        File.WriteAllText(begun.Record.Place, "{}\n");
        using var sleeper = Sleeper(planned.Owner);

        await new Leavings().ClearPlansAsync(new FolderStore(room.Folder.State), new ManualClock(), CancellationToken.None);

        Assert.True(Directory.Exists(planned.Path));
        Assert.True(Directory.Exists(begun.Path));
        Assert.False(sleeper.HasExited);

        held.Dispose();
        await new Leavings().ClearPlansAsync(new FolderStore(room.Folder.State), new ManualClock(), CancellationToken.None);

        Assert.False(Directory.Exists(planned.Path));
        Assert.True(sleeper.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task What_a_run_left_whose_journal_is_gone_is_left_alone()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var folder = new FolderStore(room.Folder.State).Make(Now);
        var hash = folder.Artifacts.Put(Said.Text("work"));
        folder.Record.Begin();

        await new Leavings().ClearPlansAsync(new FolderStore(folder.State), new ManualClock(), CancellationToken.None);

        Assert.Equal("work", folder.Artifacts.GetText(hash));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_journal_is_a_plan_only_until_the_run_has_begun(bool begun)
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var folder = new FolderStore(room.Folder.State).Make(Now);
        folder.Artifacts.Put(Said.Text("work"));
        File.WriteAllText(folder.Record.Place, "");
        if (begun)
        {
            folder.Record.Begin();
        }

        await new Leavings().ClearPlansAsync(new FolderStore(folder.State), new ManualClock(), CancellationToken.None);

        Assert.Equal(begun, Directory.Exists(folder.Path));
    }

    [Fact]
    public async Task Runs_of_one_process_clear_plans_once_and_look_at_the_machine_together()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var store = new FolderStore(room.Folder.State);
        var leavings = new Leavings();
        var clock = new ManualClock();
        var first = store.Make(Now);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => leavings.ClearPlansAsync(store, clock, CancellationToken.None)));
        var later = store.Make(Now);
        await leavings.ClearPlansAsync(store, clock, CancellationToken.None);

        Assert.False(Directory.Exists(first.Path));
        Assert.True(Directory.Exists(later.Path));
        Assert.Equal(1, leavings.Looks);

        // Resumed at once: the look that has begun may have passed what a later one asks for, so there are two at most.
        var runs = Enumerable.Range(0, 50).Select(number => new RunFolder(room.Folder.State, $"r-{number}")).ToList();
        using var left = Sleeper(runs[49].Owner);
        await Task.WhenAll(runs.Select(run => leavings.EndProcessesAsync(run, [])));
        Assert.True(left.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.InRange(leavings.Looks, 2, 3);
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
