using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class MailboxTests
{
    [Fact]
    public void The_first_answer_to_a_question_counts_and_goes_into_the_journal_once()
    {
        using var room = new RunRoom().With(null, RunRoom.Started).With("1", RunRoom.Question("Which?"));

        Assert.True(room.Folder.Record.Leave(Answer("E1", "first")));
        Assert.False(room.Folder.Record.Leave(Answer("E1", "second")));
        Assert.Equal(["first"], room.Folder.Record.Answers.Select(answer => answer.Text.Text));

        PendingAnswers.Collect(room.Folder.Record, room.Again().Journal, room.State, SecretMask.None);
        PendingAnswers.Collect(room.Folder.Record, room.Again().Journal, room.State, SecretMask.None);

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(room.Folder.Path, "answers")));
        Assert.Equal("first", Assert.Single(room.State.Escalations).Answer?.Text.Text);
        Assert.Equal(["run.started", "escalation.raised", "escalation.answered"], room.Again().Journal.Past.Select(entry => entry.Type));
    }

    [Fact]
    public void An_answer_that_was_recorded_before_the_crash_is_not_recorded_again()
    {
        using var room = new RunRoom().With(null, RunRoom.Started).With("1", RunRoom.Question("Which?")).With("1", Answer("E1", "first"));
        room.Folder.Record.Leave(Answer("E1", "first"));

        PendingAnswers.Collect(room.Folder.Record, room.Again().Journal, room.State, SecretMask.None);

        Assert.Equal(3, room.Again().Journal.Past.Count);
        Assert.Empty(room.Folder.Record.Answers);
    }

    [Fact]
    public void An_answer_to_nothing_is_dropped()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        room.Folder.Record.Leave(Answer("E7", "x"));

        PendingAnswers.Collect(room.Folder.Record, room.Again().Journal, room.State, SecretMask.None);

        Assert.Single(room.Again().Journal.Past);
    }

    [Fact]
    public void A_half_written_answer_does_not_count()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        Directory.CreateDirectory(Path.Combine(room.Folder.Path, "answers"));
        File.WriteAllText(Path.Combine(Path.Combine(room.Folder.Path, "answers"), "E1.json.7.tmp"), "{\"key\":");

        Assert.Empty(room.Folder.Record.Answers);
    }

    private static EscalationAnswered Answer(string id, string text) => new(id, id, Said.Text(text), []);
}
