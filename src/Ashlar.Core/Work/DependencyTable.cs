using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Tables with a column that says what each task waits for: <c>| Task | Depends on |</c>.</summary>
internal static partial class DependencyTable
{
    /// <summary>What the rows say, with the line of each, from 0: the cell that names the task, and what it waits for or holds up.</summary>
    public static IEnumerable<(string Owner, DependencyPhrase Phrase, int Line)> Rows(SourceLines source)
    {
        List<(int Column, TaskPrecedence Precedence)> columns = [];
        for (var i = source.FrontMatterLines; i < source.Count; i++)
        {
            if (source[i].Hidden || Cells(source[i].Text) is not { } cells)
            {
                columns = [];
                continue;
            }

            if (i + 1 < source.Count && Rule().IsIn(source[i + 1].Text))
            {
                columns =
                [
                    .. cells
                        .Select((cell, column) => (column, DependencyRelation.OfLabel(cell)))
                        .Where(column => column is { column: > 0, Item2: not TaskPrecedence.None }),
                ];
                i++;
                continue;
            }

            foreach (var (column, precedence) in columns.Where(column => column.Column < cells.Count && cells[column.Column].Length > 0))
            {
                yield return (cells[0], new DependencyPhrase(precedence, cells[column]), i);
            }
        }
    }

    private static List<string>? Cells(string line) =>
        line.TrimStart().StartsWith('|') ? [.. line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)] : null;

    [GeneratedRegex(@"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$", RegexOptions.None, 1000)]
    private static partial Regex Rule();
}
