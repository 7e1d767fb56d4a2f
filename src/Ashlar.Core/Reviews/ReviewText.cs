using System.Text.RegularExpressions;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Reviews;

/// <summary>A verdict written as text: <c>APPROVED</c>, or <c>CHANGES REQUESTED</c> and a list.</summary>
public static partial class ReviewText
{
    /// <summary>The verdict that a model's answer begins with, or null when it begins with none.</summary>
    public static ReviewVerdict? Parse(string text)
    {
        var lines = LineText.Lines(text);
        var first = Array.FindIndex(lines, line => LineText.Plain(line).Length > 0);
        if (first < 0 || Headline().OrNone().FirstIn(LineText.Plain(lines[first])) is not { Success: true } headline)
        {
            return null;
        }

        var approves = headline.Groups["yes"].Success;
        var rest = LineText.Plain(lines[first])[headline.Length..];
        var points = Points(string.Join('\n', lines.Skip(first + 1)), listOnly: true);
        return !approves && points.Count == 0 && ReviewPointText.Read(rest) is { } only
            ? new ReviewVerdict(false, [only])
            : new ReviewVerdict(approves, points);
    }

    /// <summary>The meaning of a person's words: yes, or the points of a list, else the words as one point.</summary>
    public static ReviewVerdict OfPerson(string text, Func<string, bool> saysYes) =>
        Parse(text) is { } verdict && (verdict.Approves || verdict.Feedback.Count > 0)
            ? verdict with
            {
                Feedback = verdict.Approves ? [] : verdict.Feedback,
            }
        : saysYes(text) ? new ReviewVerdict(true, [])
        : new ReviewVerdict(false, Points(text, listOnly: false));

    /// <summary>
    /// The points of a numbered or bulleted list; lines without a mark continue the point before. Without any list the whole text is one
    /// point, unless only lists count.
    /// </summary>
    public static IReadOnlyList<ReviewPoint> Points(string text, bool listOnly)
    {
        var items = new List<string>();
        foreach (var line in LineText.Lines(text))
        {
            var indent = line.Length - line.TrimStart().Length;
            if (indent < 4 && (LineText.Number(line) is not null || Bullet().OrNone().IsIn(line) || Marked().OrNone().IsIn(line)))
            {
                items.Add(LineText.WithoutMark(line));
            }
            else if (items.Count > 0 && line.Trim().Length > 0)
            {
                items[^1] = $"{items[^1]}\n{line.Trim()}";
            }
        }

        if (items.Count == 0 && !listOnly && text.Trim().Length > 0)
        {
            items.Add(text.Trim());
        }

        return items.Select(item => ReviewPointText.Read(item)).OfType<ReviewPoint>().ToList();
    }

    [GeneratedRegex(
        @"^(?:(?:verdict|status|decision|review)\s*:\s*)?(?:(?<yes>APPROVED|APPROVE)|(?<no>CHANGES[ _]REQUESTED|REQUEST[_ ]CHANGES|CHANGES[ _]REQUIRED))(?!\w)[ :.,!—–-]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Headline();

    [GeneratedRegex(@"^\s*[-*+•]\s+\S", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\s*[\[(*]{0,2}F\d{1,5}[\])*]{0,2}\s*[:.)—–-]?\s+\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Marked();
}
