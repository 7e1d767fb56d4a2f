using System.Collections.Concurrent;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.SeveralTasks;

/// <summary>Tasks that do not need each other, worked on concurrently.</summary>
public sealed class IndependentTasks
{
    [Fact]
    public async Task Four_tasks_at_once_come_to_the_same_commits_as_one_after_the_other()
    {
        using var one = ParallelProject.OfFour();
        await using (var server = await ScriptedModelServer.StartAsync(ParallelProject.Quick))
        {
            await one.Run(1).Asking(server).EndsWithAsync(0);
        }

        using var four = ParallelProject.OfFour();
        var all = new TaskCompletionSource();
        await using var together = await ScriptedModelServer.StartAsync(request => ParallelProject.Quick(request).HeldUntil(all.Task));
        using var running = four.Run(4).Asking(together).Start();
        await together.RequestsReachAsync(4);
        Assert.Equal(["running", "running", "running", "running"], await four.TaskStatesAsync());
        all.SetResult();
        var result = await running.EndAsync();

        Assert.True(result.ExitStatus == 0, $"{result.Out}\n{result.Error}");
        Assert.Equal(one.CommitSet(), four.CommitSet());
        Assert.Equal(one.Read(ParallelProject.Branch, "tasks.md"), four.Read(ParallelProject.Branch, "tasks.md"));
        Assert.Equal(4, one.CommitSet().Count);
        Assert.Equal(8, together.Requests.Count);
        Assert.Contains("T003  gate check: green (test ! -e broken, exit 0)", result.Out, StringComparison.Ordinal);
        Assert.True(four.Journal().IsWhole);
        Assert.Equal("", four.Git("stash", "list"));
        Assert.Single(four.Git("worktree", "list").Split('\n'));
    }

    [Fact]
    public async Task No_more_tasks_than_allowed_are_worked_on_at_once()
    {
        using var project = ParallelProject.OfFour();
        var two = new TaskCompletionSource();
        var asking = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await using var server = await ScriptedModelServer.StartAsync(request =>
        {
            asking[request.TaskId ?? ""] = true;
            if (asking.Count > 1)
            {
                two.TrySetResult();
            }

            return ParallelProject.Quick(request).HeldUntil(two.Task);
        });

        await project.Run(2).Asking(server).EndsWithAsync(0);

        var (now, most) = (0, 0);
        foreach (var type in project.Journal().Types)
        {
            now += type switch
            {
                "task.started" => 1,
                "task.completed" => -1,
                _ => 0,
            };
            most = Math.Max(most, now);
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task A_task_starts_when_what_it_builds_on_has_landed_whatever_else_still_runs()
    {
        using var project = ParallelProject.Of("test ! -e broken", "T001 First", "T002 Second", "T003 Third (depends on T001)");
        var third = new TaskCompletionSource();
        await using var server = await ScriptedModelServer.StartAsync(request =>
        {
            if (request.TaskId is "T003")
            {
                third.TrySetResult();
            }

            var answer = ParallelProject.Quick(request);
            return request.TaskId is "T002" ? answer.HeldUntil(third.Task) : answer;
        });

        await project.Run(4).Asking(server).EndsWithAsync(0);

        var journal = project.Journal();
        var started = journal.Of("task.started").Single(entry => entry.GetProperty("task").GetString() is "T003").GetProperty("body");
        var landed = journal.Of("task.completed").Single(entry => entry.GetProperty("task").GetString() is "T001").GetProperty("body");
        Assert.Equal(landed.GetProperty("commit").GetString(), started.GetProperty("base").GetString());
        Assert.Contains("T001.txt", server.Requests.First(request => request.TaskId is "T003").LastUserText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_states_no_dependency_means_its_order()
    {
        using var project = ParallelProject.Of("test ! -e broken", "Write one", "Write two", "Write three");
        await using var server = await ScriptedModelServer.StartAsync(ParallelProject.Quick);

        await project.Run(3).Asking(server).EndsWithAsync(0);

        Assert.Equal(
            ["task.started", "task.completed", "task.started", "task.completed", "task.started", "task.completed"],
            project.Journal().Types.Where(type => type is "task.started" or "task.completed")
        );
    }

    [Fact]
    public async Task Two_tasks_that_wait_are_both_in_the_inbox_and_each_answer_takes_its_own_on()
    {
        using var project = ParallelProject.OfFour();
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.TaskId is "T002" or "T003"
                ? request.Turn switch
                {
                    1 => Say.Escalate("question", $"How should {request.TaskId} be written?"),
                    2 => Say.Write($"{request.TaskId}.txt", request.LastResultText.Split("ANSWER-")[1][..4]),
                    _ => Say.Done($"{request.TaskId}.txt"),
                }
                : ParallelProject.Quick(request)
        );

        await project.Run(4).Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        var inbox = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.EnumerateArray().ToList();
        Assert.Equal(["T002", "T003"], inbox.Select(one => one.GetProperty("task").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(["done", "waiting", "waiting", "done"], await project.TaskStatesAsync());
        foreach (var question in inbox)
        {
            var task = question.GetProperty("task").GetString()!;
            await project.Ashlar("answer", run, question.GetProperty("id").GetString()!, $"ANSWER-{task}").EndsWithAsync(0);
        }

        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(0);

        Assert.Equal("T002", project.Read(ParallelProject.Branch, "T002.txt"));
        Assert.Equal("T003", project.Read(ParallelProject.Branch, "T003.txt"));
        Assert.Equal("T001", project.Read(ParallelProject.Branch, "T001.txt").Trim());
        Assert.Equal(4, project.Hashes(ParallelProject.Branch).Count);
    }
}
