using System.Globalization;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Reviews;

/// <summary>
/// All points of the reviews of one task and what became of each. A point is closed by the reviewer alone: by approval, or by not coming
/// back to it after an answer.
/// </summary>
public sealed class FeedbackLedger
{
    private readonly List<FeedbackRow> rows = [];
    private IReadOnlyList<string> shown = [];

    /// <summary>All points in the order of their ids.</summary>
    public IReadOnlyList<FeedbackRow> Rows => rows;

    /// <summary>Those that are not closed.</summary>
    public IReadOnlyList<FeedbackRow> Open => [.. rows.Where(row => !row.Closed)];

    /// <summary>Those that the author has not answered since the last review.</summary>
    public IReadOnlyList<FeedbackRow> Unanswered => [.. Open.Where(row => row.State is null)];

    /// <summary>
    /// The points that a verdict raises, with ids: one that comes back to an earlier point keeps its id, new ones get the next. Nothing
    /// is taken over yet.
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="round">The number of the review, from 1.</param>
    /// <param name="by">Who gave it.</param>
    public IReadOnlyList<FeedbackRow> Raise(ReviewVerdict verdict, int round, string by)
    {
        var raised = new List<FeedbackRow>();
        var next = rows.Count + 1;
        foreach (var point in verdict.Approves ? [] : verdict.Feedback)
        {
            if (point.Earlier is { } earlier && Find(earlier) is { } known)
            {
                raised.RemoveAll(row => string.Equals(row.Id, earlier, StringComparison.Ordinal));
                raised.Add(Again(known, point));
                continue;
            }

            raised.Add(
                new FeedbackRow($"F{(next++).ToString(CultureInfo.InvariantCulture)}", point.Item)
                {
                    Round = round,
                    By = by,
                    Path = point.Path,
                    Line = point.Line,
                    Severity = point.Severity,
                }
            );
        }

        return raised;
    }

    /// <summary>Takes the points of a verdict over; those that it does not name are closed, all of them by an approval.</summary>
    public void Take(IReadOnlyList<FeedbackRow> raised)
    {
        for (var index = 0; index < rows.Count; index++)
        {
            rows[index] =
                raised.FirstOrDefault(row => string.Equals(row.Id, rows[index].Id, StringComparison.Ordinal))
                ?? rows[index] with
                {
                    Closed = true,
                };
        }

        rows.AddRange(raised.Where(row => Find(row.Id) is null).ToList());
        shown = [.. raised.Select(row => row.Id)];
    }

    /// <summary>Takes the author's answers over; what fits no open point is left out.</summary>
    public void Answer(IEnumerable<ReportedFix> answers)
    {
        foreach (var answer in answers)
        {
            if (Match(answer) is { } id)
            {
                Change(id, row => row with { State = answer.State, How = answer.How, Proof = null });
            }
        }
    }

    /// <summary>A question about a point was answered: it is to be dealt with again.</summary>
    public void Reopen(string id) => Change(id, row => row with { State = null });

    /// <summary>Takes over what shows that points were fixed.</summary>
    public void Prove(IEnumerable<FeedbackProof> proofs)
    {
        foreach (var proof in proofs)
        {
            Change(proof.Id, row => row with { Proof = proof.Proof });
        }
    }

    private static FeedbackRow Again(FeedbackRow known, ReviewPoint point) =>
        known with
        {
            Item = $"{known.Item}\nAgain: {point.Item}",
            Path = point.Path ?? known.Path,
            Line = point.Line ?? known.Line,
            Closed = false,
            Insisted = true,
            State = null,
            How = null,
            Proof = null,
        };

    private FeedbackRow? Find(string id) => rows.FirstOrDefault(row => string.Equals(row.Id, id, StringComparison.Ordinal));

    private void Change(string id, Func<FeedbackRow, FeedbackRow> change)
    {
        var index = rows.FindIndex(row => string.Equals(row.Id, id, StringComparison.Ordinal));
        if (index >= 0)
        {
            rows[index] = change(rows[index]);
        }
    }

    /// <summary>The open point that an answer is about: by its place in the list shown, by its id, else by its words.</summary>
    private string? Match(ReportedFix answer)
    {
        if (answer.Number is { } number && number >= 1 && number <= shown.Count && IsOpen(shown[number - 1]))
        {
            return shown[number - 1];
        }

        if (ReviewPointText.IdOf(answer.Item) is { } id && IsOpen(id))
        {
            return id;
        }

        var words = Words(answer.Issue ?? answer.Item);
        return words.Count == 0
            ? null
            : Open.Where(row => Words(row.Item) is var own && own.Intersect(words).Count() * 2 > Math.Min(own.Count, words.Count))
                .Select(row => row.Id)
                .FirstOrDefault();
    }

    private bool IsOpen(string id) => Find(id) is { Closed: false };

    private static HashSet<string> Words(string text) =>
        text.Split([' ', '\n', '\t', ',', '.', ':', ';', '(', ')', '`', '"'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length > 3)
            .Select(word => word.ToLowerInvariant())
            .ToHashSet(StringComparer.Ordinal);
}
