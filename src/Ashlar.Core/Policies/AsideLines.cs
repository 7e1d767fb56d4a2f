using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>
/// Lines that a text sets apart: comments, and elements such as <c>&lt;example&gt;</c>. Nobody can list the elements that hold no rules, so
/// those are believed that are known to introduce some (<c>&lt;rules&gt;</c>), and those that only lay out.
/// </summary>
internal static partial class AsideLines
{
    /// <summary>Whether each line is set apart.</summary>
    /// <param name="lines">The lines of the text.</param>
    public static bool[] Of(IReadOnlyList<string> lines)
    {
        var aside = new bool[lines.Count];
        var open = new Stack<(string Name, bool IsAside)>();
        var (isFenced, isComment) = (false, false);
        for (var at = 0; at < lines.Count; at++)
        {
            var line = lines[at].Trim();
            if (!isComment && (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal)))
            {
                isFenced = !isFenced;
            }

            var isInside = isComment || open.Any(element => element.IsAside);
            if (isFenced)
            {
                aside[at] = isInside;
                continue;
            }

            (var rest, isComment) = WithoutComments(line, isComment, lines, at);
            aside[at] = isInside || (rest.Length < line.Length && rest.Trim().Length == 0);
            foreach (Match tag in Tag().AllIn(Code().ReplaceIn(rest, " ")))
            {
                aside[at] |= Follow(tag, open, lines, at) && tag.Index == 0;
            }
        }

        return aside;
    }

    /// <summary>Opens or closes an element; returns whether one was opened that is set apart.</summary>
    private static bool Follow(Match tag, Stack<(string Name, bool IsAside)> open, IReadOnlyList<string> lines, int at)
    {
        var name = tag.Groups["name"].Value;
        if (tag.Groups["close"].Success)
        {
            while (open.Any(element => element.Name == name) && open.Pop().Name != name) { }

            return false;
        }

        if (tag.Value.EndsWith("/>", StringComparison.Ordinal) || Layout().IsIn(name) || !IsClosed(name, lines, at))
        {
            return false;
        }

        var isAside = !ProseVoice.IntroducesRules(Words(name)) && !Whole().IsIn(Words(name));
        open.Push((name, isAside));
        return isAside;
    }

    private static bool IsClosed(string name, IReadOnlyList<string> lines, int at) =>
        lines.Skip(at).Any(line => line.Contains($"</{name}>", StringComparison.Ordinal));

    private static string Words(string name) => Hump().ReplaceIn(name, " ").Replace('_', ' ').Replace('-', ' ');

    // A comment without an end is none.
    private static (string Left, bool IsOpen) WithoutComments(string line, bool isOpen, IReadOnlyList<string> lines, int at)
    {
        var rest = "";
        while (true)
        {
            if (isOpen)
            {
                var end = line.IndexOf("-->", StringComparison.Ordinal);
                if (end < 0)
                {
                    return (rest, true);
                }

                (line, isOpen) = (line[(end + 3)..], false);
            }

            var start = line.IndexOf("<!--", StringComparison.Ordinal);
            if (
                start < 0
                || (
                    !line[start..].Contains("-->", StringComparison.Ordinal)
                    && !lines.Skip(at + 1).Any(later => later.Contains("-->", StringComparison.Ordinal))
                )
            )
            {
                return (rest + line, false);
            }

            rest += line[..start];
            (line, isOpen) = (line[(start + 4)..], true);
        }
    }

    [GeneratedRegex(@"<(?<close>/)?(?<name>[A-Za-z][\w-]{0,40})(?:\s[^<>]{0,200})?/?>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("`[^`]{1,200}`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(
        "^(?:details|summary|div|span|p|b|i|u|em|strong|br|hr|kbd|sub|sup|a|img|ul|ol|li|table|thead|tbody|tr|td|th|section|article|center|font|small|big|mark|h[1-6])$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Layout();

    // Elements around all that an agent is told.
    [GeneratedRegex(
        @"^(?:(?:system|agent|role|prompt|persona|identity|mission|objectives?|goals?|workflow|process|procedure|protocol|behaviou?r|context|task|your|the|core|main) ?)+$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Whole();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hump();
}
