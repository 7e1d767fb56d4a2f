using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>A sentence of prose.</summary>
/// <param name="Text">Its words without emphasis marks; code stays in backticks.</param>
/// <param name="Line">The line at which it begins, from 1.</param>
/// <param name="Block">The block that it stands in.</param>
internal sealed partial record Sentence(string Text, int Line, ProseBlock Block)
{
    /// <summary>Whether it begins in bold.</summary>
    public bool IsTitled { get; init; }

    /// <summary>The sentences of a block outside fences.</summary>
    public static IEnumerable<Sentence> Of(ProseBlock block)
    {
        if (block.Fence is not null)
        {
            yield break;
        }

        var start = 0;
        foreach (Match end in End().AllIn(block.Text))
        {
            if (IsInCode(block.Text, end.Index))
            {
                continue;
            }

            if (Make(block, start, end.Index + end.Length) is { } sentence)
            {
                yield return sentence;
            }

            start = end.Index + end.Length;
        }

        if (Make(block, start, block.Text.Length) is { } last)
        {
            yield return last;
        }
    }

    /// <summary>Paths and patterns in the words: in backticks, or bare with a slash or a document's extension.</summary>
    public static IReadOnlyList<string> PathsIn(string text)
    {
        var paths = new List<string>();
        foreach (Match match in Code().AllIn(text))
        {
            if (AsPath(match.Groups[1].Value) is { } path)
            {
                paths.Add(path);
            }
        }

        foreach (Match match in Bare().AllIn(Code().ReplaceIn(text, " ")))
        {
            if (AsPath(match.Value.TrimEnd('.', ',', ':', ';')) is { } path)
            {
                paths.Add(path);
            }
        }

        return [.. paths.Distinct(StringComparer.Ordinal)];
    }

    private static Sentence? Make(ProseBlock block, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(block.Text[start]))
        {
            start++;
        }

        var written = block.Text[start..end];
        var text = Emphasis().ReplaceIn(written, mark => IsInCode(written, mark.Index) ? mark.Value : "").Replace('\n', ' ').Trim();
        // The row that divides a table's head from its body says nothing.
        return text.All(letter => letter is '|' or '-' or ':' or '+' or '=' or ' ')
            ? null
            : new Sentence(text, block.Line + block.Text.AsSpan(0, start).Count('\n'), block)
            {
                IsTitled = written.StartsWith("**", StringComparison.Ordinal) || written.StartsWith("__", StringComparison.Ordinal),
            };
    }

    private static bool IsInCode(string text, int index) => text.AsSpan(0, index).Count('`') % 2 == 1;

    /// <summary>A word as a path, or null.</summary>
    internal static string? AsPath(string word)
    {
        var text = word.Trim();
        if (text.Length is 0 or > 200 || text.StartsWith('-') || text.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        return PathShape().IsIn(text) || FileNames.IsKnown(text) ? text : null;
    }

    [GeneratedRegex(@"(?<=[.!?][*_)""”]{0,3})(?<!\b(?:e\.g|i\.e|vs|cf)\.)\s+(?=[\p{Lu}`*""“(\d])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex End();

    [GeneratedRegex(@"(?<![\w/*])(?:\*\*|__)(?=[^\s/])|(?<=[^\s/])(?:\*\*|__)(?![\w/*])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Emphasis();

    [GeneratedRegex("`([^`\n]{1,200})`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();

    // Bare words count only when they cannot be an alternative such as "and/or": a final slash, a wildcard or an extension.
    [GeneratedRegex(
        @"(?<![\w/.*-])(?:/?(?:[\w.*{}\[\]<>-]+/)+(?:[\w.*{}\[\]<>-]*(?:\*|\.[a-zA-Z]\w{0,7})[\w.*{}]*)?(?![\w/])|[\w-]+\.(?:md|rst|txt|adoc)(?![\w/]))",
        RegexOptions.CultureInvariant,
        1000
    )]
    internal static partial Regex Bare();

    // A slash, a wildcard, or a file name with a short extension; no spaces, no calls, no operators.
    [GeneratedRegex(
        @"^(?![\d.]+$)(?:/?(?:[\w.@*?{}\[\]<>,!+-]+/)+[\w.@*?{}\[\]<>,!+-]*|[\w.*?-]*\*[\w.*?-]*|\.?[\w-]+(?:\.[\w-]+)*\.[A-Za-z][A-Za-z0-9]{0,9}|\.[a-z][\w-]+)$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex PathShape();
}
