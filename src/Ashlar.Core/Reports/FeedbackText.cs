using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Reports;

/// <summary>Answers to a review's points in words: <c>1. Issue: …</c> and under it <c>Fixed: …</c>.</summary>
internal static partial class FeedbackText
{
    /// <summary>The points that say what was done with them; numbered ones get the id <c>F1</c> and so on.</summary>
    public static IReadOnlyList<ReportedFix> Parse(IEnumerable<string> lines)
    {
        var points = new List<(string Item, string Text, int? Number)>();
        foreach (var line in lines.Where(line => line.Trim().Length > 0))
        {
            var content = LineText.WithoutMark(line).Replace("**", "", StringComparison.Ordinal);
            if (Id().OrNone().FirstIn(content) is { Success: true } id)
            {
                points.Add((id.Groups[1].Value.ToUpperInvariant(), content[id.Length..], null));
            }
            else if (LineText.Number(line) is { } number)
            {
                points.Add(($"F{number}", content, int.Parse(number, CultureInfo.InvariantCulture)));
            }
            else if (points.Count > 0)
            {
                points[^1] = points[^1] with { Text = $"{points[^1].Text}\n{content}" };
            }
        }

        return points.Select(Point).OfType<ReportedFix>().ToList();
    }

    private static ReportedFix? Point((string Item, string Text, int? Number) point)
    {
        if (
            Answer().OrNone().FirstIn(point.Text) is not { Success: true } answer
            || ReportInput.FixStateOf(answer.Groups["state"].Value) is not { } state
        )
        {
            return null;
        }

        var issue = Label().OrNone().ReplaceIn(point.Text[..answer.Index], "").Trim().TrimEnd('-', '–', '—', '→').Trim();
        var how = point.Text[(answer.Index + answer.Length)..].Trim().TrimStart('✅', ' ', '\n');
        return new ReportedFix(point.Item, state, how) { Issue = issue.Length == 0 ? null : issue, Number = point.Number };
    }

    [GeneratedRegex(@"^(F\d{1,4})\s*[:.)—–-]?\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"^(?:issue|point|feedback)\s*:\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(
        @"(?:✅\s*)?\b(?<state>not fixed|won't fix|fixed|resolved|addressed|rebutted|rebuttal|declined|asked|question)\s*:",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Answer();
}
