namespace Ashlar.Core.Reports;

/// <summary>Finds a text report in an answer and cuts it into sections.</summary>
internal sealed class ReportLayoutText
{
    private ReportLayoutText(ReportLayout? layout, string suffix, IReadOnlyList<ReportSection> sections)
    {
        Layout = layout;
        Suffix = suffix;
        Sections = sections;
    }

    /// <summary>The layout that the headline names, or null without a headline.</summary>
    public ReportLayout? Layout { get; }

    /// <summary>What follows the headline on its line, such as the blocker in <c>BLOCKED: no database</c>.</summary>
    public string Suffix { get; }

    /// <summary>The sections in order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; }

    /// <summary>Cuts an answer up; prose before a headline is left out.</summary>
    public static ReportLayoutText Cut(string answer)
    {
        var lines = Dedented(LineText.Lines(answer));
        for (var index = 0; index < lines.Length; index++)
        {
            if (Headline(lines[index]) is { } headline)
            {
                var fenced = lines.Take(index).LastOrDefault(line => line.Trim().Length > 0) is { } before && IsFence(before);
                return new(headline.Layout, headline.Suffix, Cut(lines.AsSpan(index + 1), fenced));
            }
        }

        var first = Array.FindIndex(lines, line => line.Trim().Length > 0);
        return new(null, "", Cut(lines, first >= 0 && IsFence(lines[first])));
    }

    /// <summary>The sections of a part, in order.</summary>
    public IEnumerable<ReportSection> Of(ReportPart part) => Sections.Where(section => section.Part == part);

    /// <summary>The first section of a part, or null.</summary>
    public ReportSection? First(ReportPart part) => Of(part).FirstOrDefault();

    private static List<ReportSection> Cut(ReadOnlySpan<string> lines, bool wholeIsFenced)
    {
        var sections = new List<ReportSection> { new(ReportPart.Opening, "", "") };
        var close = -1;
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index];
            if (index < close)
            {
                sections[^1].Lines.Add(new(line, Fenced: true));
            }
            else if (index == close)
            {
                close = -1;
            }
            else if (IsFence(line))
            {
                if (wholeIsFenced && sections.Exists(section => section.Part == ReportPart.Status))
                {
                    break;
                }

                close = Close(lines, index);
            }
            else if (ReportLabels.Open(line) is { } opened)
            {
                opened.Section.Lines.Add(new(opened.Value, Fenced: false));
                sections.Add(opened.Section);
            }
            else
            {
                sections[^1].Lines.Add(new(line, Fenced: false));
            }
        }

        return sections;
    }

    private static int Close(ReadOnlySpan<string> lines, int open)
    {
        for (var index = open + 1; index < lines.Length; index++)
        {
            if (lines[index].Trim() is { Length: >= 3 } line && line.Trim(line[0]).Length == 0 && line[0] == lines[open].TrimStart()[0])
            {
                return index;
            }
        }

        return -1;
    }

    private static bool IsFence(string line)
    {
        var text = line.TrimStart();
        return text.StartsWith("```", StringComparison.Ordinal) || text.StartsWith("~~~", StringComparison.Ordinal);
    }

    private static string[] Dedented(string[] lines)
    {
        var common = lines
            .Where(line => line.Trim().Length > 0)
            .Select(line => line.Length - line.TrimStart(' ').Length)
            .DefaultIfEmpty(0)
            .Min();
        return common == 0 ? lines : lines.Select(line => line.Length >= common ? line[common..] : "").ToArray();
    }

    private static (ReportLayout Layout, string Suffix)? Headline(string line)
    {
        var first = line.AsSpan().IndexOfAnyInRange('A', 'z');
        if (first is < 0 or > 12 || line.AsSpan(0, first).ContainsAnyInRange('0', '9'))
        {
            return null;
        }

        var text = line[first..].TrimStart('_', '`').TrimEnd();
        foreach (var (phrase, layout) in Headlines)
        {
            // In lower case these are words of a sentence, except where the line is marked as a heading.
            var comparison =
                line.TrimStart().StartsWith('#') || line.TrimStart().StartsWith("**", StringComparison.Ordinal)
                    ? StringComparison.OrdinalIgnoreCase
                    : StringComparison.Ordinal;
            if (text.StartsWith(phrase, comparison))
            {
                var rest = text[phrase.Length..].Trim('*', '_', '`', ' ');
                if (rest.Length == 0 || !(char.IsLetterOrDigit(rest[0]) || rest[0] is ',' or '.' or ';'))
                {
                    return (layout, rest.TrimStart(':', '-', '–', '—', ' ', '*').Trim());
                }
            }
        }

        return null;
    }

    private static readonly (string Phrase, ReportLayout Layout)[] Headlines =
    [
        ("IMPLEMENTATION COMPLETE", ReportLayout.Complete),
        ("FEEDBACK ADDRESSED", ReportLayout.Feedback),
        ("BLOCKED", ReportLayout.Blocked),
        ("PROGRESS REPORT", ReportLayout.Progress),
        ("TASK COMPLETION REPORT", ReportLayout.Progress),
    ];
}
