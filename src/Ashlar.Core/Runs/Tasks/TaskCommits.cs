using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>The commits of one task: each waits for the branch, and lands on top of what landed before.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="site">Where it is done.</param>
/// <param name="records">What goes into messages and log.</param>
/// <param name="landing">The way to the branch.</param>
/// <param name="following">Keeps the work up with the branch.</param>
/// <param name="handover">Brings what people handed over to the branch.</param>
internal sealed class TaskCommits(
    RunFacts facts,
    Recorder recorder,
    TaskSite site,
    TaskRecords records,
    Landing landing,
    TaskRebase following,
    TaskHandover handover
)
{
    /// <summary>The finished task: change, log and tick; without the tick the finished part of an agent that others follow.</summary>
    public Task<LandingEnd> FinishAsync(Verdict verdict, MaskedText summary, CancellationToken cancellationToken)
    {
        var isLast = site.Part.IsLast;
        var title = recorder.Masked(isLast ? site.Item.Title : $"{site.Item.Title} ({site.Part.Agent})");
        return LandAsync(
            "land",
            verdict,
            green => records.Message(title, summary, isLast ? green : null, green.Red),
            isLast ? site.Item : null,
            null,
            cancellationToken
        );
    }

    /// <summary>Green work that waits for a person, without a tick.</summary>
    public Task<LandingEnd> WaitAsync(string step, Verdict verdict, MaskedText summary, CancellationToken cancellationToken) =>
        LandAsync(
            step,
            verdict,
            _ => records.Message(recorder.Masked(site.Item.Title), summary, ticked: null, []),
            null,
            null,
            cancellationToken
        );

    /// <summary>A green cycle that is not the last, without a tick; <paramref name="then"/> gets the commit while the lease is still held.</summary>
    public Task<LandingEnd> CycleAsync(
        int look,
        Verdict verdict,
        MaskedText message,
        Func<string, Task> then,
        CancellationToken cancellationToken
    ) => LandAsync($"commit/{look}", verdict, _ => records.Message(message, null, ticked: null, []), null, then, cancellationToken);

    /// <summary>After a failure the iteration log is committed all the same, with nothing else.</summary>
    public async Task LogAsync()
    {
        if (facts.LogPath is null || records.TakeLog() is not { Count: > 0 } log)
        {
            return;
        }

        using var lease = await landing.LeaseAsync(site.Item.Id, CancellationToken.None).ConfigureAwait(false);
        var message = records.Message(recorder.Masked($"Log iterations of: {site.Item.Title}"), null, ticked: null, []);
        var request = new LandingRequest(site.Item.Id, $"{site.Prefix}log", $"{lease.Head}^{{tree}}", message, null, site.Index)
        {
            Log = log,
        };
        await lease.CommitAsync(request, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<LandingEnd> LandAsync(
        string key,
        Verdict verdict,
        Func<Verdict, MaskedText> message,
        TaskItem? tick,
        Func<string, Task>? then,
        CancellationToken cancellationToken
    )
    {
        using var lease = await landing.LeaseAsync(site.Item.Id, cancellationToken).ConfigureAwait(false);
        await handover.CommitAsync(lease, cancellationToken).ConfigureAwait(false);
        var (present, stop) = await following.CatchUpAsync(lease, key, verdict, cancellationToken).ConfigureAwait(false);
        if (present is null)
        {
            return new LandingEnd(null, null, stop);
        }

        var request = new LandingRequest(site.Item.Id, site.Prefix + key, present.Tree, message(present), tick, site.Index)
        {
            Log = records.TakeLog(),
        };
        var commit = await lease.CommitAsync(request, cancellationToken).ConfigureAwait(false);
        site.Worktree.Committed(commit.Commit);
        if (then is not null)
        {
            await then(commit.Commit).ConfigureAwait(false);
        }

        return new LandingEnd(present, commit, null);
    }
}

/// <summary>How a landing ended: with a commit, or with a step to take instead.</summary>
/// <param name="Verdict">The verdict on what landed.</param>
/// <param name="Commit">The commit.</param>
/// <param name="Stop">What happens when nothing landed.</param>
internal sealed record LandingEnd(Verdict? Verdict, CommitCreated? Commit, TaskStep? Stop);
