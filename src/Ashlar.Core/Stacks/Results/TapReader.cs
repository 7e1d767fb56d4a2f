using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>
/// TAP 13 and 14 as ava, tap and tape write it: subtests indented by four, diagnostics between <c>---</c> and <c>...</c>, tape's tests as
/// comments. A test point without subtests is a case; where it asserts for a named test it is <c>test[assertion]</c>.
/// </summary>
internal sealed partial class TapReader
{
    private readonly TapCases cases;
    private readonly TapTree tree = new();
    private readonly List<(int Depth, TapPoint Point)> open = [];
    private string? comment;
    private int? plan;
    private int points;
    private string? trouble;

    private TapReader(CheckoutFiles files, TestCaseList cases) => this.cases = new TapCases(files, cases);

    /// <summary>Whether a text holds TAP.</summary>
    public static bool IsTap(string text) => Version().IsIn(text) || (Plan().IsIn(text) && AnyPoint().IsIn(text));

    /// <summary>Reads. What is wrong with the text, or null.</summary>
    public static string? Read(string text, CheckoutFiles files, TestCaseList cases)
    {
        var reader = new TapReader(files, cases);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            at = reader.Line(lines, at);
        }

        reader.End();
        return reader.trouble;
    }

    private int Line(string[] lines, int at)
    {
        var line = lines[at];
        var indent = line.Length - line.TrimStart(' ').Length;
        var depth = indent / 4;
        if (PointLine().FirstIn(line) is { Success: true } match && indent % 4 == 0)
        {
            return Add(match, depth, lines, at);
        }

        if (line == "}".PadLeft(indent + 1) && open is [.., var last] && last.Depth == depth)
        {
            open.RemoveAt(open.Count - 1);
            tree.Close(depth, last.Point, comment);
        }
        else if (line.StartsWith("Bail out!", StringComparison.Ordinal))
        {
            trouble = FailureText.Line($"the tests were given up: {line}");
        }
        else if (depth == 0)
        {
            Top(line);
        }

        return at;
    }

    private void Top(string line)
    {
        if (line.StartsWith("# in ", StringComparison.Ordinal) && points == 0)
        {
            cases.Folder = line["# in ".Length..].Trim() is "." ? "" : line["# in ".Length..].Trim() + "/";
        }
        else if (line.StartsWith("TAP version ", StringComparison.Ordinal))
        {
            End();
        }
        else if (Plan().FirstIn(line) is { Success: true } told && told.Index == 0)
        {
            plan = int.Parse(told.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            // What comes behind a plan that has been met are the counts.
            comment = points >= plan ? null : comment;
        }
        else if (plan is null && line is ['#', ' ', not ' ', ..] && !line.StartsWith("# Subtest", StringComparison.Ordinal))
        {
            comment = Marks().ReplaceIn(line[2..].Trim(), "");
        }
    }

    private int Add(Match match, int depth, string[] lines, int at)
    {
        var name = match.Groups["name"].Value.Trim();
        var buffered = name.EndsWith('{');
        name = Timing().ReplaceIn(buffered ? name[..^1] : name, "").Trim();
        var directive = Directive().FirstIn(name);
        name = Unescaped(directive.Success ? name[..directive.Index] : name);
        var details = Details(lines, ref at, match.Groups["indent"].Length);
        var outcome =
            directive.Success ? TestOutcome.Skipped
            : match.Groups["not"].Success ? TestOutcome.Failed
            : TestOutcome.Passed;
        var point = new TapPoint([name], outcome, details, directive.Success);
        if (depth == 0)
        {
            points++;
        }

        if (buffered)
        {
            open.Add((depth, point));
        }
        else
        {
            tree.Close(depth, point, comment);
        }

        return at;
    }

    private void End()
    {
        foreach (var point in tree.Done())
        {
            cases.Add(point);
        }

        if (plan > points && trouble is null)
        {
            trouble = $"{plan} tests were planned, the results of {points} are there";
        }

        (comment, plan, points) = (null, null, 0);
    }

    /// <summary>The diagnostics right behind a point; <paramref name="at"/> is then their last line.</summary>
    private static string Details(string[] lines, ref int at, int indent)
    {
        var next = at + 1;
        if (next >= lines.Length || lines[next].Trim() != "---" || lines[next].IndexOf('-', StringComparison.Ordinal) <= indent)
        {
            return "";
        }

        var inner = lines[next].IndexOf('-', StringComparison.Ordinal);
        var end = next + 1;
        while (end < lines.Length && !(lines[end].Trim() == "..." && lines[end].IndexOf('.', StringComparison.Ordinal) == inner))
        {
            end++;
        }

        at = Math.Min(end, lines.Length - 1);
        return string.Join(
            '\n',
            lines[(next + 1)..Math.Min(end, lines.Length)].Select(line => line.Length > inner ? line[inner..] : line.TrimStart())
        );
    }

    private static string Unescaped(string name) => name.Trim().Replace("\\#", "#", StringComparison.Ordinal);

    [GeneratedRegex(@"^TAP version 1[34]", RegexOptions.Multiline, 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"^1\.\.(\d{1,7})\b", RegexOptions.Multiline, 1000)]
    private static partial Regex Plan();

    [GeneratedRegex(@"^(?:not )?ok \d", RegexOptions.Multiline, 1000)]
    private static partial Regex AnyPoint();

    [GeneratedRegex(@"^(?<indent> *)(?<not>not )?ok\b(?: +\d{1,9})?(?: +-)?(?<name>(?: .*)?)$", RegexOptions.None, 1000)]
    private static partial Regex PointLine();

    [GeneratedRegex(@"(?<!\\)# *(?:SKIP|TODO)\b.*$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Directive();

    [GeneratedRegex(@"^(?:SKIP|TODO) ", RegexOptions.None, 1000)]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+# time=[\d.]+m?s", RegexOptions.None, 1000)]
    private static partial Regex Timing();
}
