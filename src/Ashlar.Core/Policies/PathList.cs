namespace Ashlar.Core.Policies;

/// <summary>Lists whose items are nothing but paths, each with what it is at most.</summary>
internal static class PathList
{
    /// <summary>Whether the whole list that an item stands in is one.</summary>
    /// <param name="blocks">The blocks of the text.</param>
    /// <param name="at">The item.</param>
    public static bool Around(IReadOnlyList<ProseBlock> blocks, int at)
    {
        var (first, last) = (at, at);
        while (first > 0 && IsSame(blocks[first - 1], blocks[at]))
        {
            first--;
        }

        while (last + 1 < blocks.Count && IsSame(blocks[last + 1], blocks[at]))
        {
            last++;
        }

        for (var item = first; item <= last; item++)
        {
            if (ScopeGrammar.OnlyPaths(MarkedSentence.Of(blocks[item].Text.Replace('\n', ' '))).Count == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(ProseBlock one, ProseBlock other) =>
        one.IsItem && !one.IsBox && one.Fence is null && one.Lead == other.Lead && one.Headings.SequenceEqual(other.Headings);
}
