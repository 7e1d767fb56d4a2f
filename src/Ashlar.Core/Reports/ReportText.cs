namespace Ashlar.Core.Reports;

/// <summary>
/// Reads a report that a model wrote as text: <c>IMPLEMENTATION COMPLETE</c>, <c>FEEDBACK ADDRESSED</c>, <c>BLOCKED</c>, or a progress
/// report; headings and labels may be bold, Markdown headings or plain, the whole may be in a code fence and in prose.
/// </summary>
public static class ReportText
{
    /// <summary>The report in an answer, or null where there is none.</summary>
    public static Report? Parse(string answer)
    {
        var text = ReportLayoutText.Cut(answer);
        var said = text.First(ReportPart.Status) is { } line ? StatusIn(line.Text) : null;
        if (Layout(text, said) is not { } layout)
        {
            return null;
        }

        var status = said ?? (layout == ReportLayout.Blocked ? ReportStatus.Blocked : ReportStatus.ReadyForReview);
        return new Report
        {
            Status = status,
            Layout = layout,
            Summary =
                Value(text, ReportPart.Summary) ?? Value(text, ReportPart.Completed) ?? (layout == ReportLayout.Blocked ? "" : text.Suffix),
            Files = text.Of(ReportPart.Files).SelectMany(Files).ToList(),
            KeyChanges = Items(text, ReportPart.KeyChanges),
            Snippet = Snippet(text),
            Tests = Tests(text),
            Acceptance = text.Of(ReportPart.Acceptance)
                .SelectMany(section => LineText.Lines(section.Text))
                .Select(AcceptanceText.Parse)
                .OfType<ReportedCriterion>()
                .ToList(),
            Concerns = Items(text, ReportPart.Concerns),
            Feedback = FeedbackText.Parse(Points(text, layout)),
            ChangedTests = Paragraphs(text, ReportPart.ChangedTests).Select(KeptPointText.Change).OfType<ReportedChange>().ToList(),
            Explained = Paragraphs(text, ReportPart.Explained).Select(KeptPointText.Explanation).OfType<ReportedExplanation>().ToList(),
            Blocker = Value(text, ReportPart.Blocker) ?? (layout == ReportLayout.Blocked && text.Suffix.Length > 0 ? text.Suffix : null),
            Tried = Paragraphs(text, ReportPart.Tried).Select(AttemptText.Parse).ToList(),
            Errors = text.First(ReportPart.Errors) is { } errors && !InputFields.IsNothing(errors.Code) ? errors.Code.Trim('\n') : null,
            CurrentState = Value(text, ReportPart.CurrentState),
            Question = Value(text, ReportPart.Question),
            Next = Value(text, ReportPart.Next) is { } next ? LineText.WithoutMark(next) : null,
        };
    }

    private static ReportLayout? Layout(ReportLayoutText text, ReportStatus? said)
    {
        var parts = text.Sections.Select(section => section.Part).ToHashSet();
        var progress = new[] { ReportPart.Completed, ReportPart.Files, ReportPart.KeyChanges, ReportPart.Concerns, ReportPart.Next }.Count(
            parts.Contains
        );
        var named = text.Layout switch
        {
            ReportLayout.Complete => Any(ReportPart.Summary, ReportPart.Files, ReportPart.KeyChanges, ReportPart.Tests, ReportPart.Status),
            ReportLayout.Feedback => Any(ReportPart.Feedback, ReportPart.Tests, ReportPart.Status),
            ReportLayout.Blocked => Any(ReportPart.Blocker, ReportPart.Tried, ReportPart.Errors, ReportPart.Question),
            ReportLayout.Progress => progress >= 2,
            _ => false,
        };
        if (named)
        {
            return text.Layout;
        }

        return said == ReportStatus.ReadyForReview && Any(ReportPart.Summary, ReportPart.Files) ? ReportLayout.Complete
            : said == ReportStatus.Blocked && Any(ReportPart.Blocker) ? ReportLayout.Blocked
            : progress >= 3 && Any(ReportPart.Completed) ? ReportLayout.Progress
            : null;

        bool Any(params ReadOnlySpan<ReportPart> wanted)
        {
            foreach (var part in wanted)
            {
                if (parts.Contains(part))
                {
                    return true;
                }
            }

            return false;
        }
    }

    // The layout's own line, "READY_FOR_REVIEW / BLOCKED" left unfilled, says nothing.
    private static ReportStatus? StatusIn(string text)
    {
        var line = LineText.Lines(text)[0];
        var blocked = line.Contains("BLOCKED", StringComparison.OrdinalIgnoreCase);
        var ready = line.Contains("READY", StringComparison.OrdinalIgnoreCase);
        return blocked == ready ? ReportInput.StatusOf(line)
            : blocked ? ReportStatus.Blocked
            : ReportStatus.ReadyForReview;
    }

    private static string? Value(ReportLayoutText text, ReportPart part) =>
        text.First(part)?.Text is { } value && !InputFields.IsNothing(value) ? value : null;

    private static List<string> Items(ReportLayoutText text, ReportPart part) =>
        Paragraphs(text, part).Select(LineText.WithoutMark).ToList();

    // One entry for each marked line, with the indented lines under it; without marks each line is one.
    private static List<string> Paragraphs(ReportLayoutText text, ReportPart part)
    {
        var entries = new List<string>();
        foreach (
            var line in text.Of(part)
                .SelectMany(section => LineText.Lines(section.Text))
                .Where(line => !InputFields.IsNothing(LineText.WithoutMark(line)))
        )
        {
            if (entries.Count > 0 && char.IsWhiteSpace(line[0]) && (LineText.WithoutMark(line) == line.Trim() || part == ReportPart.Tried))
            {
                entries[^1] += $" {LineText.WithoutMark(line)}";
            }
            else
            {
                entries.Add(line.TrimEnd());
            }
        }

        return entries;
    }

    private static IEnumerable<ReportedFile> Files(ReportSection section)
    {
        var usual = section.Label switch
        {
            "files created" or "created files" => FileLineText.Kind("created"),
            "files deleted" => FileLineText.Kind("deleted"),
            _ => null,
        };
        return LineText.Items(section.Text).SelectMany(FileLineText.Parse).Select(file => file with { Change = file.Change ?? usual });
    }

    private static CodeSnippet? Snippet(ReportLayoutText text) =>
        text.First(ReportPart.Snippet) is { } section && !InputFields.IsNothing(section.Code)
            ? new CodeSnippet(section.Aside, section.Code.Trim('\n'))
            : null;

    private static ReportedTests? Tests(ReportLayoutText text)
    {
        foreach (var section in text.Of(ReportPart.Tests))
        {
            if (TestCountText.Parse($"{section.Aside}\n{section.Text}") is { } tests)
            {
                return tests with { CoverageOf = Items(text, ReportPart.Coverage) };
            }
        }

        return null;
    }

    private static IEnumerable<string> Points(ReportLayoutText text, ReportLayout layout) =>
        text
            .Sections.Where(section =>
                section.Part == ReportPart.Feedback || (layout == ReportLayout.Feedback && section.Part == ReportPart.Opening)
            )
            .SelectMany(section => LineText.Lines(section.Text));
}
