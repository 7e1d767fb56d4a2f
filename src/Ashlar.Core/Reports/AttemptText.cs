namespace Ashlar.Core.Reports;

/// <summary>An attempt in words: <c>APPROACH - Result: WHAT HAPPENED</c>.</summary>
internal static class AttemptText
{
    /// <summary>The attempt of one line; without a result the whole line is the approach.</summary>
    public static ReportedAttempt Parse(string line)
    {
        var text = LineText.WithoutMark(line).Replace("**", "", StringComparison.Ordinal);
        var mark = text.IndexOf("Result:", StringComparison.OrdinalIgnoreCase);
        var length = 7;
        if (mark < 0)
        {
            mark = text.IndexOf('→', StringComparison.Ordinal);
            length = 1;
        }

        return mark < 0
            ? new ReportedAttempt(text, "")
            : new ReportedAttempt(
                text[..mark].Trim().TrimEnd('-', '–', '—', ':', ',', ';', '(').Trim(),
                text[(mark + length)..].Trim().TrimEnd(')')
            );
    }
}
