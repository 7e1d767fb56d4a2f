using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>Lists of paths that are in a fence under a lead such as "You may only change these files:", a path a line.</summary>
internal static partial class FencedPaths
{
    /// <summary>The blocks with such lists as the items that they are; a fence that holds anything else stays as it is.</summary>
    public static IReadOnlyList<ProseBlock> AsItems(IReadOnlyList<ProseBlock> blocks)
    {
        if (!blocks.Any(block => block is { Fence: not null, Lead: not null }))
        {
            return blocks;
        }

        var read = new List<ProseBlock>();
        for (var at = 0; at < blocks.Count; )
        {
            var first = blocks[at];
            var list = blocks
                .Skip(at)
                .TakeWhile((block, index) => index == 0 || (IsText(block) && block.Lead == first.Lead && block.Line == first.Line + index))
                .ToList();
            read.AddRange(
                IsText(first)
                && first.Lead is { } lead
                && ScopeGrammar.OfList(lead, isDocument: false) is not null
                && list.TrueForAll(IsPath)
                    ? list.Select(block => block with { Text = $"`{Path(block)}`", IsItem = true, Fence = null })
                    : list
            );
            at += list.Count;
        }

        return read;
    }

    private static bool IsText(ProseBlock block) => block.Fence is "" or "text" or "txt" or "plaintext" or "gitignore" or "glob";

    private static bool IsPath(ProseBlock block) => Path(block).Length > 0;

    private static string Path(ProseBlock block) => Line().FirstIn(block.Text).Groups["path"].Value;

    // Whatever holds a slash or ends like a file, with a comment behind it at most.
    [GeneratedRegex(
        @"^\s*(?<path>(?![$>#~-])(?=\S*/|\S*\w\.\w{1,8}(?:\s|$))[\w./*{},@+-]+)(?:\s+(?:#|//).*)?\s*$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Line();
}
