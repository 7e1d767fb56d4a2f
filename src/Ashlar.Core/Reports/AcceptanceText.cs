using System.Text.RegularExpressions;

namespace Ashlar.Core.Reports;

/// <summary>An acceptance row in words: <c>- [x] CRITERION — shown by TEST</c>, <c>CRITERION: met, shown by TEST</c>.</summary>
internal static partial class AcceptanceText
{
    /// <summary>The row, or null where the line does not say whether it is met.</summary>
    public static ReportedCriterion? Parse(string line)
    {
        var text = line.Trim().TrimStart('-', '*', '+', '•', ' ').Replace("**", "", StringComparison.Ordinal);
        bool? met =
            text.StartsWith("[x]", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith('✅')
            || text.StartsWith('✓')
            || text.StartsWith('✔')
                ? true
            : text.StartsWith("[ ]", StringComparison.Ordinal) || text.StartsWith('❌') || text.StartsWith('✗') ? false
            : null;
        text = Box().OrNone().ReplaceIn(text, "").TrimStart('✅', '✓', '✔', '❌', '✗', '\ufe0f', ' ');
        var verdict = Verdict().OrNone().FirstIn(text);
        if (verdict.Success)
        {
            met ??= !verdict.Groups["not"].Success;
        }

        if (met is null || text.Length == 0)
        {
            return null;
        }

        var shown = ShownBy().OrNone().FirstIn(text);
        var end =
            verdict.Success ? verdict.Index
            : shown.Success ? shown.Index
            : text.Length;
        return new ReportedCriterion(text[..end].Trim(), met.Value, shown.Success ? shown.Groups["by"].Value.Trim().TrimEnd(')') : "");
    }

    [GeneratedRegex(@"^\[.\]\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Box();

    [GeneratedRegex(
        @"\s*(?::|[-–—]|→)\s*(?<not>not\s+)?met\b|\s*\((?<not>not\s+)?met\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Verdict();

    [GeneratedRegex(
        @"\s*(?:[,;(–—-]|\s)\s*(?:shown|verified|proven|covered) by:?\s+(?<by>.+)$|\s+[–—]\s+(?<by>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex ShownBy();
}
