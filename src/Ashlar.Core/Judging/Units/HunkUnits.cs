using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;

namespace Ashlar.Core.Judging.Units;

/// <summary>What the change does to a file outside functions, cut into hunks that can be reversed.</summary>
internal sealed class HunkUnits(FilePair file, FileSide before, FileSide after, FunctionPairs pairs, FunctionUnits functions)
{
    private static readonly NotMeasured cannot = new(
        NotMeasuredReason.NotSeparable,
        "cannot be cut out of the file so that the rest hangs together"
    );

    // A statement of more lines than these is no longer what was changed.
    private const int MostWidened = 40;

    /// <summary>The units.</summary>
    public IEnumerable<CodeUnit> All()
    {
        var (now, then) = (Names(), OldNames());
        var lines = OutsideLines.Of(after.Text, after.Outline, now, pairs.Added.Where(functions.IsOwn).ToHashSet());
        var old = OutsideLines.Of(before.Text, before.Outline, then, pairs.Removed.Where(functions.IsOwnRemoved).ToHashSet());
        var hunks = new HashSet<Hunk>();
        foreach (
            var (oldFrom, oldUntil, from, until) in LineDiff.Of([.. old.Select(line => line.Form)], [.. lines.Select(line => line.Form)])
        )
        {
            foreach (var unit in Cut(old, oldFrom, oldUntil, lines, from, until))
            {
                if (unit.Hunk is null || hunks.Add(unit.Hunk))
                {
                    yield return unit.Unit;
                }
            }
        }
    }

    private Dictionary<int, string> Names()
    {
        var names = new Dictionary<int, string>();
        for (var at = 0; at < pairs.After.Count; at++)
        {
            if (!pairs.AfterTests.Contains(at) && (pairs.Counterpart.ContainsKey(at) || functions.IsOwn(at)))
            {
                names[at] = pairs.Counterpart.TryGetValue(at, out var then) ? $"{then}" : $"+{at}";
            }
        }

        return names;
    }

    private Dictionary<int, string> OldNames()
    {
        var names = new Dictionary<int, string>();
        for (var at = 0; at < pairs.Before.Count; at++)
        {
            if (!pairs.BeforeTests.Contains(at) && (pairs.Counterpart.ContainsValue(at) || functions.IsOwnRemoved(at)))
            {
                names[at] = pairs.Counterpart.ContainsValue(at) ? $"{at}" : $"-{at}";
            }
        }

        return names;
    }

    /// <summary>Units of one run of differing lines; functions that are units of their own stay out of it.</summary>
    private IEnumerable<(CodeUnit Unit, Hunk? Hunk)> Cut(
        IReadOnlyList<OutsideLine> old,
        int oldFrom,
        int oldUntil,
        IReadOnlyList<OutsideLine> lines,
        int from,
        int until
    )
    {
        var parts = Split(lines, from, until);
        var oldParts = Split(old, oldFrom, oldUntil);
        var count = Math.Max(parts.Count, oldParts.Count);
        for (var at = 0; at < count; at++)
        {
            var (start, end) = at < parts.Count ? parts[at] : (until, until);
            var (oldStart, oldEnd) = at < oldParts.Count ? oldParts[at] : (oldUntil, oldUntil);
            var rows = Enumerable.Range(start, end - start).Select(line => lines[line]).ToList();
            var oldRows = Enumerable.Range(oldStart, oldEnd - oldStart).Select(line => old[line]).ToList();
            if (oldRows.Count == 0 && rows.TrueForAll(row => row.IsStructure))
            {
                continue;
            }

            if (oldRows.Count == 0)
            {
                // A new type's head and end are nothing without what is in it.
                while (rows.Count > 0 && rows[0].IsStructure)
                {
                    rows.RemoveAt(0);
                }

                while (rows.Count > 0 && rows[^1].IsStructure)
                {
                    rows.RemoveAt(rows.Count - 1);
                }
            }

            yield return Unit(Place(rows, lines, start), Place(oldRows, old, oldStart), rows, oldRows);
        }
    }

    private static List<(int From, int Until)> Split(IReadOnlyList<OutsideLine> lines, int from, int until)
    {
        var parts = new List<(int, int)>();
        var start = from;
        for (var at = from; at <= until; at++)
        {
            if (at == until || lines[at].IsLone)
            {
                if (at > start)
                {
                    parts.Add((start, at));
                }

                start = at + 1;
            }
        }

        return parts;
    }

    /// <summary>Where rows stand; of none, behind the row before.</summary>
    private static (int Start, int End) Place(List<OutsideLine> rows, IReadOnlyList<OutsideLine> all, int at) =>
        rows.Count > 0 ? (rows[0].Start, rows[^1].End)
        : at > 0 ? (all[at - 1].End, all[at - 1].End)
        : all.Count > 0 ? (all[0].Start, all[0].Start)
        : (0, 0);

    private (CodeUnit Unit, Hunk? Hunk) Unit(
        (int Start, int End) place,
        (int Start, int End) old,
        List<OutsideLine> rows,
        List<OutsideLine> oldRows
    )
    {
        var hunk = new Hunk(place.Start, place.End, old.Start, old.End);
        var inner = rows.Concat(oldRows).Any(row => row.Functions.Count > 0);
        var reversed = inner ? Around(rows, oldRows) : Reversed(hunk);
        if (reversed is not null && !inner && !Fits(hunk, reversed))
        {
            var widened = Widened(hunk);
            reversed = Reversed(widened);
            (hunk, reversed) = IsNear(widened, hunk) && Fits(widened, reversed) ? (widened, reversed) : (hunk, null);
        }

        var unit = Described(hunk, rows.Count > 0);
        if (reversed is null)
        {
            return (unit with { Missing = [cannot] }, hunk);
        }

        var words =
            rows.Count == 0 ? "brought back"
            : oldRows.Count == 0 ? "taken out"
            : "as the base has it";
        var variant = Variant.Of($"{unit.Name} {words}", file.Path, after.Text, reversed);
        if (file.Dialect.Language == SourceLanguage.Python && !inner && Widened(hunk) is var whole && whole != hunk && IsNear(whole, hunk))
        {
            // Which of the two can be read, Python itself tells.
            var other = Described(whole, rows.Count > 0);
            variant = variant with { Otherwise = Variant.Of($"{other.Name} {words}", file.Path, after.Text, Reversed(whole)) };
        }

        return (unit with { Ways = EmptiedValues.Ways(file, after, hunk, oldRows.Count == 0, variant) }, hunk);
    }

    private bool IsNear(Hunk widened, Hunk hunk) =>
        after.Lines(widened.Start, widened.End) <= after.Lines(hunk.Start, hunk.End) + MostWidened;

    private CodeUnit Described(Hunk hunk, bool isThere)
    {
        var (first, last) = (after.Line(hunk.Start), after.Line(Math.Max(hunk.Start, hunk.End - 1)));
        var name =
            !isThere ? $"what was at line {before.Line(hunk.OldStart)}"
            : first == last ? $"line {first}"
            : $"lines {first}–{last}";
        return new CodeUnit(file.Path, name, UnitKind.Hunk)
        {
            Line = first,
            Size = Math.Max(isThere ? last - first + 1 : 0, hunk.OldEnd > hunk.OldStart ? before.Lines(hunk.OldStart, hunk.OldEnd) : 0),
        };
    }

    private List<TextEdit> Reversed(Hunk hunk)
    {
        var text = before.Part(hunk.OldStart, hunk.OldEnd);
        text = hunk.End == after.Text.Length && !after.Text.EndsWith('\n') && hunk.End > hunk.Start ? text.TrimEnd('\n') : text;
        return [new TextEdit(hunk.Start, hunk.End, text), .. Needed(text, hunk)];
    }

    private IEnumerable<TextEdit> Needed(string text, Hunk hunk) =>
        text.Length == 0
            ? []
            : new BringingBack(before, after, pairs, file.Dialect)
                .Needed(text)
                .Where(edit => edit.Start < hunk.Start || edit.Start > hunk.End);

    /// <summary>Lines that a function begins or ends on: what stands around it as on the base, the function as it is.</summary>
    private List<TextEdit>? Around(List<OutsideLine> rows, List<OutsideLine> oldRows)
    {
        if (rows.Count != 1 || oldRows.Count != 1 || rows[0].Functions.Count != oldRows[0].Functions.Count)
        {
            return null;
        }

        var edits = new List<TextEdit>();
        var (at, oldAt) = (rows[0].Start, oldRows[0].Start);
        foreach (var (now, then) in rows[0].Functions.Zip(oldRows[0].Functions))
        {
            if (pairs.Counterpart.GetValueOrDefault(now, -1) != then)
            {
                return null;
            }

            edits.Add(new TextEdit(at, pairs.After[now].HeadStart, before.Text[oldAt..pairs.Before[then].HeadStart]));
            (at, oldAt) = (pairs.After[now].End, pairs.Before[then].End);
        }

        edits.Add(new TextEdit(at, rows[0].End, before.Text[oldAt..oldRows[0].End]));
        return edits;
    }

    private bool Fits(Hunk hunk, List<TextEdit> reversed) =>
        after.Outline.Tokens is not { IsBalanced: true } now
        || before.Outline.Tokens is not { IsBalanced: true } then
        || after.Outline.Error is not null
        || file.Dialect.HasEnds
        || HunkCut.Fits(now, then, file.Dialect, hunk, TextEdit.Apply(after.Text, reversed));

    /// <summary>The hunk with the whole statements that it lies in.</summary>
    private Hunk Widened(Hunk hunk)
    {
        var (start, end) = Widened(after, hunk.Start, hunk.End);
        var (oldStart, oldEnd) = Widened(before, hunk.OldStart, hunk.OldEnd);
        return new Hunk(start, end, oldStart, oldEnd);
    }

    private static (int Start, int End) Widened(FileSide side, int start, int end)
    {
        if (start == end)
        {
            return (start, end);
        }

        var around = side
            .Outline.Regions.Where(region => region.Kind == RegionKind.Statement && region.Start < end && region.End > start)
            .ToList();
        foreach (var region in around)
        {
            (start, end) = (Math.Min(start, region.Start), Math.Max(end, region.End));
        }

        return (side.LineStart(start), side.LineEnd(Math.Max(start, end - 1)));
    }
}
