using System.Globalization;
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
    private readonly List<(long At, ReplayDifference Difference)> differences = [];
    private readonly List<ReplayDifference> volatiles = [];
    private readonly SortedDictionary<string, int> compared = new(StringComparer.Ordinal);

    /// <summary>An execution ended otherwise than recorded.</summary>
    public void Ended(RunFinished finished, Entry observed)
    {
        var now = observed.Type == "run.finished" ? observed.Read(RunJson.Default.RunFinished) : null;
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
        var entries = JournalReader.Read(again.JournalPath).Entries;
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
                if (Name(entry) is { } missing)
                {
                    Differs(place, missing, "done", "not reached");
                }

                continue;
            }

            await CompareAsync(place, entry, other, trees, cancellationToken).ConfigureAwait(false);
        }

        return new ReplayResult(
            recorded.Id,
            compared,
            [.. differences.OrderBy(difference => difference.At).Select(difference => difference.Difference)],
            volatiles
        );
    }

    private async Task CompareAsync(Place place, Entry entry, Entry other, TreeComparison trees, CancellationToken cancellationToken)
    {
        switch (entry.Type)
        {
            case "tool.finished":
                CompareTools(place, entry.Read(RunJson.Default.ToolFinished), other.Read(RunJson.Default.ToolFinished));
                break;
            case "gate.finished":
                CompareGates(place, entry.Read(RunJson.Default.GateFinished).Result, other.Read(RunJson.Default.GateFinished).Result);
                break;
            case "baseline.finished":
                var known = other.Read(RunJson.Default.BaselineFinished).Gates.ToDictionary(gate => gate.Name, StringComparer.Ordinal);
                foreach (var gate in entry.Read(RunJson.Default.BaselineFinished).Gates.Where(gate => known.ContainsKey(gate.Name)))
                {
                    CompareGates(place, gate, known[gate.Name]);
                }

                break;
            case "effect.finished" when entry.Text("effect") is "tree":
                Count("trees");
                Same(place, "tree to be judged", entry.Text("tree"), other.Text("tree"));
                break;
            case "effect.finished" when entry.Text("effect") is "proof":
                Same(
                    place,
                    "proof",
                    ProofOf(entry.Read(RunJson.Default.ProofFinished)),
                    ProofOf(other.Read(RunJson.Default.ProofFinished))
                );
                break;
            case "effect.finished" when entry.Text("effect") is "earlier":
                Same(
                    place,
                    "changed expectations",
                    LostOf(entry.Read(RunJson.Default.ExpectationsMeasured)),
                    LostOf(other.Read(RunJson.Default.ExpectationsMeasured))
                );
                break;
            case "commit.created":
                Count("commits");
                Same(place, "subject of a commit", entry.Text("subject"), other.Text("subject"));
                if (await trees.OfAsync(entry.Text("commit")!, other.Text("commit")!, cancellationToken).ConfigureAwait(false) is { } tree)
                {
                    Differs(place, "tree of a commit", tree.Recorded, tree.Observed);
                }

                break;
            case "task.completed":
                Same(place, "proof", entry.Text("proof"), other.Text("proof"));
                break;
            case "task.failed":
                var (failed, observed) = (entry.Read(RunJson.Default.TaskFailed).Problem, other.Read(RunJson.Default.TaskFailed).Problem);
                Same(place, "failure", failed.Code, observed.Code);
                break;
            case "escalation.raised":
                Same(place, $"question {entry.Text("id")}", entry.Text("kind"), other.Text("kind"));
                break;
            case "review.received":
                var (review, reviewed) = (entry.Read(RunJson.Default.ReviewReceived), other.Read(RunJson.Default.ReviewReceived));
                Same(
                    place,
                    $"review {review.Round} by {review.By}",
                    $"{review.Verdict}, {review.Points.Count} points",
                    $"{reviewed.Verdict}, {reviewed.Points.Count} points"
                );
                break;
            case "report.verified":
                Same(
                    place,
                    "report against evidence",
                    Verified(entry.Read(RunJson.Default.ReportVerified).Verified),
                    Verified(other.Read(RunJson.Default.ReportVerified).Verified)
                );
                break;
        }
    }

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

    /// <summary>What a step that was not reached is called; null for those that say nothing of the work.</summary>
    private string? Name(Entry entry) =>
        entry.Type switch
        {
            "tool.finished" => recorded.SummaryOf(entry.Task, entry.Text("key")!) ?? entry.Text("name"),
            "gate.finished" => $"gate {entry.Read(RunJson.Default.GateFinished).Result.Name}",
            "commit.created" => $"commit {entry.Text("subject")}",
            "task.completed" => "end of the task",
            "task.failed" => "failure of the task",
            "escalation.raised" when entry.Text("kind") is not "environment" => $"question {entry.Text("id")}",
            _ => null,
        };

    private static string Told(RunFinished finished) =>
        string.Create(CultureInfo.InvariantCulture, $"{finished.ExitStatus} ({finished.State}{Reason(finished)})");

    private static string Reason(RunFinished finished) => finished.Reason is { } reason ? $": {ShownText.Line(reason.Message)}" : "";

    private sealed record Place(long At, string? Task, int? Turn)
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
