using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Compares single steps of a recorded run with those of its repetition, and keeps what differs.</summary>
/// <param name="recorded">The run.</param>
/// <param name="paths">The paths then and now.</param>
internal sealed class StepComparison(RecordedRun recorded, ReplayPaths paths)
{
    private readonly List<(long At, ReplayDifference Difference)> differences = [];
    private readonly List<ReplayDifference> volatiles = [];
    private readonly SortedDictionary<string, int> compared = new(StringComparer.Ordinal);

    /// <summary>What was compared, and what differs, in the order of the record.</summary>
    public ReplayResult Result =>
        new(
            recorded.Id,
            compared,
            [.. differences.OrderBy(difference => difference.At).Select(difference => difference.Difference)],
            volatiles
        );

    /// <summary>Compares the gates on the run base.</summary>
    public void CompareBaselines(StepPlace place, BaselineFinished then, BaselineFinished now)
    {
        var known = now.Gates.ToDictionary(gate => gate.Name, StringComparer.Ordinal);
        foreach (var gate in then.Gates.Where(gate => known.ContainsKey(gate.Name)))
        {
            CompareGates(place, gate, known[gate.Name]);
        }
    }

    /// <summary>Compares trees that were judged.</summary>
    public Task CompareJudgedTreesAsync(StepPair pair, TreeWritten then, TreeWritten now)
    {
        Count("trees");
        return string.Equals(then.Tree, now.Tree, StringComparison.Ordinal)
            ? Task.CompletedTask
            : CompareAsync(pair, "tree to be judged", then.Tree, now.Tree);
    }

    /// <summary>Compares commits.</summary>
    public async Task CompareCommitsAsync(StepPair pair, CommitCreated then, CommitCreated now)
    {
        Count("commits");
        Same(pair.Place, "subject of a commit", then.Subject.Text, now.Subject.Text);
        await CompareAsync(pair, "tree of a commit", then.Commit, now.Commit).ConfigureAwait(false);
    }

    private async Task CompareAsync(StepPair pair, string what, string then, string now)
    {
        if (await pair.Trees.OfAsync(then, now, pair.CancellationToken).ConfigureAwait(false) is not { } tree)
        {
            return;
        }

        if (tree.IsVolatile)
        {
            volatiles.Add(new ReplayDifference(pair.Place.Task, pair.Place.Turn, what, tree.Recorded, tree.Observed));
        }
        else
        {
            Differs(pair.Place, what, tree.Recorded, tree.Observed);
        }
    }

    /// <summary>Compares reviews.</summary>
    public void CompareReviews(StepPlace place, ReviewReceived then, ReviewReceived now) =>
        Same(
            place,
            $"review {then.Round} by {then.By}",
            $"{then.Verdict}, {then.Points.Count} points",
            $"{now.Verdict}, {now.Points.Count} points"
        );

    /// <summary>Whether a report agreed with the evidence, in a word.</summary>
    public static string Verified(bool verified) => verified ? "agrees" : "differs";

    /// <summary>Compares results of tools.</summary>
    public void CompareTools(StepPlace place, ToolFinished then, ToolFinished now)
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

    /// <summary>Compares verdicts of gates.</summary>
    public void CompareGates(StepPlace place, GateResult then, GateResult now)
    {
        Count("gate verdicts");
        if (GateComparison.Of(then, now) is { } difference)
        {
            Differs(place, $"gate {then.Name}", difference.Recorded, difference.Observed);
        }
    }

    /// <summary>The changed expectations.</summary>
    public static string LostOf(ExpectationsMeasured measured) =>
        string.Join(", ", measured.Expectations.Select(lost => lost.Key).Order(StringComparer.Ordinal));

    /// <summary>What a proof says.</summary>
    public static string ProofOf(ProofFinished proof) =>
        proof.Verdict is { } verdict
            ? $"{verdict.Level}: {string.Join(", ", verdict.Tests.Where(test => test.NeedsWork).Select(test => test.Id).Order(StringComparer.Ordinal))}; noticed {verdict.Noticed}"
            : "measured with a later part";

    /// <summary>Texts are the same, but for what differs each time.</summary>
    public void Same(StepPlace place, string what, string? then, string? now)
    {
        if (!string.Equals(paths.Then.Normalize(then ?? ""), paths.Now.Normalize(now ?? ""), StringComparison.Ordinal))
        {
            Differs(place, what, then ?? "none", now ?? "none");
        }
    }

    /// <summary>Notes a difference.</summary>
    public void Differs(StepPlace place, string what, string then, string now) =>
        differences.Add((place.At, new ReplayDifference(place.Task, place.Turn, what, then, now)));

    private void Count(string what) => compared[what] = compared.GetValueOrDefault(what) + 1;
}
