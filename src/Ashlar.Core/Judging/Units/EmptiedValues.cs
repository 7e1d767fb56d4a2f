using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Trees;

namespace Ashlar.Core.Judging.Units;

/// <summary>
/// Tables, texts and numbers outside functions that lines of a change give a name: they are emptied like the result of a function. Where the name is
/// taken out, whoever comes by crashes, and that says nothing of what it holds.
/// </summary>
internal static class EmptiedValues
{
    /// <summary>The ways of taking a hunk away.</summary>
    /// <param name="file">The file.</param>
    /// <param name="after">It in the task's tree.</param>
    /// <param name="hunk">The lines.</param>
    /// <param name="isNew">Whether the base has nothing in their place.</param>
    /// <param name="reversed">The hunk as the base has it.</param>
    public static IReadOnlyList<UnitWay> Ways(FilePair file, FileSide after, Hunk hunk, bool isNew, Variant reversed)
    {
        var way = new UnitWay(WayKind.Base, [reversed]);
        var values = after.Outline.Values.Where(value => value.Start >= hunk.Start && value.End <= hunk.End).ToList();
        if (values.Count == 0 || !IsAll(after, hunk, values))
        {
            return [way];
        }

        var variant = Variant.Of(
            $"{string.Join(", ", values.Select(value => value.Name).Distinct(StringComparer.Ordinal))} {(values.Count == 1 ? "is" : "are")} empty",
            file.Path,
            after.Text,
            [.. values.Select(value => new TextEdit(value.From, value.Until, value.Empty))]
        );
        var emptied = new UnitWay(WayKind.Emptied, [variant]);
        return isNew ? [emptied] : [way, emptied];
    }

    /// <summary>Whether nothing else is there but what has no effect.</summary>
    private static bool IsAll(FileSide after, Hunk hunk, List<Syntax.CodeValue> values)
    {
        var silent = after.Outline.Regions.Where(region => region.Kind == Syntax.RegionKind.Silent).ToList();
        for (var at = hunk.Start; at < hunk.End; at++)
        {
            if (
                !char.IsWhiteSpace(after.Text[at])
                && !values.Exists(value => at >= value.Start && at < value.End)
                && !silent.Exists(region => at >= region.Start && at < region.End)
            )
            {
                return false;
            }
        }

        return true;
    }
}
