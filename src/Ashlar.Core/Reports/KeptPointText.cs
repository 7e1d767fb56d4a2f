using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Reports;

/// <summary>Tests that an agent says it had to change, and findings that it says stand, as models write them.</summary>
internal static partial class KeptPointText
{
    /// <summary>The rows of <c>changed_tests</c>.</summary>
    public static IReadOnlyList<ReportedChange> Changes(InputFields fields, List<Problem> problems) =>
        Rows(fields, "changed_tests", Change, Change, problems, new("report.changed-tests", "test (its id, name or file) and why"));

    /// <summary>The rows of <c>explained</c>.</summary>
    public static IReadOnlyList<ReportedExplanation> Explanations(InputFields fields, List<Problem> problems) =>
        Rows(fields, "explained", Explanation, Explanation, problems, new("report.explained", "finding (its number) and why"));

    /// <summary>A changed test in one line: <c>TEST: WHY (asked by: "WORDS")</c>; null where the line says nothing.</summary>
    public static ReportedChange? Change(string line)
    {
        var text = LineText.WithoutMark(line).Trim();
        var asked = Asked().OrNone().FirstIn(text);
        var rest = asked.Success ? text[..asked.Index].TrimEnd(' ', '(', ',', ';', '-', '–', '—') : text;
        var (name, why) = Cut(rest);
        return name.Length == 0
            ? null
            : new ReportedChange(name, why) { AskedBy = asked.Success ? Quoted(asked.Groups["words"].Value) : null };
    }

    /// <summary>An explained finding in one line: <c>N1: WHY</c>; null where the line says nothing.</summary>
    public static ReportedExplanation? Explanation(string line)
    {
        var (finding, why) = Cut(LineText.WithoutMark(line).Trim());
        return finding.Length == 0 || why.Length == 0 ? null : new ReportedExplanation(finding, why);
    }

    // The words that ask for a change are reason enough.
    private static ReportedChange? Change(InputFields row) =>
        (row.Text("test") ?? row.Text("id") ?? row.Text("name") ?? row.Text("file") ?? row.Text("path")) is { } test
        && (row.Text("why") ?? row.Text("reason"), row.Text("asked_by") ?? row.Text("quote")) is var (why, asked)
        && (why ?? asked) is not null
            ? new ReportedChange(test, why ?? "") { AskedBy = asked }
            : null;

    private static ReportedExplanation? Explanation(InputFields row) =>
        (row.Text("finding") ?? row.Text("id") ?? row.Text("item") ?? row.Text("number")) is { } finding
        && (row.Text("why") ?? row.Text("reason") ?? row.Text("how")) is { } why
            ? new ReportedExplanation(finding, why)
            : null;

    private static List<T> Rows<T>(
        InputFields fields,
        string name,
        Func<InputFields, T?> ofObject,
        Func<string, T?> ofText,
        List<Problem> problems,
        RowForm form
    )
        where T : class
    {
        var rows = new List<T>();
        foreach (var element in fields.Elements(name))
        {
            var read =
                element.ValueKind == JsonValueKind.Object
                    ? [ofObject(new InputFields(element))]
                    : LineText.Items(InputFields.TextOf(element) ?? "").Select(ofText).ToList();
            if (read.Exists(row => row is null))
            {
                problems.Add(ReportInput.Trouble(form.Code, $"{name}[{rows.Count}] needs {form.Needs}"));
            }

            rows.AddRange(read.OfType<T>());
        }

        return rows;
    }

    private sealed record RowForm(string Code, string Needs);

    /// <summary>What stands before and after the first colon or dash with a space after it, so that ids and paths stay whole.</summary>
    private static (string Name, string Why) Cut(string text)
    {
        var cut = Divider().OrNone().FirstIn(text);
        return cut.Success
            ? (text[..cut.Index].Trim(' ', '`', '*'), text[(cut.Index + cut.Length)..].Trim())
            : (text.Trim(' ', '`', '*'), "");
    }

    private static string Quoted(string words) => words.Trim().TrimEnd(')').Trim().Trim('"', '“', '”', '\'', '`').Trim();

    [GeneratedRegex(@"\b(?:asked[ _]by|quote)\s*:\s*(?<words>.+)$", RegexOptions.IgnoreCase | RegexOptions.Singleline, 1000)]
    private static partial Regex Asked();

    [GeneratedRegex(@":(?:\*\*)?\s+|\s+[–—-]\s+", RegexOptions.None, 1000)]
    private static partial Regex Divider();
}
