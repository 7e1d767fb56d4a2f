using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>
/// TAP 13 and 14 as ava, tap and tape write it: subtests indented by four, diagnostics between <c>---</c> and <c>...</c>, tape's tests as
/// comments. A test point without subtests is a case; where it asserts for a named test it is <c>test[assertion]</c>.
/// </summary>
internal sealed partial class TapReader
{
    private readonly CheckoutFiles files;
    private readonly TestCaseList cases;
    private readonly List<List<TapPoint>> levels =
    [
        [],
    ];
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);
    private readonly List<(int Depth, TapPoint Point)> open = [];
    private string folder = "";
    private string? comment;
    private int? plan;
    private int points;
    private string? trouble;

    private TapReader(CheckoutFiles files, TestCaseList cases)
    {
        this.files = files;
        this.cases = cases;
    }

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
            Close(depth, last.Point);
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
            folder = line["# in ".Length..].Trim() is "." ? "" : line["# in ".Length..].Trim() + "/";
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
            Close(depth, point);
        }

        return at;
    }

    /// <summary>A point ends the subtests one level deeper, which are its own.</summary>
    private void Close(int depth, TapPoint point)
    {
        while (levels.Count < depth + 2)
        {
            levels.Add([]);
        }

        var below = levels.Skip(depth + 1).SelectMany(level => level).ToList();
        foreach (var level in levels.Skip(depth + 1))
        {
            level.Clear();
        }

        if (below.Count == 0)
        {
            levels[depth].Add(depth == 0 && comment is not null ? point with { Path = [comment, .. point.Path], Asserts = true } : point);
            return;
        }

        levels[depth]
            .AddRange(
                below.Select(child =>
                    child with
                    {
                        Path = [.. point.Path, .. child.Path],
                        Asserts = child.Asserts || child.Path.Count == 1,
                    }
                )
            );
        if (point.Outcome == TestOutcome.Failed && below.TrueForAll(child => child.Outcome != TestOutcome.Failed))
        {
            // It failed by itself: a plan that was not kept, a time-out, a process that ended badly.
            levels[depth].Add(point with { Outcome = TestOutcome.Failed });
        }
    }

    private void End()
    {
        foreach (var point in levels[0])
        {
            cases.Add(Case(point));
        }

        if (plan > points && trouble is null)
        {
            trouble = $"{plan} tests were planned, the results of {points} are there";
        }

        levels.ForEach(level => level.Clear());
        (comment, plan, points) = (null, null, 0);
    }

    private TestCase Case(TapPoint point)
    {
        var path = point.Path.ToList();
        var file = FileOf(path[0]);
        if (file is not null)
        {
            path = [file, .. path.Skip(1)];
        }
        else if (path[0].Split(" › ") is [var first, .. var titles] && titles.Length > 0)
        {
            file = AvaFile(first);
            path = [file ?? first, .. titles];
        }

        // The last name is an assertion's where a test of its own stands above it.
        var isAssertion = point.Asserts && !point.Directed && path.Count > (file is null || file != path[0] ? 1 : 2);
        var id = Numbered(isAssertion ? $"{string.Join(" > ", path.SkipLast(1))}[{path[^1]}" : string.Join(" > ", path), isAssertion);
        if (point.Outcome is TestOutcome.Passed or TestOutcome.Skipped)
        {
            return new TestCase(id, point.Outcome) { File = file };
        }

        file ??= StackText.FirstOwn(point.Details, files)?.File;
        return new TestCase(id, path.Count == 1 && file == path[0] ? TestOutcome.Error : TestOutcome.Failed)
        {
            File = file,
            Line = Number(LineNumber().FirstIn(point.Details)) ?? StackText.Line(point.Details, file),
            Message = Message(path[^1], point.Details),
            Details = FailureText.Details(point.Details.Length > 0 ? point.Details : path[^1]),
        };
    }

    private string Numbered(string id, bool isAssertion)
    {
        var count = seen.GetValueOrDefault(id) + 1;
        seen[id] = count;
        return (count == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id} #{count}")) + (isAssertion ? "]" : "");
    }

    private string? FileOf(string name)
    {
        var path = files.Relative(name);
        return path is not null && files.Exists(folder + path) ? folder + path
            : path is not null && files.Exists(path) ? path
            : null;
    }

    /// <summary>ava names a file without what all files share: folder, ending, <c>test-</c> or <c>.test</c>.</summary>
    private string? AvaFile(string shown)
    {
        var path = shown.Replace(" › ", "/", StringComparison.Ordinal);
        var slash = path.LastIndexOf('/') + 1;
        return (
            from ending in (string[])[".js", ".mjs", ".cjs", ".ts", ".mts", ".tsx"]
            from name in (string[])[path, path + ".test", path + ".spec", $"{path[..slash]}test-{path[slash..]}", path + "-test"]
            select files.EndingWith(name + ending)
        ).FirstOrDefault(found => found is not null);
    }

    private static string Message(string name, string details)
    {
        string? Field(string key) =>
            BoundedPattern.Of($@"^\s*{key}:\s*(.*)$", RegexOptions.Multiline).FirstIn(details) is { Success: true } match
                ? match.Groups[1].Value.Trim(' ', '\'', '"')
                : null;
        var message = Field("message") is { Length: > 0 } told && told is not ("|-" or ">-" or "|" or ">") ? told : name;
        return FailureText.Line(
            Field("expected") is { Length: > 0 } expected && Field("actual") is { Length: > 0 } actual
                ? $"{message}: expected {expected}, actual {actual}"
                : message
        );
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

    private static int? Number(Match match) => match.Success && int.TryParse(match.Groups[1].ValueSpan, out var number) ? number : null;

    private sealed record TapPoint(IReadOnlyList<string> Path, TestOutcome Outcome, string Details, bool Directed)
    {
        /// <summary>Whether a named test stands directly above it.</summary>
        public bool Asserts { get; init; }
    }

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

    [GeneratedRegex(@"^[ \t]*lineNumber: (\d{1,7})", RegexOptions.Multiline, 1000)]
    private static partial Regex LineNumber();
}
