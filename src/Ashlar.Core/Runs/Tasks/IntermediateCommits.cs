using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Handoffs;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>The green cycles of a task that are not its last, and their commits: they carry the trailers and no tick.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="crew">Who works, and who reviews it.</param>
/// <param name="handoff">What leaves the machine.</param>
/// <param name="judge">Who looks at trees.</param>
/// <param name="cycles">The gate cycles.</param>
/// <param name="commits">The task's commits.</param>
internal sealed class IntermediateCommits(RunFacts facts, Crew crew, Handoff handoff, Judge judge, GateCycles cycles, TaskCommits commits)
{
    private const int FilesNamed = 20;

    /// <summary>What stopped the task within a call, or null.</summary>
    public TaskOutcome? Halted { get; private set; }

    /// <summary>Commits a green cycle after which the task continues, where each cycle is to be committed. What was judged before is committed already.</summary>
    /// <returns>The step to take instead, or null.</returns>
    public async Task<TaskStep?> KeepAsync(Verdict verdict, MaskedText title, CancellationToken cancellationToken)
    {
        if (!facts.CommitsEachCycle(crew.Author.Policy) || verdict.Reused || verdict.Files.Count == 0)
        {
            return null;
        }

        var landed = await commits
            .CycleAsync(
                judge.Looks,
                verdict,
                title,
                async commit => await handoff.PushAsync(commit, cancellationToken).ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (landed.Stop is not null)
        {
            return landed.Stop;
        }

        judge.Committed(landed.Commit!.Commit, landed.Verdict!);
        return null;
    }

    /// <summary>What <c>commit_and_push</c> does: judge, and commit what is green, without a tick.</summary>
    public async Task<ToolAnswer> CommitAsync(MaskedText message, CancellationToken cancellationToken)
    {
        var (verdict, _, stop) = await cycles.RunAsync(null, 0, cancellationToken).ConfigureAwait(false);
        if (stop is not null)
        {
            Halted = stop.Outcome;
            return stop.Words ?? ToolAnswer.Failed("The task stops here.");
        }

        Problem? hindrance = null;
        var landed = await commits
            .CycleAsync(
                judge.Looks,
                verdict!,
                message,
                async commit => hindrance = await handoff.PushAsync(commit, cancellationToken).ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (landed.Stop is { } late)
        {
            Halted = late.Outcome;
            return late.Words ?? ToolAnswer.Failed("The task stops here.");
        }

        judge.Committed(landed.Commit!.Commit, landed.Verdict!);
        var moved = ReferenceEquals(landed.Verdict, verdict) ? "" : " It is on top of what landed meanwhile; your worktree holds that now.";
        var pushed =
            hindrance is not null ? $" Not pushed: {hindrance.Message}; that is no concern of yours."
            : facts.WantsPush ? " Pushed."
            : "";
        return ToolAnswer.Of(
            $"Committed {landed.Commit.Commit[..12]}, gates green.{moved}{pushed} The task is still open until Report.\nFor the report:{Seen(landed.Verdict!)}{(verdict!.Told.Length == 0 ? "" : $"\n{verdict.Told.TrimEnd()}")}"
        );
    }

    /// <summary>What a report has to tell of the work as it stands.</summary>
    private static string Seen(Verdict verdict)
    {
        var tests = GateRunner.Tests(verdict.Results) is { } run
            ? $" tests: {run.Total}, {run.Passing} passing, {run.Failing} failing;"
            : "";
        var files = verdict.Files.Select(file => $"{file.Path} ({FileComparison.Word(file.Kind)})").ToList();
        var more = files.Count > FilesNamed ? $" and {files.Count - FilesNamed} more" : "";
        return $"{tests} files: {string.Join(", ", files.Take(FilesNamed))}{more}";
    }
}
