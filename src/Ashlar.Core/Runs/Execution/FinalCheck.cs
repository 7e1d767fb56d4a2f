using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Execution;

/// <summary>
/// At the end of a run, looks again at what its ticks rest on: the tests that prove them and the acceptance commands, on the final tree. A tick that no
/// longer holds is taken back and named.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="weakSandbox">The level of containment when it is weaker than the sandbox; else null.</param>
/// <param name="runner">Where gates run; what ran on the final tree already is not run again.</param>
/// <param name="landing">The way to the branch.</param>
internal sealed class FinalCheck(
    RunFacts facts,
    Recorder recorder,
    Repository repository,
    string? weakSandbox,
    GateRunner runner,
    Landing landing
)
{
    private const int HashLength = 12;

    /// <summary>Looks at the tasks that are done; the problem when one does not hold.</summary>
    public async Task<Problem?> RunAsync(IReadOnlyList<(TaskItem Item, TaskCompleted Completed)> done, CancellationToken cancellationToken)
    {
        var head = landing.Content;
        var failing = await FailingAsync(done, head, cancellationToken).ConfigureAwait(false);
        var fallen = new List<string>();
        foreach (var (item, completed) in done)
        {
            var reasons = completed.ProvingTests.Where(test => failing.Contains(test)).Select(test => $"{test} fails").ToList();
            reasons.AddRange(await CriteriaAsync(item, completed, head, cancellationToken).ConfigureAwait(false));
            if (reasons.Count > 0)
            {
                await TakeBackAsync(item, completed, head, string.Join("; ", reasons), cancellationToken).ConfigureAwait(false);
                fallen.Add($"{item.Id} ({string.Join("; ", reasons)})");
            }
        }

        return fallen.Count == 0
            ? null
            : new Problem(
                "task.fallen",
                $"what was done does not hold on the final tree, so its tick was taken back: {string.Join(", ", fallen)}"
            )
            {
                Remedy =
                    $"Do it again with `ashlar resume {recorder.Folder.Id} --retry {fallen[0].Split(' ')[0]}`; the other ticks and all commits stay",
            };
    }

    /// <summary>The tests that fail on the final tree, as far as ticks rest on them.</summary>
    private async Task<HashSet<string>> FailingAsync(
        IReadOnlyList<(TaskItem Item, TaskCompleted Completed)> done,
        string head,
        CancellationToken cancellationToken
    )
    {
        var rests = done.SelectMany(task => task.Completed.ProvingTests).ToHashSet(StringComparer.Ordinal);
        if (rests.Count == 0)
        {
            return [];
        }

        var run = await runner.RunAtAsync(head).ConfigureAwait(false);
        if (
            run is null
            || !rests.Select(TestName.Plain).ToHashSet(StringComparer.Ordinal).IsSubsetOf(run.Cases.Select(test => TestName.Plain(test.Id)))
        )
        {
            run = await runner.Final.TestsAsync($"{Key(head)}/tests", head, cancellationToken).ConfigureAwait(false);
        }

        return Failing(rests, run?.Cases ?? []);
    }

    /// <summary>
    /// The tests among those that ticks rest on that fail. One whose case is there speaks for itself; one whose case goes by another name now, for
    /// all cases of its test. A test that is gone was taken away by a later task, which was judged for that.
    /// </summary>
    internal static HashSet<string> Failing(IReadOnlySet<string> rests, IReadOnlyList<TestCase> cases)
    {
        var there = cases.Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        var red = cases.Where(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error).Select(test => test.Id).ToList();
        var plain = red.Select(TestName.Plain).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. rests.Where(test =>
                there.Contains(test) ? red.Contains(test, StringComparer.Ordinal) : plain.Contains(TestName.Plain(test))
            ),
        ];
    }

    /// <summary>The acceptance commands that are red now. Those of the task that landed last ran on the final tree.</summary>
    private async Task<IReadOnlyList<string>> CriteriaAsync(
        TaskItem item,
        TaskCompleted completed,
        string head,
        CancellationToken cancellationToken
    )
    {
        var gates = CriterionGates.Of(facts.Started.Criteria, item);
        if (gates.Count == 0 || string.Equals(completed.Commit, head, StringComparison.Ordinal))
        {
            return [];
        }

        var results = await runner.Final.AgainAsync(gates, $"{Key(head)}/{item.Id}", head, cancellationToken).ConfigureAwait(false);
        return [.. results.Where(result => result.Status is GateStatus.Red).Select(result => $"`{result.Run}` is red")];
    }

    private async Task TakeBackAsync(TaskItem item, TaskCompleted completed, string head, string why, CancellationToken cancellationToken)
    {
        var attempt = completed.Key.Split('/')[0];
        if (facts.Work.ListPath is not null)
        {
            var message = CommitText.Of(
                recorder.Folder.Id,
                item.Id,
                recorder.Masked($"Take back the tick of: {item.Title}"),
                recorder.Masked(why),
                proof: null,
                facts.Work.Ticket,
                [],
                weakSandbox
            );
            var index = new WorkTreeIndex(
                repository.Checkout,
                Path.Combine(Directory.CreateDirectory(recorder.Folder.ScratchPath).FullName, "final-index")
            );
            var request = new LandingRequest(
                item.Id,
                $"{CommitCreated.TakingBack}{Key(head)}",
                $"{landing.Head}^{{tree}}",
                message,
                item,
                index
            )
            {
                TakesBack = true,
            };
            using var lease = await landing.LeaseAsync(null, cancellationToken).ConfigureAwait(false);
            await lease.CommitAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var key = $"{attempt}/{Key(head)}";
        if (recorder.Steps.PastEntry<TaskFailed>(item.Id, key) is null)
        {
            var reason = new Problem("task.fallen", $"it does not hold on the final tree: {why}")
            {
                Remedy = $"Do it again with `ashlar resume {recorder.Folder.Id} --retry {item.Id}`",
            };
            recorder.Steps.Record(item.Id, new TaskFailed(key, reason, completed.Iterations, null));
        }
    }

    private static string Key(string head) => $"final/{head[..HashLength]}";
}
