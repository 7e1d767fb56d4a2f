using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Records;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class QuestionsTests
{
    [Fact]
    public void A_question_is_raised_once_and_numbers_go_on_after_a_crash()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        Assert.Equal("E1", new RunEscalations(room.Steps).Ask("1", "1/question/1", RunRoom.Question("First?", "")).Raised.Id);

        var questions = new RunEscalations(room.Again().Steps);
        var (again, answer) = questions.Ask("1", "1/question/1", RunRoom.Question("First?", ""));
        var (other, _) = questions.Ask("2", "1/question/1", RunRoom.Question("Second?", ""));

        Assert.Equal(("E1", "First?", null), (again.Id, again.Summary, answer));
        Assert.Equal(("E2", "Second?"), (other.Id, other.Summary));
        Assert.Equal(2, room.State.Escalations.Count);
    }

    [Fact]
    public void The_answer_is_the_one_to_this_question()
    {
        using var room = new RunRoom()
            .With(null, RunRoom.Started)
            .With("1", RunRoom.Question("First?"))
            .With("1", new EscalationAnswered("E1", "E1", Said.Text("yes"), []));

        var questions = new RunEscalations(room.Again().Steps);

        Assert.Equal("yes", questions.Ask("1", "1/question/1", RunRoom.Question("First?", "")).Answer?.Text.Text);
        Assert.Null(questions.Ask("1", "1/question/2", RunRoom.Question("Second?", "")).Answer);
    }
}
