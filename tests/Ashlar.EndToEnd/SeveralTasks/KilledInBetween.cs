using System.Collections.Concurrent;
using System.Globalization;
using Ashlar.EndToEnd.Crash;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;
using Xunit.Sdk;

namespace Ashlar.EndToEnd.SeveralTasks;

/// <summary>A run of several tasks at once that is killed and resumed makes the same commits, whatever their order.</summary>
public sealed class KilledInBetween
{
    private const int Killed = 137;
    private const int Lines = 60;
    private const int Every = 7;
    private const int Effects = 6;

    private static Project Create()
    {
        var middle = string.Concat(Enumerable.Range(1, 20).Select(number => $"{number}\n"));
        return ParallelProject
            .Of("test ! -e broken", "T001 First", "T002 Second", "T003 Third (depends on T001)", "T004 Fourth")
            .Write("shared.txt", $"top\n{middle}bottom\n")
            .Write(".claude/agents/worker.md", "---\nname: worker\ndescription: Works.\n---\nUse commit_and_push when a step is done.\n")
            .Commit("A longer file and an agent");
    }

    /// <summary>Two tasks change one file in different places, one commits on the way, one runs a command.</summary>
    private static ScriptedAnswer Answer(RecordedRequest request) =>
        (request.TaskId, request.Turn) switch
        {
            ("T001", 1) => ParallelProject.ChangeShared("top", "top, first"),
            ("T001", _) => Say.Report([], ["shared.txt"]),
            ("T002", 1) => ParallelProject.ChangeShared("bottom", "bottom, second"),
            ("T002", 2) => ScriptedAnswer.Call("commit_and_push", new { message = "Change the bottom" }),
            ("T002", 3) => Say.Write("T002.txt", "second\n"),
            ("T002", _) => Say.Report(["T002.txt"], ["shared.txt"]),
            ("T004", 1) => Say.Bash("echo fourth > T004.txt"),
            _ => ParallelProject.Quick(request),
        };

    private static AshlarCommand Run(Project project, int parallel) =>
        project.Ashlar("run", "tasks.md", "--trust", "--agent", "worker", "--branch", ParallelProject.Branch, "--parallel", $"{parallel}");

    [Fact]
    [Trait("case", "CRASH-001")]
    public async Task A_run_that_is_killed_after_a_line_of_its_journal_comes_to_the_same_commits()
    {
        using var undisturbed = Create();
        await using (var server = await ScriptedModelServer.StartAsync(Answer))
        {
            await Run(undisturbed, 1).Asking(server).EndsWithAsync(0);
        }

        var expected = undisturbed.CommitSet();
        Assert.Equal(5, expected.Count);
        var different = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Lines / Every).Select(index => 3 + index * Every),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (line, _) =>
            {
                try
                {
                    await KillAndResumeAsync(
                        (_, command) => command.With("ASHLAR_FAILPOINT", line.ToString(CultureInfo.InvariantCulture)),
                        expected
                    );
                }
                catch (XunitException trouble)
                {
                    different.Add($"killed after line {line}: {trouble.Message}");
                }
            }
        );
        Assert.True(different.IsEmpty, string.Join("\n\n", different));
    }

    [Fact]
    [Trait("case", "CRASH-002")]
    public async Task A_run_that_is_killed_between_an_effect_and_its_record_comes_to_the_same_commits()
    {
        using var undisturbed = Create();
        var git = new KillingGit(undisturbed);
        await using (var server = await ScriptedModelServer.StartAsync(Answer))
        {
            await git.Kill(Run(undisturbed, 3).Asking(server), 0).EndsWithAsync(0);
        }

        var expected = undisturbed.CommitSet();
        var different = new List<string>();

        // The order of tasks differs from run to run, and with it what is done at which number; the last ones land, one on top of the other.
        foreach (var at in Enumerable.Range(0, Effects).Select(index => git.Count * (Effects + index) / (2 * Effects)))
        {
            try
            {
                await KillAndResumeAsync((project, command) => new KillingGit(project).Kill(command, at), expected);
            }
            catch (XunitException trouble)
            {
                different.Add($"killed after effect {at} of {git.Count}: {trouble.Message}");
            }
        }

        Assert.Equal("", string.Join("\n\n", different));
    }

    private static async Task KillAndResumeAsync(Func<Project, AshlarCommand, AshlarCommand> kill, IReadOnlyList<string> expected)
    {
        using var project = Create();
        await using var server = await ScriptedModelServer.StartAsync(Answer);
        var killed = await kill(project, Run(project, 3).Asking(server)).RunAsync();
        Assert.True(killed.ExitStatus == Killed, $"ended with {killed.ExitStatus}\n{killed.Out}\n{killed.Error}");
        var answered = project
            .Journal()
            .Of("turn.received")
            .Select(turn => $"{turn.GetProperty("task").GetString()}/{turn.GetProperty("body").GetProperty("turn").GetInt32()}")
            .ToHashSet(StringComparer.Ordinal);
        var asked = server.Requests.Count;

        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);

        Assert.Equal(expected, project.CommitSet());
        Assert.DoesNotContain(server.Requests.Skip(asked), request => answered.Contains($"{request.TaskId}/{request.Turn}"));
        Assert.True(project.Journal().IsWhole);
        Assert.Equal("", project.Git("stash", "list"));
        Assert.Equal("", project.Git("status", "--porcelain"));
        Assert.Equal("", project.Git("fsck", "--no-dangling", "--no-progress"));
        Assert.Single(project.Git("worktree", "list").Split('\n'));
    }

    [Fact]
    public async Task Ctrl_C_stops_all_tasks_and_each_goes_on()
    {
        using var undisturbed = ParallelProject.OfFour();
        await using (var quick = await ScriptedModelServer.StartAsync(ParallelProject.Quick))
        {
            await undisturbed.Run(1).Asking(quick).EndsWithAsync(0);
        }

        using var project = ParallelProject.OfFour();
        var never = new TaskCompletionSource();
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Number is >= 4 and <= 6 ? ParallelProject.Quick(request).HeldUntil(never.Task) : ParallelProject.Quick(request)
        );
        using (var running = project.Run(3).Asking(server).Start())
        {
            await server.RequestsReachAsync(6);
            running.Interrupt();
            Assert.Equal(130, (await running.EndAsync()).ExitStatus);
        }

        Assert.Equal("interrupted", project.Journal().Last("run.finished").GetProperty("state").GetString());
        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);
        Assert.Equal(undisturbed.CommitSet(), project.CommitSet());
    }
}
