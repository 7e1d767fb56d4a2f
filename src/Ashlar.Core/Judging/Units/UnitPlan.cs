using Ashlar.Core.Judging.Emptying;

namespace Ashlar.Core.Judging.Units;

/// <summary>Which units are measured, in which order. It says nothing about how they are run.</summary>
/// <param name="Chosen">The units, in order; each has a way.</param>
/// <param name="NotMeasured">Those that are not measured, each with its reason.</param>
public sealed record UnitPlan(IReadOnlyList<CodeUnit> Chosen, IReadOnlyList<(CodeUnit Unit, NotMeasured Reason)> NotMeasured)
{
    /// <summary>How many units are measured at most.</summary>
    public const int Most = 8;

    /// <summary>What taking all of them away together is called.</summary>
    public const string AllAtOnce = "all units at once";

    /// <summary>How many of them are the smallest hunks: one line of wiring is easily left without a test.</summary>
    public const int Smallest = 3;

    /// <summary>Chooses: the smallest hunks, then the largest of each file in turn. The same units give the same plan.</summary>
    public static UnitPlan Of(IReadOnlyList<CodeUnit> units, int most = Most)
    {
        var able = units
            .Where(unit => unit.Ways.Count > 0)
            .OrderBy(unit => unit.Path, StringComparer.Ordinal)
            .ThenBy(unit => unit.Line)
            .ToList();
        var chosen = new HashSet<CodeUnit>(ReferenceEqualityComparer.Instance);
        if (able.Count > most)
        {
            chosen.UnionWith(able.Where(IsHunk).OrderBy(unit => unit.Size).Take(Math.Min(Smallest, most)));
        }

        var turns = able.Where(unit => !chosen.Contains(unit))
            .GroupBy(unit => unit.Path, StringComparer.Ordinal)
            .SelectMany(file => file.OrderBy(IsHunk).ThenByDescending(unit => unit.Size).Select((unit, turn) => (Unit: unit, Turn: turn)))
            .OrderBy(place => place.Turn)
            .ThenBy(place => place.Unit.Path, StringComparer.Ordinal)
            .Select(place => place.Unit);
        chosen.UnionWith(turns.Take(most - chosen.Count));
        return new UnitPlan(
            [.. able.Where(chosen.Contains).OrderBy(IsHunk)],
            [
                .. units
                    .Where(unit => unit.Ways.Count == 0)
                    .Select(unit =>
                        (
                            unit,
                            unit.Missing.Count > 0
                                ? unit.Missing[0]
                                : new NotMeasured(NotMeasuredReason.NotSeparable, "cannot be taken away in this language")
                        )
                    ),
                .. able.Where(unit => !chosen.Contains(unit))
                    .Select(unit =>
                        (unit, new NotMeasured(NotMeasuredReason.TooMany, $"is beyond the {most} parts of a change that are looked at"))
                    ),
            ]
        );
    }

    /// <summary>All chosen units taken away at once; null where that is one unit's own variant, or nothing.</summary>
    /// <param name="texts">The texts of the task's tree.</param>
    /// <param name="way">The way of each unit, from 0; units that have no such way are left as they are.</param>
    /// <param name="last">Whether the last variant of the way is taken, in which most still runs; else the first.</param>
    public Variant? Together(IReadOnlyDictionary<string, string?> texts, int way, bool last = false)
    {
        var parts = Chosen.Where(unit => unit.Ways.Count > way).Select(unit => unit.Ways[way].Variants[last ? ^1 : 0]).ToList();
        return parts.Count < 2 ? null : Together(texts, parts) with { Name = AllAtOnce };
    }

    /// <summary>Functions taken away together in their first way: one by its own variant; null where there is none.</summary>
    /// <param name="functions">The functions; each has a way.</param>
    /// <param name="texts">The texts of the tree.</param>
    /// <param name="last">Whether the last variant is taken, in which most still runs; else the first.</param>
    public static Variant? Emptied(IReadOnlyList<CodeUnit> functions, IReadOnlyDictionary<string, string?> texts, bool last = false) =>
        functions is [var only] ? only.Ways[0].Variants[last ? ^1 : 0] : new UnitPlan(functions, []).Together(texts, 0, last);

    /// <summary>The edits of several variants at once, of whose files the texts are given.</summary>
    public static Variant Together(IReadOnlyDictionary<string, string?> texts, IReadOnlyList<Variant> parts)
    {
        var files = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var file in parts.SelectMany(part => part.Edits).GroupBy(edit => edit.Path, StringComparer.Ordinal))
        {
            if (texts.GetValueOrDefault(file.Key) is { } text)
            {
                files[file.Key] = TextEdit.Apply(text, file.Select(edit => edit.Edit).Distinct());
            }
        }

        foreach (var (path, text) in parts.Where(part => part.Edits.Count == 0).SelectMany(part => part.Files))
        {
            files[path] = text;
        }

        return new Variant(parts[0].Name, files);
    }

    private static bool IsHunk(CodeUnit unit) => unit.Kind is UnitKind.Hunk or UnitKind.File or UnitKind.Removed;
}
