using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Tables whose rows are tasks: one column says where each stands, by a box, a symbol or a word.</summary>
internal static partial class TaskTable
{
    /// <summary>The list of a file's tables; null where none has such a column.</summary>
    public static DraftList? Read(SourceLines source, TaskDialect dialect, string path)
    {
        var items = new List<TaskDraft>();
        var problems = new List<Problem>();
        string? heading = null;
        for (var i = source.FrontMatterLines; i + 1 < source.Count; i++)
        {
            if (source[i].Hidden)
            {
                continue;
            }

            heading = HeadingLine.Parse(source[i].Text) is { } title ? title.Title : heading;
            if (TableCell.Row(source[i].Text) is { } header && !source[i + 1].Hidden && TableCell.IsRule(source[i + 1].Text))
            {
                var rows = new List<(int Line, IReadOnlyList<TableCell> Cells)>();
                for (i += 2; i < source.Count && !source[i].Hidden && TableCell.Row(source[i].Text) is { } cells; i++)
                {
                    rows.Add((i, cells));
                }

                i--;
                if (!CriteriaTitle.IsCriteria(heading ?? "") && !CriteriaTitle.IsRecord(heading ?? ""))
                {
                    items.AddRange(Tasks(source, header, rows, heading, dialect, line => problems.Add(LostTask.At(path, line, "row"))));
                }
            }
        }

        return items.Count == 0 ? null : new DraftList(source, dialect, items, [], problems);
    }

    private static IEnumerable<TaskDraft> Tasks(
        SourceLines source,
        IReadOnlyList<TableCell> header,
        List<(int Line, IReadOnlyList<TableCell> Cells)> rows,
        string? heading,
        TaskDialect dialect,
        Action<int> lose
    )
    {
        var columns = Enumerable.Range(0, header.Count).ToList();
        var state = columns.FindIndex(column => IsState(header[column].Text, Values(rows, column)));
        if (rows.Count == 0 || header.Count < 2 || state < 0)
        {
            yield break;
        }

        var isDropped = CriteriaTitle.IsDropped(heading ?? "");
        var id = columns.FindIndex(column => column != state && AreIds(Values(rows, column)));
        var before = columns
            .Where(column => column != state && column != id)
            .Select(column => (column, Order: DependencyRelation.OfLabel(header[column].Text)))
            .ToList();
        var words = before.Where(column => column.Order == TaskPrecedence.None).Select(column => column.column).ToList();
        var title =
            words.Find(column => Title().IsIn(header[column].Text)) is > 0 and var named ? named
            : words.Count == 0 ? -1
            : words.Exists(column => column == 0 && Title().IsIn(header[0].Text)) ? 0
            : words.MaxBy(column => rows.Sum(row => At(row.Cells, column).Text.Length));
        if (title < 0)
        {
            yield break;
        }

        var titles = Values(rows, title);
        var own = id < 0 ? IdPrefixes.Of(source, titles) : Values(rows, id).Select(Bare).ToHashSet(StringComparer.Ordinal);
        var prefixes = id < 0 ? own : new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, cells) in rows.Where(row => At(row.Cells, title).Text.Length > 0))
        {
            if (cells.Count <= state || Encoding.UTF8.GetByteCount(source[line].Text) != source[line].Length)
            {
                lose(line);
                continue;
            }

            var mark = Mark(source[line], cells[state]);
            var where = StateOf(mark, header[state].Text, dialect.Name);
            var read = TaskTitle.Parse(cells[title].Text, prefixes);
            var given = id < 0 ? read.Id : Bare(At(cells, id).Text);
            var item = new TaskDraft
            {
                Id = given ?? "",
                HasGivenId = given is { Length: > 0 },
                FieldId = read.FieldId,
                Title = DependencyPhrase.Without(read.Title, own),
                State = isDropped || read.IsDropped ? TaskStateText.GivenUp(where) : where,
                IsDropped = isDropped || read.IsDropped,
                Line = line,
                EndLine = line,
                Group = heading,
                Parallel = read.Parallel,
                Optional = read.Optional,
                Mark = mark,
                Text = Words(header, cells, title, state),
            };
            item.Dependencies.AddRange(
                before
                    .Where(column => column.Order != TaskPrecedence.None && At(cells, column.column).Text.Length > 0)
                    .Select(column => new DependencyStatement(At(cells, column.column).Text, line, Precedence: column.Order))
            );
            item.Dependencies.AddRange(
                words
                    .Where(column => !CriteriaTitle.IsAcceptance(header[column].Text))
                    .SelectMany(column => DependencyPhrase.InTitle(At(cells, column).Text, own))
                    .Select(phrase => new DependencyStatement(phrase.Value, line, Precedence: phrase.Precedence))
            );
            item.Dependencies.AddRange(read.DependsOn.Select(on => new DependencyStatement(on, line, Exact: true)));
            item.Acceptance.AddRange(
                words
                    .Where(column => CriteriaTitle.IsAcceptance(header[column].Text) && At(cells, column).Text.Length > 0)
                    .Select(column => At(cells, column).Text)
            );
            yield return item;
        }
    }

    // The mark is no part of it: it changes while the task is worked on.
    private static string Words(IReadOnlyList<TableCell> header, IReadOnlyList<TableCell> cells, int title, int state)
    {
        var text = new StringBuilder(cells[title].Text);
        for (var column = 0; column < Math.Min(header.Count, cells.Count); column++)
        {
            if (column != title && column != state && cells[column].Text.Length > 0)
            {
                text.Append('\n').Append(header[column].Text).Append(": ").Append(cells[column].Text);
            }
        }

        return text.ToString();
    }

    private static TaskMark Mark(SourceLine line, TableCell cell)
    {
        var box = Box().FirstIn(cell.Text);
        var (start, written) = box.Success ? (cell.Start + box.Groups[1].Index, box.Groups[1].Value) : (cell.Start, cell.Text);
        return new TaskMark(
            box.Success ? TaskMarkKind.Box : TaskMarkKind.Status,
            line.Start + Encoding.UTF8.GetByteCount(line.Text.AsSpan(0, start)),
            Encoding.UTF8.GetByteCount(written),
            written
        );
    }

    // A column of boxes, or one that is called so and says of a row in known words where it stands; other words are the list's own.
    private static bool IsState(string header, List<string> values)
    {
        var said = values.Where(value => value.Length > 0).ToList();
        var isDone = DoneHeader().IsIn(header);
        return said.Count == 0
            ? isDone && values.Count > 0
            : said.TrueForAll(value => Box().IsIn(value) || TaskStateText.IsSymbol(value)) && (said.Count == values.Count || isDone)
                || (isDone || StateHeader().IsIn(header))
                    && said.Exists(value =>
                        !Dash().IsIn(value) && StateOf(new TaskMark(TaskMarkKind.Status, 0, 0, value), header, "") != TaskState.Other
                    );
    }

    private static TaskState StateOf(TaskMark mark, string header, string dialect) =>
        mark.Kind == TaskMarkKind.Status && DoneHeader().IsIn(header) && Answer().FirstIn(mark.Written) is { Success: true } answer
            ? (answer.Groups[1].Success ? TaskState.Done : TaskState.Todo)
            : TaskStateText.Of(mark, dialect);

    private static bool AreIds(List<string> values) =>
        values.Count > 0
        && values.TrueForAll(value => DependencyPlaces.IsId(value.Trim('*', '`', '#', ' ', '.')))
        && values.Distinct(StringComparer.Ordinal).Count() == values.Count;

    private static string Bare(string id) => id.Trim('*', '_', '`', '#', ' ', '.');

    private static List<string> Values(List<(int Line, IReadOnlyList<TableCell> Cells)> rows, int column) =>
        rows.ConvertAll(row => At(row.Cells, column).Text);

    private static TableCell At(IReadOnlyList<TableCell> cells, int column) => column < cells.Count ? cells[column] : new TableCell(0, "");

    [GeneratedRegex(@"^\[([ xX~-]?)\]$", RegexOptions.None, 1000)]
    private static partial Regex Box();

    [GeneratedRegex(@"^(?:(?:task|current|work)?\s*(?:status|state|progress)|状态|ステータス)$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex StateHeader();

    [GeneratedRegex(@"^(?:(?:is\s+)?(?:done|completed?|finished)|[✓✔✅☑]|完了|完成)\??$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DoneHeader();

    [GeneratedRegex("^[-–—]$", RegexOptions.None, 1000)]
    private static partial Regex Dash();

    [GeneratedRegex(
        @"^(?:(yes|y|x|true|ja|oui|s[ií]|sim|tak|да|是|はい|예)|no|n|false|nein|non|não|nee|nie|нет|否|いいえ|아니요|-|–|—|[❌❎✗✘✖✕×]\uFE0F?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Answer();

    [GeneratedRegex(
        @"^(?:tasks?|titles?|names?|descriptions?|items?|work(?: item)?|what|to-?do|steps?|stor(?:y|ies)|summary|subject|任务|タスク|作業)$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Title();
}
