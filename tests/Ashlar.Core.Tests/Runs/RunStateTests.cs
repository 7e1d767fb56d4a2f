using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Records;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class RunStateTests
{
    [Fact]
    public void A_run_is_running_and_its_tasks_are_pending_until_the_journal_says_otherwise()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);

        var state = room.State;
        Assert.Equal(("r-1", "running", null, "base"), (state.Run, state.State, state.ExitStatus, state.Head));
        Assert.Equal([("1", "pending"), ("2", "pending")], state.Tasks.Select(task => (task.Id, task.State)));
    }

    [Fact]
    public void Tasks_go_from_pending_to_done_or_failed_or_skipped()
    {
        using var room = new RunRoom()
            .With(null, RunRoom.Started with { Order = ["1", "2", "3", "4"] })
            .With("1", new TaskStarted("1", 1, Said.Text("One"), "base", "/w/1"))
            .With("1", new IterationFinished("1/iteration/2", 2, "tree", true, ["a"], []))
            .With("1", new CommitCreated("1/land", "c1", Said.Text("One"), ["1"]))
            .With("1", new TaskCompleted("1/end", "c1", "regression-only", 2, ["a"], [], []))
            .With("2", new TaskStarted("1", 1, Said.Text("Two"), "c1", "/w/2"))
            .With("2", new TaskFailed("1/end", new Problem("task.not-green", "red"), 8, null))
            .With("3", new TaskSkipped("skipped/0", "it builds on 2"));

        var state = room.State;
        Assert.Equal("c1", state.Head);
        Assert.Equal(
            [("1", "done"), ("2", "failed"), ("3", "skipped"), ("4", "pending")],
            state.Tasks.Select(task => (task.Id, task.State))
        );
        Assert.Equal(("c1", "regression-only", 2), (state.Tasks[0].Commit, state.Tasks[0].Proof, state.Tasks[0].Iterations));
        Assert.Equal("red", state.Tasks[1].Problem?.Message);
        Assert.Equal("it builds on 2", state.Tasks[2].SkippedBecause);
    }

    [Fact]
    public void A_resumed_run_forgets_its_end_and_keeps_what_is_done()
    {
        using var room = new RunRoom()
            .With(null, RunRoom.Started)
            .With("1", new TaskStarted("1", 1, Said.Text("One"), "base", "/w/1"))
            .With("1", new TaskFailed("1/end", new Problem("x", "red"), 8, null))
            .With("2", new TaskSkipped("skipped/0", "it builds on 1"))
            .With(null, new RunFinished("failed", 1, new Problem("x", "red"), 0));
        Assert.Equal(("failed", 1, "red"), (room.State.State, room.State.ExitStatus, room.State.Reason?.Message));

        room.With(null, new RunResumed(null, "1"));

        var state = room.State;
        Assert.Equal(("running", null, null), (state.State, state.ExitStatus, state.Reason));
        Assert.Equal(
            [("1", "pending", null), ("2", "pending", null)],
            state.Tasks.Select(task => (task.Id, task.State, task.SkippedBecause))
        );
    }

    [Fact]
    public void A_task_waits_for_an_answer_also_when_the_run_was_resumed_without_one()
    {
        using var room = new RunRoom()
            .With(null, RunRoom.Started)
            .With("1", new TaskStarted("1", 1, Said.Text("One"), "base", "/w/1"))
            .With("1", RunRoom.Question("Which one?"))
            .With(null, new RunWaiting(["E1"]));
        Assert.Equal(("waiting", "waiting"), (room.State.State, room.State.Tasks[0].State));

        room.With(null, new RunResumed(null, null));
        Assert.Equal(("running", "running"), (room.State.State, room.State.Tasks[0].State));

        room.With(null, new RunWaiting(["E1"]));
        Assert.Equal(("waiting", "waiting"), (room.State.State, room.State.Tasks[0].State));

        room.With("1", new EscalationAnswered("E1", "E1", Said.Text("The first"), []));
        Assert.Equal("The first", Assert.Single(room.State.Escalations).Answer?.Text.Text);
    }

    [Fact]
    public void The_time_of_an_execution_that_was_killed_counts_up_to_its_last_entry()
    {
        using var room = new RunRoom()
            .With(null, RunRoom.Started)
            .With("1", new TaskStarted("1", 1, Said.Text("One"), "base", "/w/1"))
            .With("2", new TaskSkipped("skipped/0", "x"));
        Assert.Equal(TimeSpan.Zero, room.State.Worked);

        // Before it is resumed, what it is resumed from says so already.
        Assert.Equal(TimeSpan.FromSeconds(2), ResumePoint.Of(room.Folder.Record.Read().Entries).Worked);
        room.Clock.Advance(TimeSpan.FromDays(1));
        room.With(null, new RunResumed(null, null));
        Assert.Equal(TimeSpan.FromSeconds(2), room.State.Worked);

        room.With(null, new RunFinished("limit", 4, null, 5000));
        room.Clock.Advance(TimeSpan.FromDays(1));
        room.With(null, new RunResumed(null, null));
        Assert.Equal(TimeSpan.FromSeconds(7), room.State.Worked);
        Assert.Equal(TimeSpan.FromSeconds(7), ResumePoint.Of(room.Folder.Record.Read().Entries).Worked);
    }

    [Fact]
    public void Limits_given_anew_hold_for_later_resumptions_too()
    {
        using var room = new RunRoom()
            .With(null, RunRoom.Started)
            .With(null, new RunResumed(new RunOptions { MaxTurns = 300, MaxCost = 2 }, null))
            .With(null, new RunResumed(new RunOptions { MaxCost = 3 }, null))
            .With(null, new RunResumed(null, null));

        var point = ResumePoint.Of(room.Folder.Record.Read().Entries);
        Assert.Equal((300, 3m, null), (point.Overrides.MaxTurns, point.Overrides.MaxCost, point.Overrides.MaxIterations));
    }

    [Fact]
    public void A_clock_that_is_set_back_takes_no_work_away()
    {
        using var room = new RunRoom().With(null, RunRoom.Started).With("1", Turn(1, 0.25m));
        room.Clock.Set(TimeSpan.FromHours(-3));
        room.With("1", Turn(2, 0.25m)).With(null, new RunResumed(null, null));

        Assert.Equal(TimeSpan.Zero, room.State.Worked);
        Assert.True(room.Folder.Record.Read().Damage is null);
    }

    [Fact]
    public void Turns_and_tokens_add_up_and_the_cost_is_unknown_when_one_is()
    {
        using var room = new RunRoom().With(null, RunRoom.Started).With("1", Turn(1, 0.25m)).With("1", Turn(2, 0.5m));
        Assert.Equal((2, new Usage(20, 10), 0.75m), (room.State.Turns, room.State.Usage, room.State.Cost));

        room.With("1", Turn(3, null));
        Assert.Equal((3, null), (room.State.Turns, room.State.Cost));
        var agent = Assert.Single(room.State.Agents);
        Assert.Equal(("agent", 3, null), (agent.Name, agent.Turns, agent.Cost));
    }

    [Fact]
    public void Entries_of_unknown_types_change_nothing()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var before = room.State.Tasks;

        var skipped = room.Steps.Journal.Masked(new TaskSkipped("key", "reason"), RunJson.Default.TaskSkipped);
        room.Journal.Copy(room.Folder.Record.Read().Entries[^1] with { Type = "task.admired", Task = "1" }, skipped);

        Assert.Equal(before, room.State.Tasks);
        Assert.Equal("running", room.State.State);
    }

    private static TurnReceived Turn(int number, decimal? cost) =>
        new($"1/turn/{number}", number, null, [new TextBlock(Said.Text("a"))], StopReason.EndTurn, new Usage(10, 5), "model", cost);

    [Fact]
    public void A_time_that_has_passed_is_no_wait_for_the_provider()
    {
        using var room = new RunRoom().With(null, RunRoom.Started);
        var until = room.Clock.GetUtcNow().AddMinutes(1);
        room.With("1", new TaskStarted("1", 1, Said.Text("One"), "base", "/w/1"))
            .With("1", new ProviderWaiting("1/turn/1", Said.Text("come back later"), until));

        Assert.Equal(until, room.State.WaitsForProvider(until.AddSeconds(-1)));
        Assert.Null(room.State.WaitsForProvider(until));

        room.With(null, new RunFinished("interrupted", 130, null, 0));
        Assert.Equal(until, room.State.WaitsForProvider(until.AddSeconds(-1)));
        Assert.Null(room.State.WaitsForProvider(until.AddSeconds(1)));
    }

    [Fact]
    public void A_run_whose_questions_are_answered_is_to_be_resumed()
    {
        using var room = new RunRoom()
            .With(null, RunRoom.Started)
            .With("1", new TaskStarted("1", 1, Said.Text("One"), "base", "/w/1"))
            .With("1", RunRoom.Question("Which one?"))
            .With("2", new TaskStarted("1", 1, Said.Text("Two"), "base", "/w/2"))
            .With("2", RunRoom.Question("Which other?", "E2") with { Key = "1/question/2" })
            .With(null, new RunWaiting(["E1", "E2"]))
            .With(null, new RunFinished("waiting", 3, WaitingText.Waits("r-1", "1", RunRoom.Question("Which one?")), 0));
        Assert.Contains("E1", WaitingText.Reason(room.State)?.Remedy, StringComparison.Ordinal);

        room.With("1", new EscalationAnswered("E1", "E1", Said.Text("this"), []));
        Assert.Contains("answer r-1 E2", WaitingText.Reason(room.State)?.Remedy, StringComparison.Ordinal);

        room.With("2", new EscalationAnswered("E2", "E2", Said.Text("that"), []));
        Assert.Equal("Resume with `ashlar resume r-1`", WaitingText.Reason(room.State)?.Remedy);
    }
}
