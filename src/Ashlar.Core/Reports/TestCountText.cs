using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Reports;

/// <summary>Test counts in words: <c>12/12 passing</c>, <c>Total tests: 12</c>, <c>11 passed, 1 failed</c>.</summary>
internal static partial class TestCountText
{
    /// <summary>The counts, or null when too few are said to know them all.</summary>
    public static ReportedTests? Parse(string text)
    {
        var plain = text.Replace("*", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).ToLowerInvariant();
        int? total = null,
            passing = null,
            failing = null,
            skipped = null;
        foreach (Match match in Ratio().OrNone().AllIn(plain))
        {
            passing ??= Value(match.Groups[1]);
            total ??= Value(match.Groups[2]);
        }

        foreach (Match match in Labelled().OrNone().AllIn(plain))
        {
            Take(match.Groups["what"].Value, Value(match.Groups["count"]));
        }

        foreach (Match match in Counted().OrNone().AllIn(plain))
        {
            Take(match.Groups["what"].Value, Value(match.Groups["count"]));
        }

        return Complete(total, passing, failing, skipped);

        void Take(string what, int? count)
        {
            switch (what)
            {
                case "total" or "tests" or "test":
                    total ??= count;
                    break;
                case "passing" or "passed" or "pass":
                    passing ??= count;
                    break;
                case "skipped":
                    skipped ??= count;
                    break;
                default:
                    failing ??= count;
                    break;
            }
        }
    }

    /// <summary>Fills in the one count that the others give; null when they do not, or when a count would be negative.</summary>
    public static ReportedTests? Complete(int? total, int? passing, int? failing, int? skipped)
    {
        passing ??= total - (failing ?? (total is null ? null : 0)) - (skipped ?? 0);
        failing ??= total is null ? 0 : total - passing - (skipped ?? 0);
        total ??= passing + failing + (skipped ?? 0);
        return total is { } all && passing is { } good && failing is { } bad && all >= 0 && good >= 0 && bad >= 0
            ? new ReportedTests(all, good, bad) { Skipped = skipped }
            : null;
    }

    private static int? Value(Group group) =>
        group.Value is "none" or "no" ? 0
        : int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : null;

    [GeneratedRegex(@"(?<![\d.])(\d{1,7}) ?(?:/|of|out of) ?(\d{1,7})(?![\d.]*\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ratio();

    [GeneratedRegex(
        @"\b(?<what>total|passing|passed|pass|failing|failed|failures|failure|errors|skipped)(?: tests| count)? ?[:=] ?(?<count>\d{1,7}|none)(?![\d/])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Labelled();

    [GeneratedRegex(
        @"(?<![\d./])(?<count>\d{1,7}|\bno) (?:tests? )?(?<what>total|passing|passed|pass|failing|failed|failures|failure|errors|skipped|tests?)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Counted();
}
