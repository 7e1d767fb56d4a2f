using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.SeveralTasks;

/// <summary>What happens to a task's work when another task landed first.</summary>
public sealed class LandingOnOthers
{
    /// <summary>
    /// The second task hands in its work once the first has landed, which shows in the third asking; again once the third has landed, which
    /// shows in the fourth asking. So that it lands between the two, the third hands in only when the second has asked after its first time.
    /// </summary>
    private static Task<ScriptedModelServer> ServeAsync(
        Func<RecordedRequest, ScriptedAnswer> script,
        int firstReport,
        int? secondReport = null
    )
    {
        var (third, fourth, between) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        return ScriptedModelServer.StartAsync(request =>
        {
            _ = request.TaskId switch
            {
                "T002" when request.Turn > firstReport => between.TrySetResult(),
                "T003" => third.TrySetResult(),
                "T004" => fourth.TrySetResult(),
                _ => false,
            };
            var answer = script(request);
            return (request.TaskId, request.Turn) switch
            {
                ("T002", var turn) when turn == firstReport => answer.HeldUntil(third.Task),
                ("T002", var turn) when turn == secondReport => answer.HeldUntil(fourth.Task),
                ("T003", > 1) when secondReport is not null => answer.HeldUntil(between.Task),
                _ => answer,
            };
        });
    }

    private static Project Chain(string gate) =>
        ParallelProject.Of(gate, "T001 First", "T002 Second", "T003 Third (depends on T001)", "T004 Fourth (depends on T003)");

    [Fact]
    public async Task Work_that_fits_is_put_on_top_and_judged_there()
    {
        using var project = Chain("test ! -e broken");
        await using var server = await ServeAsync(ParallelProject.Quick, firstReport: 2);

        var result = await project.Run(4).Asking(server).EndsWithAsync(0);

        var journal = project.Journal();
        var rebased = Assert.Single(journal.Of("effect.finished"), Is("T002", "rebase")).GetProperty("body");
        Assert.Empty(rebased.GetProperty("conflicts").EnumerateArray());
        Assert.Contains("T002  put on top of", result.Out, StringComparison.Ordinal);
        Assert.Equal(2, journal.Of("gate.finished").Count(entry => entry.GetProperty("task").GetString() is "T002"));
        Assert.Equal("T002.txt\ntasks.md", project.Git("show", "--format=", "--name-only", Commit(project, "T002")));
        var diff = await project.Ashlar("diff", project.Runs[0], "--task", "T002").EndsWithAsync(0);
        Assert.DoesNotContain("T001.txt", diff.Out, StringComparison.Ordinal);
        Assert.Equal(8, server.Requests.Count);
    }

    [Fact]
    public async Task A_conflict_goes_back_to_the_agent_with_both_sides()
    {
        using var project = Chain("test ! -e broken");
        await using var server = await ServeAsync(
            request =>
                (request.TaskId, request.Turn) switch
                {
                    ("T001", 1) => ParallelProject.ChangeShared("two", "from the first"),
                    ("T001", _) => Say.Report([], ["shared.txt"]),
                    ("T002", 1) => ParallelProject.ChangeShared("two", "from the second"),
                    ("T002", 3) => Say.Read("shared.txt"),
                    ("T002", 4) => Say.Write("shared.txt", "one\nfrom both\nthree\n"),
                    ("T002", _) => Say.Report([], ["shared.txt"]),
                    _ => ParallelProject.Quick(request),
                },
            firstReport: 2
        );

        await project.Run(4).Asking(server).EndsWithAsync(0);

        var told = server.Requests.Single(request => request is { TaskId: "T002", Turn: 3 }).LastResultText;
        Assert.Contains("does not fit together with it in: shared.txt", told, StringComparison.Ordinal);
        Assert.Contains("(task T001): shared.txt", told, StringComparison.Ordinal);
        var seen = server.Requests.Single(request => request is { TaskId: "T002", Turn: 4 }).LastResultText;
        Assert.Matches("(?s)<<<<<<<.*from the first.*=======.*from the second.*>>>>>>>", seen);
        Assert.Equal("one\nfrom both\nthree", project.Read(ParallelProject.Branch, "shared.txt"));
        Assert.Equal("", project.Git("fsck", "--no-dangling", "--no-progress"));
        Assert.Equal("", project.Git("stash", "list"));
    }

    [Fact]
    public async Task A_second_conflict_is_a_persons_to_decide()
    {
        using var project = Chain("test ! -e broken");
        await using var server = await ServeAsync(
            request =>
                (request.TaskId, request.Turn) switch
                {
                    ("T001", 1) => ParallelProject.ChangeShared("two", "first"),
                    ("T003", 1) => ParallelProject.ChangeShared("first", "third"),
                    ("T001" or "T003", _) => Say.Report([], ["shared.txt"]),
                    ("T002", 1) => ParallelProject.ChangeShared("two", "second"),
                    ("T002", 3 or 6) => Say.Read("shared.txt"),
                    ("T002", 4) => Say.Write("shared.txt", "one\nfirst, second\nthree\n"),
                    ("T002", 7) => Say.Write("shared.txt", "one\nthird, second\nthree\n"),
                    ("T002", _) => Say.Report([], ["shared.txt"]),
                    _ => ParallelProject.Quick(request),
                },
            firstReport: 2,
            secondReport: 5
        );

        await project.Run(4).Asking(server).EndsWithAsync(3);

        var question = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.EnumerateArray().Single();
        Assert.Equal("conflict", question.GetProperty("kind").GetString());
        Assert.Equal("T002", question.GetProperty("task").GetString());
        Assert.Equal(["done", "waiting", "done", "done"], await project.TaskStatesAsync());

        var id = question.GetProperty("id").GetString()!;
        await project.Ashlar("answer", project.Runs[0], id, "Keep both, third first.", "--resume").Knowing(server).EndsWithAsync(0);
        Assert.Equal("one\nthird, second\nthree", project.Read(ParallelProject.Branch, "shared.txt"));
        var told = server.Requests.Single(request => request is { TaskId: "T002", Turn: 6 }).LastResultText;
        Assert.Contains("Keep both, third first.", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_is_red_together_with_what_landed_goes_back()
    {
        using var project = Chain("test ! -e T001.txt -o ! -e T002.txt -o -e both.txt");
        await using var server = await ServeAsync(
            request =>
                (request.TaskId, request.Turn) switch
                {
                    ("T002", 3) => Say.Write("both.txt", "both\n"),
                    ("T002", 4) => Say.Done("T002.txt", "both.txt"),
                    _ => ParallelProject.Quick(request),
                },
            firstReport: 2
        );

        await project.Run(4).Asking(server).EndsWithAsync(0);

        var told = server.Requests.Single(request => request is { TaskId: "T002", Turn: 3 }).LastResultText;
        Assert.Contains("this landed on the branch", told, StringComparison.Ordinal);
        Assert.Contains("Gates: not green (iteration 2 of", told, StringComparison.Ordinal);
        Assert.Equal("both", project.Read(ParallelProject.Branch, "both.txt"));
    }

    [Fact]
    public async Task A_task_that_commits_on_the_way_stays_apart_from_what_others_land_between()
    {
        using var project = Chain("test ! -e broken");
        await using var server = await ServeAsync(
            request =>
                (request.TaskId, request.Turn) switch
                {
                    ("T002", 1) => Say.Write("half.txt", "half\n"),
                    ("T002", 2) => ScriptedAnswer.Call("commit_and_push", new { message = "Half of it" }),
                    ("T002", 3) => Say.Write("whole.txt", "whole\n"),
                    ("T002", 4) => Say.Done("half.txt", "whole.txt"),
                    _ => ParallelProject.Quick(request),
                },
            firstReport: 2,
            secondReport: 4
        );
        project
            .Write(".claude/agents/worker.md", "---\nname: worker\ndescription: Works.\n---\nUse commit_and_push when a step is done.\n")
            .Commit("An agent");

        await project
            .Ashlar("run", "tasks.md", "--trust", "--agent", "worker", "--branch", "work", "--parallel", "4")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Equal("half.txt", project.Git("show", "--format=", "--name-only", $"{Commit(project, "T002")}^{{/Half of it}}"));
        Assert.Equal("tasks.md\nwhole.txt", project.Git("show", "--format=", "--name-only", Commit(project, "T002")));
        Assert.Equal(2, project.Journal().Of("effect.finished").Count(entry => Is("T002", "rebase")(entry)));
        Assert.Equal(5, project.Hashes("work").Count);
    }

    [Fact]
    public async Task Work_that_waited_for_an_answer_lands_on_top_of_what_came_after_it()
    {
        using var project = ParallelProject.Of("test ! -e broken", "T001 First", "T002 Second", "T003 Third (depends on T002)");
        await using var server = await ScriptedModelServer.StartAsync(request =>
            (request.TaskId, request.Turn) switch
            {
                ("T001", 2) => Say.Escalate("question", "Is that right?"),
                ("T001", 3) => Say.Done("T001.txt"),
                _ => ParallelProject.Quick(request),
            }
        );

        await project.Run(1).Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "Yes.", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal(["T002", "T003", "T001"], project.Trailers(ParallelProject.Branch, "Ashlar-Task"));
        Assert.Equal(
            "T001.txt\nT002.txt\nT003.txt",
            project.Git("ls-tree", "--name-only", ParallelProject.Branch, "T001.txt", "T002.txt", "T003.txt")
        );
        Assert.DoesNotContain("[ ]", project.Read(ParallelProject.Branch, "tasks.md"), StringComparison.Ordinal);
    }

    private static string Commit(Project project, string task) =>
        project
            .Journal()
            .Of("task.completed")
            .Single(entry => entry.GetProperty("task").GetString() == task)
            .GetProperty("body")
            .GetProperty("commit")
            .GetString()!;

    private static Predicate<System.Text.Json.JsonElement> Is(string task, string effect) =>
        entry =>
            entry.TryGetProperty("task", out var its)
            && its.GetString() == task
            && entry.GetProperty("body").TryGetProperty("effect", out var kind)
            && kind.GetString() == effect;
}
