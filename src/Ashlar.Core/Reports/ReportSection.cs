namespace Ashlar.Core.Reports;

/// <summary>The parts that text layouts have.</summary>
internal enum ReportPart
{
    /// <summary>What is between the headline and the first label.</summary>
    Opening,
    Summary,
    Files,
    KeyChanges,
    Snippet,
    Tests,
    Coverage,
    Acceptance,
    Concerns,
    Status,
    Blocker,
    Tried,
    Errors,
    CurrentState,
    Question,
    Feedback,
    ChangedTests,
    Explained,
    Completed,
    Next,
}

/// <summary>A labelled part of a text report.</summary>
/// <param name="Part">Which it is.</param>
/// <param name="Label">The label as compared: lower case.</param>
/// <param name="Aside">What is in parentheses after the label; empty if nothing.</param>
internal sealed record ReportSection(ReportPart Part, string Label, string Aside)
{
    /// <summary>Its lines; the first is what follows the label on its line.</summary>
    public List<ReportLine> Lines { get; } = [];

    /// <summary>The lines outside fences, joined and trimmed.</summary>
    public string Text => string.Join('\n', Lines.Where(line => !line.Fenced).Select(line => line.Text)).Trim();

    /// <summary>The lines inside fences, or all of them where there is no fence.</summary>
    public string Code =>
        Lines.Exists(line => line.Fenced) ? string.Join('\n', Lines.Where(line => line.Fenced).Select(line => line.Text)) : Text;
}

/// <summary>A line of a text report.</summary>
/// <param name="Text">The line.</param>
/// <param name="Fenced">Whether it is inside a code fence.</param>
internal sealed record ReportLine(string Text, bool Fenced);

/// <summary>The labels of text reports, as agents are taught them and as models vary them.</summary>
internal static class ReportLabels
{
    private static readonly Dictionary<string, ReportPart> Known = new(StringComparer.Ordinal)
    {
        ["summary"] = ReportPart.Summary,
        ["overview"] = ReportPart.Summary,
        ["files"] = ReportPart.Files,
        ["files modified"] = ReportPart.Files,
        ["files changed"] = ReportPart.Files,
        ["files created"] = ReportPart.Files,
        ["files deleted"] = ReportPart.Files,
        ["files created/modified"] = ReportPart.Files,
        ["files modified/created"] = ReportPart.Files,
        ["files created or modified"] = ReportPart.Files,
        ["files created and modified"] = ReportPart.Files,
        ["modified files"] = ReportPart.Files,
        ["changed files"] = ReportPart.Files,
        ["created files"] = ReportPart.Files,
        ["key changes"] = ReportPart.KeyChanges,
        ["key implementations"] = ReportPart.KeyChanges,
        ["key implementation"] = ReportPart.KeyChanges,
        ["implementation details"] = ReportPart.KeyChanges,
        ["what was implemented"] = ReportPart.KeyChanges,
        ["code snippet"] = ReportPart.Snippet,
        ["snippet"] = ReportPart.Snippet,
        ["tests"] = ReportPart.Tests,
        ["test results"] = ReportPart.Tests,
        ["test result"] = ReportPart.Tests,
        ["testing"] = ReportPart.Tests,
        ["all tests passing"] = ReportPart.Tests,
        ["all tests pass"] = ReportPart.Tests,
        ["test coverage"] = ReportPart.Coverage,
        ["coverage"] = ReportPart.Coverage,
        ["changed tests"] = ReportPart.ChangedTests,
        ["tests changed"] = ReportPart.ChangedTests,
        ["changed expectations"] = ReportPart.ChangedTests,
        ["explained"] = ReportPart.Explained,
        ["explained findings"] = ReportPart.Explained,
        ["findings explained"] = ReportPart.Explained,
        ["acceptance"] = ReportPart.Acceptance,
        ["acceptance criteria"] = ReportPart.Acceptance,
        ["concerns/questions"] = ReportPart.Concerns,
        ["concerns"] = ReportPart.Concerns,
        ["questions"] = ReportPart.Concerns,
        ["concerns and questions"] = ReportPart.Concerns,
        ["issues"] = ReportPart.Concerns,
        ["issues encountered"] = ReportPart.Concerns,
        ["any issues"] = ReportPart.Concerns,
        ["any issues encountered"] = ReportPart.Concerns,
        ["issues or blockers"] = ReportPart.Concerns,
        ["issues/blockers"] = ReportPart.Concerns,
        ["status"] = ReportPart.Status,
        ["blocker"] = ReportPart.Blocker,
        ["what i tried"] = ReportPart.Tried,
        ["what i have tried"] = ReportPart.Tried,
        ["what i've tried"] = ReportPart.Tried,
        ["what was tried"] = ReportPart.Tried,
        ["tried"] = ReportPart.Tried,
        ["error message"] = ReportPart.Errors,
        ["error messages"] = ReportPart.Errors,
        ["errors"] = ReportPart.Errors,
        ["current state"] = ReportPart.CurrentState,
        ["question"] = ReportPart.Question,
        ["question for tech lead"] = ReportPart.Question,
        ["questions for tech lead"] = ReportPart.Question,
        ["question for the tech lead"] = ReportPart.Question,
        ["original feedback"] = ReportPart.Feedback,
        ["feedback"] = ReportPart.Feedback,
        ["task completed"] = ReportPart.Completed,
        ["completed task"] = ReportPart.Completed,
        ["completed"] = ReportPart.Completed,
        ["next"] = ReportPart.Next,
        ["next task"] = ReportPart.Next,
        ["next recommended task"] = ReportPart.Next,
        ["recommended next task"] = ReportPart.Next,
        ["suggested next task"] = ReportPart.Next,
    };

    /// <summary>
    /// The section that a line opens, with what follows the label, or null for a line of content. A label ends in a colon, or is a
    /// heading or the whole line; one behind a list mark or number counts when it is bold, or when it is a progress report's.
    /// </summary>
    public static (ReportSection Section, string Value)? Open(string line)
    {
        var indent = line.Length - line.TrimStart().Length;
        var content = LineText.WithoutMark(line);
        var marked = content.Length < line.Trim().Length;
        var bold = content.StartsWith("**", StringComparison.Ordinal);
        if (indent > 1 || content.Length == 0)
        {
            return null;
        }

        var plain = Unmarked(content);
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        var head = (colon < 0 ? plain : plain[..colon]).Trim();
        var aside = "";
        if (head.EndsWith(')') && head.IndexOf('(', StringComparison.Ordinal) is > 0 and var open)
        {
            aside = head[(open + 1)..^1].Trim();
            head = head[..open];
        }

        var label = head.Trim().ToLowerInvariant().Replace(" / ", "/", StringComparison.Ordinal);
        if (!Known.TryGetValue(label, out var part) || (marked && !bold && !IsNumberedProgress(line, part)))
        {
            return null;
        }

        return (new ReportSection(part, label, aside), colon < 0 ? "" : plain[(colon + 1)..].Trim());
    }

    private static bool IsNumberedProgress(string line, ReportPart part) =>
        LineText.Number(line) is not null
        && part is ReportPart.Completed or ReportPart.Files or ReportPart.KeyChanges or ReportPart.Concerns or ReportPart.Next;

    // Emphasis goes from the label only: the value may be code with marks of its own.
    private static string Unmarked(string content)
    {
        var text = content.TrimStart('#', '>', ' ', '*', '_', '`');
        var start = 0;
        while (start < text.Length && !char.IsLetterOrDigit(text[start]) && start < 4)
        {
            start++;
        }

        text = text[start..].TrimStart('*', '_', ' ');
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? text.Trim().TrimEnd('*', '_', '`')
            : $"{text[..colon].Trim('*', '_', '`', ' ')}:{text[(colon + 1)..].TrimStart('*', '_')}";
    }
}
