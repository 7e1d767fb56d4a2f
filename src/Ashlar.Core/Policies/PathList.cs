namespace Ashlar.Core.Policies;

/// <summary>Lists whose items are nothing but paths, each with what it is at most.</summary>
internal static class PathList
{
    /// <summary>The items of all such lists.</summary>
    public static IReadOnlySet<ProseBlock> Items(IReadOnlyList<ProseBlock> blocks)
    {
        var items = new HashSet<ProseBlock>(ReferenceEqualityComparer.Instance);
        for (var first = 0; first < blocks.Count; first++)
        {
            if (!IsItem(blocks[first]))
            {
                continue;
            }

            var list = blocks.Skip(first).TakeWhile(block => IsItem(block) && IsBeside(block, blocks[first])).ToList();
            if (list.TrueForAll(block => ScopeGrammar.OnlyPaths(MarkedSentence.Of(block.Text.Replace('\n', ' '))).Count > 0))
            {
                items.UnionWith(list);
            }

            first += list.Count - 1;
        }

        return items;
    }

    private static bool IsItem(ProseBlock block) => block is { IsItem: true, IsBox: false, Fence: null };

    private static bool IsBeside(ProseBlock one, ProseBlock other) => one.Lead == other.Lead && one.Headings.SequenceEqual(other.Headings);
}
