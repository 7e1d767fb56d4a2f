using Ashlar.Core.Work;

namespace Ashlar.Core.Runs;

/// <summary>The commits of one task.</summary>
/// <param name="world">What the run shares.</param>
/// <param name="item">The task.</param>
/// <param name="site">Where it is done.</param>
/// <param name="records">What goes into messages and log.</param>
/// <param name="landing">The way to the branch.</param>
internal sealed class TaskCommits(RunWorld world, TaskItem item, TaskSite site, TaskRecords records, Landing landing)
{
    /// <summary>The finished task: change, log and tick.</summary>
    public Task<CommitCreated> FinishAsync(Verdict verdict, string summary, CancellationToken cancellationToken) =>
        LandAsync("land", verdict.Tree, records.Message(item.Title, summary, verdict.Proof, verdict.Red), item, cancellationToken);

    /// <summary>Green work that waits for a person, without a tick.</summary>
    public Task<CommitCreated> WaitAsync(string step, Verdict verdict, string summary, CancellationToken cancellationToken) =>
        LandAsync(step, verdict.Tree, records.Message(item.Title, summary, proof: null, []), tick: null, cancellationToken);

    /// <summary>A green cycle that is not the last, without a tick; the problem where it cannot land.</summary>
    public async Task<(CommitCreated? Commit, Problem? Problem)> CycleAsync(
        int look,
        Verdict verdict,
        string message,
        CancellationToken cancellationToken
    ) =>
        await landing
            .CommitAsync(
                Request($"commit/{look}", verdict.Tree, records.Message(message, null, proof: null, []), tick: null),
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>After a failure the iteration log is committed all the same, with nothing else.</summary>
    public async Task LogAsync()
    {
        if (world.LogPath is null || records.TakeLog() is not { Count: > 0 } log)
        {
            return;
        }

        var message = records.Message($"Log iterations of: {item.Title}", null, proof: null, []);
        var request = new LandingRequest(item.Id, $"{site.Prefix}log", $"{landing.Head}^{{tree}}", message, null, site.Index) { Log = log };
        await landing.CommitAsync(request, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Lands, or ends the run: what hinders it lies outside the task, and mended, the resumed run lands the same commit.</summary>
    private async Task<CommitCreated> LandAsync(
        string key,
        string tree,
        string message,
        TaskItem? tick,
        CancellationToken cancellationToken
    )
    {
        var (commit, problem) = await landing.CommitAsync(Request(key, tree, message, tick), cancellationToken).ConfigureAwait(false);
        return problem is null ? commit! : throw new ProblemException(problem, exitStatus: 1);
    }

    private LandingRequest Request(string key, string tree, string message, TaskItem? tick) =>
        new(item.Id, site.Prefix + key, tree, message, tick, site.Index) { Log = records.TakeLog() };
}
