using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Commands;

/// <summary>Loops of the shell over words that are written out: <c>for d in a b; do (cd $d &amp;&amp; pytest) || exit 1; done</c>.</summary>
internal static partial class ShellLoops
{
    private const int RoundLimit = 100;
    private const int LineLimit = 500;
    private const int DepthLimit = 4;

    /// <summary>The line once for each round of its loops; as it is where it has none, or where only the shell knows the rounds.</summary>
    /// <param name="line">The line, with its loops as a whole.</param>
    /// <param name="matching">The paths that a pattern of the shell stands for.</param>
    public static IReadOnlyList<string> Rounds(string line, Func<string, IEnumerable<string>> matching) =>
        [.. Rounds(line, matching, 0).Take(LineLimit)];

    /// <summary>Whether a round still has a loop: only the shell knows the rounds of that one.</summary>
    public static bool IsOpen(string round) => Head().IsIn(round);

    /// <summary>The lines of a script with their places, those of a loop joined.</summary>
    public static IEnumerable<(int At, string Text)> Joined(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            var (first, text) = (at, lines[at]);
            if (Begins().IsIn(text))
            {
                for (var open = Open(text); open > 0 && at + 1 < lines.Count; open += Open(lines[at]))
                {
                    if (lines[++at].Trim() is { Length: > 0 } next && next[0] != '#')
                    {
                        text += (Continued().IsIn(text) ? " " : "; ") + next;
                    }
                }
            }

            yield return (first, text);
        }
    }

    private static int Open(string line) => Starts().CountIn(line) - Ends().CountIn(line);

    private static IEnumerable<string> Rounds(string line, Func<string, IEnumerable<string>> matching, int depth)
    {
        if (
            depth > DepthLimit
            || Head().FirstIn(line) is not { Success: true } head
            || Words(head.Groups["words"].Value, matching) is not { } words
            || End(line, head.Index + head.Length) is not var (body, end)
        )
        {
            yield return line;
            yield break;
        }

        // What is before a loop holds in it where it enters a folder or sets a variable; else it is a line of its own.
        var before = ShellWords.Commands(line[..head.Index]).Select(one => (one[0].Text, Line: line[one[0].Start..one[^1].End])).ToList();
        var lead = string.Concat(before.Where(one => one.Text is "cd" or "export").Select(one => one.Line + "; "));
        foreach (var one in before.Where(command => command.Text is not ("cd" or "export" or "set")))
        {
            yield return one.Line;
        }

        var use = BoundedPattern.Of($@"\$(?:{head.Groups["name"].Value}\b|\{{{head.Groups["name"].Value}(?<cut>%/)?\}})");
        foreach (var word in words)
        {
            var round = use.ReplaceIn(body, match => match.Groups["cut"].Success ? word.TrimEnd('/') : word);
            foreach (var one in Rounds(lead + round, matching, depth + 1))
            {
                yield return one;
            }
        }

        foreach (var one in Rounds(lead + line[end..].TrimStart(' ', ';', '&', '|', '\n'), matching, depth + 1))
        {
            yield return one;
        }
    }

    /// <summary>What a loop does, and where it ends; null for one that does not.</summary>
    private static (string Body, int End)? End(string line, int start)
    {
        var open = 1;
        foreach (var word in Bounds().AllIn(line, start))
        {
            open += word.Groups["word"].Value == "do" ? 1 : -1;
            if (open == 0)
            {
                return (line[start..word.Groups["word"].Index].Trim(' ', ';', '\n', '\t'), word.Index + word.Length);
            }
        }

        return null;
    }

    /// <summary>The words, patterns as the paths that they stand for; null where one of them is not written out.</summary>
    private static List<string>? Words(string text, Func<string, IEnumerable<string>> matching)
    {
        if (text.IndexOfAny(['$', '`', '(']) >= 0 || ShellWords.Commands(text) is not [var written])
        {
            return null;
        }

        var words = new List<string>();
        foreach (var word in written.SelectMany(word => Braces(word.Text)))
        {
            if (word.IndexOfAny(['*', '?', '[']) < 0)
            {
                words.Add(word);
            }
            else if (matching(word).ToList() is { Count: > 0 } paths)
            {
                words.AddRange(paths);
            }
            else
            {
                return null;
            }
        }

        return words.Count <= RoundLimit ? words : null;
    }

    private static IEnumerable<string> Braces(string word) =>
        Choice().FirstIn(word) is { Success: true } choice
            ? choice
                .Groups[1]
                .Value.Split(',')
                .SelectMany(one => Braces(word[..choice.Index] + one + word[(choice.Index + choice.Length)..]))
                .Take(RoundLimit)
            : [word];

    [GeneratedRegex(@"(?<![\w-])for\s+(?<name>[A-Za-z_]\w*)\s+in\s+(?<words>[^;\n]*?)\s*[;\n]\s*do\b", RegexOptions.None, 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"(?:[;\n&)}]|\bdo)\s*\b(?<word>do|done)\b", RegexOptions.None, 1000)]
    private static partial Regex Bounds();

    [GeneratedRegex(@"^\s*for\s+\w+\s+in\b", RegexOptions.None, 1000)]
    private static partial Regex Begins();

    [GeneratedRegex(@"(?:^|[;&|(]|\b(?:do|then|else))\s*(?:for|while|until)\s", RegexOptions.None, 1000)]
    private static partial Regex Starts();

    [GeneratedRegex(@"(?:^|[;&)}])\s*done\b", RegexOptions.None, 1000)]
    private static partial Regex Ends();

    [GeneratedRegex(@"(?:\b(?:do|then|else)|[;&|({])\s*$", RegexOptions.None, 1000)]
    private static partial Regex Continued();

    [GeneratedRegex(@"\{([^{}\s]*,[^{}\s]*)\}", RegexOptions.None, 1000)]
    private static partial Regex Choice();
}
