using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>
/// A folder structure drawn in a fence (<c>├── app/</c>) under a heading that speaks of structure. Where a prompt forbids files
/// outside the approved structure, new files may be created only in the folders drawn.
/// </summary>
internal static class FolderTree
{
    /// <summary>Where new files may be created; empty when no structure is drawn.</summary>
    public static IReadOnlyList<ScopePattern> Read(IReadOnlyList<ProseBlock> blocks)
    {
        var patterns = new List<ScopePattern>();
        var folders = new List<(int Depth, string Name)>();
        var parents = new HashSet<string>(StringComparer.Ordinal);
        var drawn = new List<(string Path, int Line)>();
        foreach (var block in blocks.Where(IsDrawn))
        {
            var depth = block
                .Text.TakeWhile(character => character is ' ' or '│' or '├' or '└' or '─' or '\t' or '|' or '`' or '+' or '-')
                .Count();
            var name = block.Text[depth..].Split('#')[0].Split(" - ")[0].Trim();
            folders.RemoveAll(folder => folder.Depth >= depth);
            if (name.Length == 0 || name.Contains(' ', StringComparison.Ordinal) || name is "." or "./" or "..." or "…")
            {
                continue;
            }

            var above = string.Concat(folders.Select(folder => folder.Name));
            if (name.EndsWith('/'))
            {
                parents.Add(above);
                drawn.Add((above + name, block.Line));
                folders.Add((depth, name));
            }
            else
            {
                patterns.Add(new ScopePattern("/" + above + name, block.Line));
            }
        }

        patterns.AddRange(drawn.Select(item => new ScopePattern("/" + item.Path + (parents.Contains(item.Path) ? "*" : "**"), item.Line)));
        return patterns.Any(pattern => pattern.Pattern.EndsWith('*')) ? patterns : [];
    }

    private static bool IsDrawn(ProseBlock block) =>
        block.Fence is "" or "text" or "plaintext" or "tree"
        && block.Headings.Any(heading =>
            heading.Contains("structure", StringComparison.OrdinalIgnoreCase)
            || heading.Contains("layout", StringComparison.OrdinalIgnoreCase)
        );
}
