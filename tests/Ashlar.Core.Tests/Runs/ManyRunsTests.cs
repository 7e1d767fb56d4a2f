using System.Collections.Concurrent;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class ManyRunsTests
{
    private const int Many = 24;

    [Fact]
    public async Task Runs_of_one_process_wait_are_answered_and_stopped_each_by_itself()
    {
        using var many = new ManyRuns();
        var held = new ConcurrentDictionary<int, bool>();
        var (all, go) = (Source(), Source());
        var runs = await Task.WhenAll(Enumerable.Range(0, Many).Select(number => many.BeginAsync($"work-{number}", Script(number))));

        // All of them live at once: each has written and waits for its model, but those that asked, which have left the process.
        await all.Task.WaitAsync(TimeSpan.FromMinutes(3));
        var asking = runs.Where((_, number) => number % 3 == 1).ToList();
        Assert.All(await Task.WhenAll(asking.Select(run => run.End)), status => Assert.Equal(3, status));
        Assert.All(asking, run => Assert.Equal("waiting", ManyRuns.StateOf(run.Folder)));

        // One is stopped, and only that one ends.
        runs[2].Folder.Record.AskToStop();
        Assert.Equal(130, await runs[2].End.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("interrupted", ManyRuns.StateOf(runs[2].Folder));
        var others = runs.Where((_, number) => number != 2 && number % 3 != 1).ToList();
        Assert.All(others, run => Assert.Equal((false, "running"), (run.End.IsCompleted, ManyRuns.StateOf(run.Folder))));

        var stopped = runs.Where((_, number) => number % 3 == 2).ToList();
        stopped.ForEach(run => run.Folder.Record.AskToStop());
        Assert.All(await Task.WhenAll(stopped.Select(run => run.End)), status => Assert.Equal(130, status));
        go.SetResult();
        Assert.All(
            await Task.WhenAll(runs.Where((_, number) => number % 3 == 0).Select(run => run.End)),
            status => Assert.Equal(0, status)
        );

        // What waited and what was stopped is resumed in the same process, all at once.
        asking.ForEach(run => Assert.True(run.Folder.Record.Leave(new EscalationAnswered("E1", "E1", Said.Text("These."), []))));
        var looked = many.Leavings.Looks;
        var resumed = await Task.WhenAll(
            asking.Concat(stopped).Select(run => many.ResumeAsync(run.Folder, (number, _) => Task.FromResult(Finish(number))))
        );
        Assert.All(resumed, status => Assert.Equal(0, status));
        Assert.InRange(many.Leavings.Looks - looked, 1, resumed.Length - 1);
        for (var number = 0; number < Many; number++)
        {
            Assert.Equal("a", many.Git("show", $"work-{number}:a.txt"));
            Assert.Equal("- [x] Write a.txt", many.Git("show", $"work-{number}:tasks.md"));
        }

        Func<int, CancellationToken, Task<ModelOutcome>> Script(int run) =>
            async (number, cancellationToken) =>
            {
                if (number == 1)
                {
                    return run % 3 == 1 ? ManyRuns.Ask : ManyRuns.Write;
                }

                held[run] = true;
                if (held.Count == Many - (Many / 3))
                {
                    all.TrySetResult();
                }

                await (run % 3 == 0 ? go.Task : Task.Delay(Timeout.Infinite, cancellationToken)).WaitAsync(cancellationToken);
                return ManyRuns.Done;
            };
    }

    /// <summary>Whoever was answered begins to write; whoever had written has nothing left but to report, and may write again.</summary>
    private static ModelOutcome Finish(int number) => number == 1 ? ManyRuns.Write : ManyRuns.Done;

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
