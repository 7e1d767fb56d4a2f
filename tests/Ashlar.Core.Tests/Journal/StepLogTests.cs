using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

public sealed class StepLogTests
{
    [Fact]
    public async Task A_recorded_step_is_not_done_again()
    {
        using var room = new JournalRoom();
        var done = 0;
        using (var journal = room.Create())
        {
            Assert.Equal(new EffectFinished("a", "test", "1"), await StepAsync(journal, "a"));
            Assert.Equal(new EffectFinished("b", "test", "2"), await StepAsync(journal, "b"));
        }

        using var again = room.Open();
        Assert.Equal(new EffectFinished("a", "test", "1"), await StepAsync(again, "a"));
        Assert.Equal(new EffectFinished("c", "test", "3"), await StepAsync(again, "c"));
        Assert.Equal(new EffectFinished("b", "test", "2"), await StepAsync(again, "b"));
        Assert.Equal(3, JournalReader.Read(room.Path).Entries.Count);

        Task<EffectFinished> StepAsync(JournalFile journal, string key) =>
            new StepLog(journal, RunJson.Default).OnceAsync(
                "task",
                key,
                () => Task.FromResult(new EffectFinished(key, "test", $"{++done}"))
            );
    }

    [Fact]
    public void Steps_of_other_types_and_tasks_with_the_same_key_are_others()
    {
        using var room = new JournalRoom();
        using (var journal = room.Create())
        {
            JournalRoom.Append(journal, "a", "of task 1", "1");
            JournalRoom.Append(journal, "a", "of no task");
        }

        using var again = room.Open();
        var steps = new StepLog(again, RunJson.Default);

        Assert.Equal("of task 1", steps.Past<EffectFinished>("1", "a")?.Outcome);
        Assert.Equal("of no task", steps.Past<EffectFinished>(null, "a")?.Outcome);
        Assert.Null(steps.Past<EffectFinished>("2", "a"));
        Assert.Null(steps.Past<CommitIntended>("1", "a"));
    }

    [Fact]
    public void Effects_that_share_a_type_on_disk_are_told_apart()
    {
        using var room = new JournalRoom();
        using (var journal = room.Create())
        {
            var steps = new StepLog(journal, RunJson.Default);
            steps.Record("1", new CommitIntended("a", CommitIntended.Name, "tree", "parent", Said.Text("Add"), DateTimeOffset.UnixEpoch));
            steps.Record("2", new RebaseIntended("b", RebaseIntended.Name, "onto", "base", "tree", [], []));
        }

        using var again = room.Open();
        var past = new StepLog(again, RunJson.Default);

        Assert.Equal(["a"], past.PastOf<CommitIntended>().Select(entry => entry.Text("key")));
        Assert.Equal(["b"], past.PastOf<RebaseIntended>().Select(entry => entry.Text("key")));
        Assert.Equal(["b"], past.PastOf("2").Select(entry => entry.Text("key")));
    }

    [Fact]
    public async Task A_step_that_throws_is_not_recorded()
    {
        using var room = new JournalRoom();
        using var journal = room.Create();
        var steps = new StepLog(journal, RunJson.Default);

        await Assert.ThrowsAsync<IOException>(() => steps.OnceAsync<EffectFinished>(null, "a", () => throw new IOException("no")));

        Assert.Empty(room.Bytes);
    }
}
