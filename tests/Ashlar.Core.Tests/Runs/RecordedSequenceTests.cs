using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class RecordedSequenceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Both tasks begin, then the first lands and the second after it.</summary>
    private static IReadOnlyList<Entry> Recorded()
    {
        using var room = new RunRoom()
            .With(null, RunRoom.Started)
            .With("1", new TaskStarted("1", 1, Said.Text("First"), "base", "/1"))
            .With("2", new TaskStarted("1", 1, Said.Text("Second"), "base", "/2"))
            .With("1", new CommitCreated("1/land", "hash", Said.Text("First"), []))
            .With("2", new CommitCreated("1/land", "hash", Said.Text("Second"), []));
        return room.Folder.Record.Read().Entries;
    }

    [Fact]
    public async Task Each_step_waits_for_those_recorded_before_it()
    {
        var recorded = Recorded();
        var sequence = new RecordedSequence(recorded);

        var second = sequence.AwaitAsync("2", None);
        Assert.False(second.IsCompleted);
        await sequence.AwaitAsync("1", None);
        sequence.Done(recorded[1]);
        await second;
        sequence.Done(recorded[2]);

        var landing = sequence.AwaitAsync("2", None);
        Assert.False(landing.IsCompleted);
        sequence.Done(recorded[3]);
        await landing;
    }

    [Fact]
    public async Task A_step_that_cannot_come_any_more_holds_nobody_up()
    {
        var recorded = Recorded();
        var sequence = new RecordedSequence(recorded);
        sequence.Begun("1");
        sequence.Begun("2");
        sequence.Settled();
        sequence.Done(recorded[1]);
        sequence.Done(recorded[2]);
        var landing = sequence.AwaitAsync("2", None);

        sequence.Ended("1");
        Assert.False(landing.IsCompleted);
        sequence.Settled();

        await landing;
    }

    [Fact]
    public async Task A_task_that_has_more_steps_than_recorded_goes_on_and_one_that_waits_can_be_stopped()
    {
        var recorded = Recorded();
        var sequence = new RecordedSequence(recorded);
        using var stop = new CancellationTokenSource();

        await sequence.AwaitAsync("3", None);
        var second = sequence.AwaitAsync("2", stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }
}
