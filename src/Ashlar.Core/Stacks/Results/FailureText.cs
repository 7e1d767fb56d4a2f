using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Bounds and normalises what runners say about failures.</summary>
internal static partial class FailureText
{
    /// <summary>Longest one-line message, in characters.</summary>
    public const int MessageLimit = 300;

    /// <summary>Longest details, in characters.</summary>
    public const int DetailsLimit = 6000;

    /// <summary>One line, bounded.</summary>
    public static string Line(string text)
    {
        var line = text.Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ').Trim();
        return line.Length <= MessageLimit ? line : line[..(MessageLimit - 1)] + "…";
    }

    /// <summary>Head and tail of a long text.</summary>
    public static string Details(string text)
    {
        var trimmed = text.Trim('\r', '\n');
        return trimmed.Length <= DetailsLimit ? trimmed : $"{trimmed[..(DetailsLimit / 3)]}\n…\n{trimmed[^(DetailsLimit * 2 / 3)..]}";
    }

    /// <summary>The last lines of an output that say something.</summary>
    public static string Tail(string text, int lines = 12)
    {
        var all = text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(lines);
        return string.Join('\n', all);
    }

    /// <summary>The last line of an output that says something, or null.</summary>
    public static string? LastLine(string text) =>
        text.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) is { } last ? Line(last) : null;

    /// <summary>
    /// The line of an output that tells what was wrong: the last that begins with an error, else the last that speaks of one; frames of a trace, which
    /// name functions and files, say nothing. Null where none does.
    /// </summary>
    public static string? ErrorLine(string text)
    {
        var lines = text.Split('\n')
            .Select(line => line.Trim())
            .Where(line =>
                (line.Contains("error", StringComparison.OrdinalIgnoreCase) || line.Contains(": *** ", StringComparison.Ordinal))
                && !Frame().OrNone().IsIn(line)
            )
            .ToList();
        return (lines.FindLast(line => ErrorHead().OrNone().IsIn(line)) ?? lines.LastOrDefault()) is { } found ? Line(found) : null;
    }

    /// <summary>The message without what differs from run to run: addresses, durations, times, temporary paths, process ids, line numbers.</summary>
    public static string Normalise(string message)
    {
        var text = Address().OrNone().ReplaceIn(message, "0x…");
        text = Time().OrNone().ReplaceIn(text, "TIME");
        text = Temporary().OrNone().ReplaceIn(text, "/tmp/…");
        text = Duration().OrNone().ReplaceIn(text, "…$1");
        text = Process().OrNone().ReplaceIn(text, "pid …");
        text = Place().OrNone().ReplaceIn(text, "$1:…");
        text = LineNumber().OrNone().ReplaceIn(text, "line …");
        return text.Trim();
    }

    // "at f (file:1:2)", "at a.b.C.d(C.java:3)", "File "x", line 3, in f", "from x.rb:3:in `f'", "# ./x.rb:3:in".
    [GeneratedRegex(
        @"^(?:at .{0,400}[:(].{0,400}\)?$|File "".{1,400}"", line \d+|(?:from|#) \S{1,400}:\d+:in |\w{0,6}make(?:\[\d+\])?: \*\*\* \[.{1,600}\] Error \d+$)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(?:E\s+)?(?:[\w.:\\/-]{0,200}\s)?[\w.:\\]{0,100}(?:[Ee]rror|ERROR)(?:\[\w+\])?\b\s?[:(\[]", RegexOptions.None, 1000)]
    private static partial Regex ErrorHead();

    [GeneratedRegex(@"0x[0-9a-fA-F]{4,16}", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([.,]\d+)?(Z|[+-]\d\d:?\d\d)?", RegexOptions.None, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"/(?:var/)?tmp/[^\s'"":]+", RegexOptions.None, 1000)]
    private static partial Regex Temporary();

    [GeneratedRegex(@"\b\d+(?:\.\d+)? ?(ms|s|sec|seconds|secs)\b", RegexOptions.None, 1000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\bpid[ =:]+\d+", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Process();

    [GeneratedRegex(@"(\.[A-Za-z]{1,6}):\d+(?::\d+)?", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\bline \d+", RegexOptions.None, 1000)]
    private static partial Regex LineNumber();
}
