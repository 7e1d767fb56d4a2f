using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Holds the record of a repetition against the record of the run, step by step.</summary>
/// <param name="recorded">The run.</param>
/// <param name="again">The repetition.</param>
/// <param name="paths">The paths then and now.</param>
internal sealed partial class ReplayComparison(RecordedRun recorded, RunFolder again, ReplayPaths paths)
{
    /// <summary>What is compared of each kind of event that both have.</summary>
    internal static readonly EventTable<Pair, Task> Compared = new EventTable<Pair, Task>(RunJson.Default, (_, _) => Task.CompletedTask)
        .On<ToolFinished>((pair, _, then) => pair.With(RunJson.Default.ToolFinished, (all, at, now) => all.CompareTools(at, then, now)))
        .On<GateFinished>(
            (pair, _, then) => pair.With(RunJson.Default.GateFinished, (all, at, now) => all.CompareGates(at, then.Result, now.Result))
        )
        .On<BaselineFinished>(
            (pair, _, then) => pair.With(RunJson.Default.BaselineFinished, (all, at, now) => all.CompareBaselines(at, then, now))
        )
        .On<TreeWritten>((pair, _, then) => pair.With(RunJson.Default.TreeWritten, (all, at, now) => all.CompareJudgedTrees(at, then, now)))
        .On<ProofFinished>(
            (pair, _, then) =>
                pair.With(RunJson.Default.ProofFinished, (all, at, now) => all.Same(at, "proof", ProofOf(then), ProofOf(now)))
        )
        .On<ExpectationsMeasured>(
            (pair, _, then) =>
                pair.With(
                    RunJson.Default.ExpectationsMeasured,
                    (all, at, now) => all.Same(at, "changed expectations", LostOf(then), LostOf(now))
                )
        )
        .On<CommitCreated>((pair, _, then) => pair.Owner.CompareCommitsAsync(pair, then, pair.Other.Read(RunJson.Default.CommitCreated)))
        .On<TaskCompleted>(
            (pair, _, then) => pair.With(RunJson.Default.TaskCompleted, (all, at, now) => all.Same(at, "proof", then.Proof, now.Proof))
        )
        .On<TaskFailed>(
            (pair, _, then) =>
                pair.With(RunJson.Default.TaskFailed, (all, at, now) => all.Same(at, "failure", then.Problem.Code, now.Problem.Code))
        )
        .On<EscalationRaised>(
            (pair, _, then) =>
                pair.With(RunJson.Default.EscalationRaised, (all, at, now) => all.Same(at, $"question {then.Id}", then.Kind, now.Kind))
        )
        .On<ReviewReceived>(
            (pair, _, then) => pair.With(RunJson.Default.ReviewReceived, (all, at, now) => all.CompareReviews(at, then, now))
        )
        .On<ReportVerified>(
            (pair, _, then) =>
                pair.With(
                    RunJson.Default.ReportVerified,
                    (all, at, now) => all.Same(at, "report against evidence", Verified(then.Verified), Verified(now.Verified))
                )
        )
        .Ignore<TurnRequested>()
        .Ignore<TurnReceived>()
        .Ignore<ToolStarted>()
        .Ignore<CommandStarted>()
        .Ignore<ChangeReverted>()
        .Ignore<ProviderWaiting>()
        .Ignore<ProviderAdjusted>()
        .Ignore<ConversationCompacted>()
        .Ignore<LimitReached>()
        .Ignore<Rebased>()
        .Ignore<RebaseIntended>()
        .Ignore<FixFinished>()
        .Ignore<TestsSeen>()
        .Ignore<ReportSubmitted>()
        .Ignore<DeviationNoted>()
        .Ignore<ReviewRequested>()
        .Ignore<RunStarted>()
        .Ignore<SetupFinished>()
        .Ignore<TaskStarted>()
        .Ignore<IterationFinished>()
        .Ignore<CommitIntended>()
        .Ignore<EffectFinished>()
        .Ignore<TaskReopened>()
        .Ignore<TaskSkipped>()
        .Ignore<EscalationAnswered>()
        .Ignore<RunWaiting>()
        .Ignore<RunResumed>()
        .Ignore<RunFinished>()
        .Ignore<UnitFinished>()
        .Ignore<StageCompleted>();

    /// <summary>What a step that was not reached is called; null for those that say nothing of the work.</summary>
    internal static readonly EventTable<RecordedRun, string?> Missed = new EventTable<RecordedRun, string?>(RunJson.Default, (_, _) => null)
        .On<ToolFinished>((run, entry, tool) => run.SummaryOf(entry.Task, tool.Key) ?? tool.Name)
        .On<GateFinished>((_, _, gate) => $"gate {gate.Result.Name}")
        .On<CommitCreated>((_, _, commit) => $"commit {commit.Subject}")
        .On<TaskCompleted>((_, _) => "end of the task")
        .On<TaskFailed>((_, _) => "failure of the task")
        .On<EscalationRaised>((_, _, question) => question.Kind is "environment" ? null : $"question {question.Id}")
        .Ignore<TurnRequested>()
        .Ignore<TurnReceived>()
        .Ignore<ToolStarted>()
        .Ignore<CommandStarted>()
        .Ignore<ChangeReverted>()
        .Ignore<ProviderWaiting>()
        .Ignore<ProviderAdjusted>()
        .Ignore<ConversationCompacted>()
        .Ignore<LimitReached>()
        .Ignore<Rebased>()
        .Ignore<RebaseIntended>()
        .Ignore<FixFinished>()
        .Ignore<TestsSeen>()
        .Ignore<ReportSubmitted>()
        .Ignore<ReportVerified>()
        .Ignore<DeviationNoted>()
        .Ignore<ReviewRequested>()
        .Ignore<ReviewReceived>()
        .Ignore<RunStarted>()
        .Ignore<SetupFinished>()
        .Ignore<BaselineFinished>()
        .Ignore<TaskStarted>()
        .Ignore<IterationFinished>()
        .Ignore<CommitIntended>()
        .Ignore<EffectFinished>()
        .Ignore<TaskReopened>()
        .Ignore<TaskSkipped>()
        .Ignore<EscalationAnswered>()
        .Ignore<RunWaiting>()
        .Ignore<RunResumed>()
        .Ignore<RunFinished>()
        .Ignore<TreeWritten>()
        .Ignore<ProofFinished>()
        .Ignore<ExpectationsMeasured>()
        .Ignore<UnitFinished>()
        .Ignore<StageCompleted>();

    private readonly List<(long At, ReplayDifference Difference)> differences = [];
    private readonly List<ReplayDifference> volatiles = [];
    private readonly SortedDictionary<string, int> compared = new(StringComparer.Ordinal);

    /// <summary>An execution ended otherwise than recorded.</summary>
    public void Ended(RunFinished finished, Entry observed)
    {
        var now = observed.As(RunJson.Default.RunFinished);
        Differs(
            new Place(long.MaxValue, null, null),
            "exit status",
            Told(finished),
            now is null ? $"none, the last step was {observed.Type}" : Told(now)
        );
    }

    /// <summary>Compares all that both have and names what one of them lacks.</summary>
    /// <param name="then">Git of the run's repository.</param>
    /// <param name="now">Git of the repetition's.</param>
    /// <param name="log">The iteration log, the one file of a commit in which Ashlar writes the time; null without one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReplayResult> CompareAsync(Git then, Git now, string? log, CancellationToken cancellationToken)
    {
        var entries = again.Record.Read().Entries;
        var steps = new Dictionary<(string, string?, string), Entry>();
        foreach (var entry in entries)
        {
            if (Key(entry) is { } key)
            {
                steps[(entry.Type, entry.Task, key)] = entry;
            }
        }

        var trees = new TreeComparison(then, now, log);
        foreach (var entry in Last(recorded.Entries))
        {
            var place = Place.Of(entry);
            var other = steps.GetValueOrDefault((entry.Type, entry.Task, Key(entry)!));
            if (other is null)
            {
                if (Missed.Of(recorded, entry) is { } missing)
                {
                    Differs(place, missing, "done", "not reached");
                }

                continue;
            }

            await Compared.Of(new Pair(this, place, other, trees, cancellationToken), entry).ConfigureAwait(false);
        }

        return new ReplayResult(
            recorded.Id,
            compared,
            [.. differences.OrderBy(difference => difference.At).Select(difference => difference.Difference)],
            volatiles
        );
    }

    private void CompareBaselines(Place place, BaselineFinished then, BaselineFinished now)
    {
        var known = now.Gates.ToDictionary(gate => gate.Name, StringComparer.Ordinal);
        foreach (var gate in then.Gates.Where(gate => known.ContainsKey(gate.Name)))
        {
            CompareGates(place, gate, known[gate.Name]);
        }
    }

    private void CompareJudgedTrees(Place place, TreeWritten then, TreeWritten now)
    {
        Count("trees");
        Same(place, "tree to be judged", then.Tree, now.Tree);
    }

    private async Task CompareCommitsAsync(Pair pair, CommitCreated then, CommitCreated now)
    {
        Count("commits");
        Same(pair.Place, "subject of a commit", then.Subject.Text, now.Subject.Text);
        if (await pair.Trees.OfAsync(then.Commit, now.Commit, pair.CancellationToken).ConfigureAwait(false) is { } tree)
        {
            Differs(pair.Place, "tree of a commit", tree.Recorded, tree.Observed);
        }
    }

    private void CompareReviews(Place place, ReviewReceived then, ReviewReceived now) =>
        Same(
            place,
            $"review {then.Round} by {then.By}",
            $"{then.Verdict}, {then.Points.Count} points",
            $"{now.Verdict}, {now.Points.Count} points"
        );

    private static string Verified(bool verified) => verified ? "agrees" : "differs";

    private void CompareTools(Place place, ToolFinished then, ToolFinished now)
    {
        Count("tool results");
        if (new ToolComparison(paths).Of(then, now) is not { } difference)
        {
            return;
        }

        var summary = recorded.SummaryOf(place.Task, then.Key) ?? then.Name;
        if (difference.IsVolatile)
        {
            volatiles.Add(new ReplayDifference(place.Task, place.Turn, summary, difference.Recorded, difference.Observed));
        }
        else
        {
            Differs(place, summary, difference.Recorded, difference.Observed);
        }
    }

    private void CompareGates(Place place, GateResult then, GateResult now)
    {
        Count("gate verdicts");
        if (GateComparison.Of(then, now) is { } difference)
        {
            Differs(place, $"gate {then.Name}", difference.Recorded, difference.Observed);
        }
    }

    private static string LostOf(ExpectationsMeasured measured) =>
        string.Join(", ", measured.Expectations.Select(lost => lost.Key).Order(StringComparer.Ordinal));

    private static string ProofOf(ProofFinished proof) =>
        proof.Verdict is { } verdict
            ? $"{verdict.Level}: {string.Join(", ", verdict.Tests.Where(test => test.NeedsWork).Select(test => test.Id).Order(StringComparer.Ordinal))}; noticed {verdict.Noticed}"
            : "measured with a later part";

    private void Same(Place place, string what, string? then, string? now)
    {
        if (!string.Equals(paths.Then.Settle(then ?? ""), paths.Now.Settle(now ?? ""), StringComparison.Ordinal) || IsHash(then, now))
        {
            Differs(place, what, then ?? "none", now ?? "none");
        }
    }

    /// <summary>Hashes of trees say what is in them: they are compared as they are.</summary>
    private static bool IsHash(string? then, string? now) =>
        then is { Length: 40 or 64 } && then.All(char.IsAsciiHexDigitLower) && !string.Equals(then, now, StringComparison.Ordinal);

    private void Differs(Place place, string what, string then, string now) =>
        differences.Add((place.At, new ReplayDifference(place.Task, place.Turn, what, then, now)));

    private void Count(string what) => compared[what] = compared.GetValueOrDefault(what) + 1;

    /// <summary>A step's key; a commit that it names has another hash each time.</summary>
    private static string? Key(Entry entry) => entry.Text("key") is { } key ? Hash().OrNone().ReplaceIn(key, "<hash>") : null;

    [GeneratedRegex("\\b[0-9a-f]{12,64}\\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hash();

    /// <summary>The last entry of each step: a gate that could not run is run again under the same key.</summary>
    private static IEnumerable<Entry> Last(IReadOnlyList<Entry> entries) =>
        entries
            .Where(entry => entry.Text("key") is not null)
            .GroupBy(entry => (entry.Type, entry.Task, Key: entry.Text("key")))
            .Select(group => group.Last());

    private static string Told(RunFinished finished) =>
        string.Create(CultureInfo.InvariantCulture, $"{finished.ExitStatus} ({finished.State}{Reason(finished)})");

    private static string Reason(RunFinished finished) => finished.Reason is { } reason ? $": {ShownText.Line(reason.Message)}" : "";

    /// <summary>An entry of the record and what is beside it: its place, and the entry of the repetition.</summary>
    internal sealed record Pair(ReplayComparison Owner, Place Place, Entry Other, TreeComparison Trees, CancellationToken CancellationToken)
    {
        /// <summary>Compares with the body that the repetition has.</summary>
        public Task With<T>(JsonTypeInfo<T> form, Action<ReplayComparison, Place, T> compare)
        {
            compare(Owner, Place, Other.Read(form));
            return Task.CompletedTask;
        }
    }

    /// <summary>Where an entry stands in the record.</summary>
    internal sealed record Place(long At, string? Task, int? Turn)
    {
        public static Place Of(Entry entry)
        {
            var parts = entry.Text("key")!.Split('/');
            var at = Array.IndexOf(parts, "call");
            return new Place(
                entry.Seq,
                entry.Task,
                at >= 0 && at + 1 < parts.Length && int.TryParse(parts[at + 1].Split('.')[0], CultureInfo.InvariantCulture, out var turn)
                    ? turn
                    : null
            );
        }
    }
}
