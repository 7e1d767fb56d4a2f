using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Reports;

/// <summary>One gate cycle as the iteration log tells it.</summary>
/// <param name="At">When the cycle ended; written as it stands, to the minute.</param>
/// <param name="Changes">The files changed, or words where there are none.</param>
/// <param name="TestResult">The counts: <c>27/29</c>, or why there are none.</param>
/// <param name="Assessment">Whether it moves forward.</param>
public sealed record IterationEntry(DateTimeOffset At, string Changes, string TestResult, string Assessment);

/// <summary>
/// A Markdown file to which Ashlar appends every gate cycle as <c>### Iteration N — YYYY-MM-DD HH:MM</c> (contract section 6). Numbers go
/// on from what is there; line ends, heading level, dash and label form are the file's own.
/// </summary>
public static partial class IterationLog
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The number that the next entry gets: one more than the highest in the file, 1 for a new one.</summary>
    public static int NextNumber(byte[]? content) => Headings(Text(content)).Select(Number).DefaultIfEmpty(0).Max() + 1;

    /// <summary>The file's bytes with the entry at the end; nothing that was there changes.</summary>
    /// <param name="content">The file's bytes, or null for a new file.</param>
    /// <param name="entry">What to append.</param>
    /// <param name="title">The title of a new file, without the heading mark.</param>
    public static byte[] Append(byte[]? content, IterationEntry entry, string title = "Iteration log")
    {
        var text = Text(content);
        var form = Form.Of(text);
        var builder = new StringBuilder();
        if (text.Trim().Length == 0)
        {
            builder.Append("# ").Append(title).Append(form.LineEnd);
        }
        else if (!text.EndsWith('\n'))
        {
            builder.Append(form.LineEnd);
        }

        if (!text.EndsWith($"\n{form.LineEnd}", StringComparison.Ordinal))
        {
            builder.Append(form.LineEnd);
        }

        var at = entry.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        builder.Append(CultureInfo.InvariantCulture, $"{form.Level} Iteration {NextNumber(content)}{form.Dash} {at}").Append(form.LineEnd);
        builder.Append(form.Label("Changes")).Append(' ').Append(ShownText.Line(entry.Changes)).Append(form.LineEnd);
        builder.Append(form.Label("Test Result")).Append(' ').Append(ShownText.Line(entry.TestResult)).Append(form.LineEnd);
        builder.Append(form.Label("Assessment")).Append(' ').Append(ShownText.Line(entry.Assessment)).Append(form.LineEnd);
        return [.. content ?? [], .. Utf8.GetBytes(builder.ToString())];
    }

    private static string Text(byte[]? content) => content is null ? "" : Utf8.GetString(content);

    private static IReadOnlyList<Match> Headings(string text) => Heading().AllIn(text);

    private static int Number(Match heading) =>
        int.TryParse(heading.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(
        @"^(?<level>\#{1,6})[ \t]+Iteration[ \t]+(?<number>\d{1,6})[ \t]*(?<dash>[—–:-])?",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"^(?<mark>[-*+][ \t]+)?(?<open>\*\*|__)?(?:Changes|Test Result|Assessment)(?<close>:?(?:\*\*|__)?:?)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex LabelForm();

    /// <summary>How a file writes its entries.</summary>
    private sealed record Form(string LineEnd, string Level, string Dash, string Before, string After)
    {
        /// <summary>The form of the last entry, or the agents' usual one.</summary>
        public static Form Of(string text)
        {
            var lineFeeds = text.Count(character => character == '\n');
            var lineEnd = lineFeeds > 0 && 2 * text.Split("\r\n").Length > lineFeeds + 2 ? "\r\n" : "\n";
            if (Headings(text) is not [.., var heading])
            {
                return new(lineEnd, "###", " —", "**", "**:");
            }

            var level = heading.Groups["level"].Value;
            var dash = heading.Groups["dash"].Value switch
            {
                "" => " —",
                ":" => ":",
                var other => $" {other}",
            };
            var label = LabelForm().FirstIn(text, heading.Index);
            var close = label.Groups["close"].Value;
            return label.Success && close.Contains(':', StringComparison.Ordinal)
                ? new(lineEnd, level, dash, label.Groups["mark"].Value + label.Groups["open"].Value, close)
                : new(lineEnd, level, dash, "**", "**:");
        }

        /// <summary>A label in that form.</summary>
        public string Label(string name) => $"{Before}{name}{After}";
    }
}
