using System.Text;

namespace Ashlar.Core.Reports;

/// <summary>
/// What a model is told about a report that does not match. It keeps "the report is wrong" apart from "the work is wrong"; otherwise
/// code is edited until the numbers fit.
/// </summary>
public static class DiscrepancyText
{
    private const int Most = 20;

    /// <summary>The message.</summary>
    /// <param name="discrepancies">At least one.</param>
    public static string Render(IReadOnlyList<Discrepancy> discrepancies)
    {
        var text = new StringBuilder("Your report does not match what Ashlar saw. The work itself is not refused: all gates are green.\n");
        foreach (var line in Lines(discrepancies))
        {
            text.Append("  ").Append(line).Append('\n');
        }

        return text.Append(
                "Send Report again with the true values. Change no file to make the report fit. If the next report differs too, the work is kept and a person decides."
            )
            .ToString();
    }

    private static IEnumerable<string> Lines(IReadOnlyList<Discrepancy> discrepancies)
    {
        var width = discrepancies.Max(discrepancy => discrepancy.What.Length);
        foreach (var discrepancy in discrepancies.Take(Most))
        {
            var source = discrepancy.Source is null ? "" : $"   ({discrepancy.Source})";
            yield return $"{discrepancy.What.PadRight(width)}   you: {discrepancy.Claimed}   seen: {discrepancy.Observed}{source}";
        }

        if (discrepancies.Count > Most)
        {
            yield return $"and {discrepancies.Count - Most} more";
        }
    }
}
