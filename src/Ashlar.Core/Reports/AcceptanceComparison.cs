namespace Ashlar.Core.Reports;

/// <summary>
/// The rows of a report beside the task's acceptance criteria. Rows are found by their words, since a model rarely repeats a sentence to
/// the letter: equal after normalisation, or one within the other, or most words in common.
/// </summary>
internal static class AcceptanceComparison
{
    /// <summary>The criteria that no row answers as met with what shows it, in the task's order.</summary>
    public static IReadOnlyList<UnmetCriterion> Check(IReadOnlyList<ReportedCriterion> rows, IReadOnlyList<string> criteria)
    {
        var answers = new ReportedCriterion?[criteria.Count];
        var left = rows.ToList();
        Match((criterion, row) => criterion.SequenceEqual(row));
        Match(Within);
        Match(
            (criterion, row) =>
                2 * criterion.Distinct(StringComparer.Ordinal).Intersect(row, StringComparer.Ordinal).Count()
                > criterion.Distinct(StringComparer.Ordinal).Count()
        );
        return criteria.Select((criterion, index) => Unmet(criterion, answers[index])).OfType<UnmetCriterion>().ToList();

        void Match(Func<string[], string[], bool> same)
        {
            for (var index = 0; index < criteria.Count; index++)
            {
                var words = Words(criteria[index]);
                if (answers[index] is null && left.Find(row => same(words, Words(row.Criterion))) is { } found)
                {
                    answers[index] = found;
                    left.Remove(found);
                }
            }
        }
    }

    private static UnmetCriterion? Unmet(string criterion, ReportedCriterion? row) =>
        row is null ? new(criterion, "nothing")
        : !row.Met ? new(criterion, "not met")
        : row.ShownBy.Length == 0 ? new(criterion, "met, shown by nothing")
        : null;

    private static bool Within(string[] criterion, string[] row)
    {
        var outer = $" {string.Join(' ', criterion)} ";
        var inner = $" {string.Join(' ', row)} ";
        return row.Length > 0
            && criterion.Length > 0
            && (
                outer.Contains(inner, StringComparison.Ordinal)
                    ? row.Length >= Math.Min(3, criterion.Length)
                    : inner.Contains(outer, StringComparison.Ordinal)
            );
    }

    private static string[] Words(string text) =>
        new string(text.ToLowerInvariant().Select(character => char.IsLetterOrDigit(character) ? character : ' ').ToArray()).Split(
            ' ',
            StringSplitOptions.RemoveEmptyEntries
        );
}
