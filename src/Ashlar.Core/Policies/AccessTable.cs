using System.Text.RegularExpressions;
using Ashlar.Core.Work;

namespace Ashlar.Core.Policies;

/// <summary>A row of a table that says of paths what may be done with them.</summary>
/// <param name="Paths">The paths; empty for all that no other row names.</param>
/// <param name="Kind">The rule that the row is; null where it only permits, or where its table is not understood.</param>
/// <param name="IsUnderstood">Whether the whole table is.</param>
internal sealed record AccessRow(IReadOnlyList<string> Paths, StatementKind? Kind, bool IsUnderstood);

/// <summary>
/// Tables with a column of paths and one of what may be done there (<c>read/write</c>, <c>read</c>, <c>none</c>). A table is read as a whole:
/// where one row is not understood, none is a rule. What may be written is all that may be only where the table says so of the rest, or says
/// nothing else.
/// </summary>
internal static partial class AccessTable
{
    /// <summary>The rows of all such tables by their blocks.</summary>
    public static IReadOnlyDictionary<ProseBlock, AccessRow> Rows(IReadOnlyList<ProseBlock> blocks)
    {
        var all = new Dictionary<ProseBlock, AccessRow>(ReferenceEqualityComparer.Instance);
        for (var first = 0; first + 2 < blocks.Count; first++)
        {
            if (
                Cells(blocks[first]) is { } header
                && TableCell.IsRule(blocks[first + 1].Text)
                && header.FindIndex(cell => PathHeader().IsIn(cell)) is >= 0 and var path
                && header.FindIndex(cell => AccessHeader().IsIn(cell)) is >= 0 and var access
            )
            {
                var rows = blocks
                    .Skip(first + 2)
                    // Another table may follow behind a blank line.
                    .TakeWhile((block, at) => Cells(block) is not null && block.Line == blocks[first + 1].Line + 1 + at)
                    .ToList();
                foreach (
                    var (block, row) in rows.Zip(
                        Read(rows.ConvertAll(row => Cells(row)!), path, access, WriteHeader().IsIn(header[access]))
                    )
                )
                {
                    all[block] = row;
                }

                first += rows.Count + 1;
            }
        }

        return all;
    }

    private static List<AccessRow> Read(List<List<string>> rows, int path, int access, bool isWriting)
    {
        var read = rows.ConvertAll(cells =>
            (
                Paths: path < cells.Count ? ScopeGrammar.OnlyPaths(MarkedSentence.Of(cells[path])) : [],
                IsRest: path < cells.Count && Rest().IsIn(cells[path]),
                Kind: access < cells.Count ? KindOf(cells[access], isWriting) : null
            )
        );
        var written = read.Where(row => row.Kind == StatementKind.Allow).SelectMany(row => row.Paths).ToList();
        var closed = read.Where(row => row.Kind is StatementKind.Deny or StatementKind.Hide).SelectMany(row => row.Paths).ToList();
        var isUnderstood =
            read.Count > 0
            && read.TrueForAll(row => row.Kind is not null && (row.IsRest || row.Paths.Count > 0))
            // What is open within something closed would be closed.
            && !written.Exists(open => closed.Exists(shut => open.StartsWith(shut.TrimEnd('*'), StringComparison.Ordinal)));
        var isAll =
            written.Count > 0
            && (
                closed.Count == 0 && !read.Exists(row => row.IsRest)
                || read.Exists(row => row is { IsRest: true, Kind: not StatementKind.Allow })
            );
        return read.ConvertAll(row => new AccessRow(
            row.IsRest ? [] : row.Paths,
            !isUnderstood || row.IsRest || (row.Kind == StatementKind.Allow && !isAll) ? null : row.Kind,
            isUnderstood
        ));
    }

    private static StatementKind? KindOf(string words, bool isWriting) =>
        Write().IsIn(words) ? StatementKind.Allow
        : ReadOnly().IsIn(words) ? StatementKind.Deny
        : None().IsIn(words) ? (isWriting ? StatementKind.Deny : StatementKind.Hide)
        : null;

    private static List<string>? Cells(ProseBlock block) =>
        block is { Fence: null, IsItem: false } && !block.Text.Contains('\n', StringComparison.Ordinal)
            ? TableCell.Row(block.Text)?.Select(cell => cell.Text.Replace("**", "", StringComparison.Ordinal).Trim()).ToList()
            : null;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(
        @"^(?:paths?|files?|folders?|director(?:y|ies)|locations?|areas?|where|globs?|patterns?)(?: ?/ ?[a-z]+)?$",
        Options,
        1000
    )]
    private static partial Regex PathHeader();

    [GeneratedRegex(
        @"^(?:your |agent )?(?:access|permissions?|rights?|write(?: access)?|writable|editable|may (?:edit|write|change)|you may)\??$",
        Options,
        1000
    )]
    private static partial Regex AccessHeader();

    [GeneratedRegex(@"^(?:your |agent )?(?:write(?: access)?|writable|editable|may (?:edit|write|change))\??$", Options, 1000)]
    private static partial Regex WriteHeader();

    [GeneratedRegex(
        @"^(?:(?:everything|anything|all|any(?:thing)?) (?:else|other(?: (?:files?|paths?|folders?))?)|(?:the )?(?:rest|others?)|`?\*{1,2}`?)$",
        Options,
        1000
    )]
    private static partial Regex Rest();

    [GeneratedRegex(
        @"^(?:(?:r|read|view)[ /,+&-]*(?:and )?(?:w|write|edit|modify)|rw|write|full(?: access)?|edit|modify|change|yes|✅|allowed)$",
        Options,
        1000
    )]
    private static partial Regex Write();

    [GeneratedRegex(
        @"^(?:read(?:[- ]only)?|ro?|view(?:[- ]only)?|no (?:writes?|edits?|changes?)|do not (?:edit|write|change|modify))$",
        Options,
        1000
    )]
    private static partial Regex ReadOnly();

    [GeneratedRegex(@"^(?:no(?:ne)?|no access|den(?:y|ied)|forbidden|prohibited|off[- ]limits|never|❌|-|–|—)$", Options, 1000)]
    private static partial Regex None();
}
