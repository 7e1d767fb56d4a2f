using System.Text;
using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Units;

/// <summary>A line outside functions that has an effect, or a function in its place.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its line feed.</param>
/// <param name="Form">What it says, without comments and layout.</param>
internal sealed record OutsideLine(int Start, int End, string Form)
{
    /// <summary>The functions that are there, by their place in the file's list; empty for a line.</summary>
    public IReadOnlyList<int> Functions { get; init; } = [];

    /// <summary>Whether it only begins or ends a type.</summary>
    public bool IsStructure { get; init; }

    /// <summary>Whether it is one that only one side has, as a unit of its own.</summary>
    public bool IsLone { get; init; }
}

/// <summary>The lines of a text outside functions, in order.</summary>
internal static class OutsideLines
{
    private const byte Silent = 1;
    private const byte Structure = 2;

    /// <summary>The lines.</summary>
    /// <param name="text">The text.</param>
    /// <param name="outline">Its outline.</param>
    /// <param name="names">For each function that is in a place of its own: what its place is called.</param>
    /// <param name="lone">Those of them that only this side has; decorators belong to them.</param>
    public static IReadOnlyList<OutsideLine> Of(
        string text,
        CodeOutline outline,
        IReadOnlyDictionary<int, string> names,
        IReadOnlySet<int> lone
    )
    {
        var kinds = new byte[text.Length];
        foreach (var region in outline.Regions.OrderBy(region => region.Kind == RegionKind.Structure ? 0 : 1))
        {
            var kind = region.Kind switch
            {
                RegionKind.Silent or RegionKind.Import or RegionKind.Test => Silent,
                RegionKind.Structure => Structure,
                _ => (byte)0,
            };
            if (kind != 0)
            {
                Array.Fill(kinds, kind, region.Start, Math.Min(region.End, text.Length) - region.Start);
            }
        }

        var places = Outermost(outline, names.Keys, lone);
        var lines = new List<OutsideLine>();
        var (at, next) = (0, 0);
        while (at < text.Length)
        {
            var end = LineEnd(text, at);
            var form = new StringBuilder();
            var from = at;
            var functions = new List<int>();
            while (next < places.Count && places[next].Start < end)
            {
                var (start, stop, function) = places[next++];
                Append(form, text, kinds, from, start);
                form.Append($" ‹{names[function]}› ");
                functions.Add(function);
                from = stop;
                end = LineEnd(text, Math.Max(at, stop - 1));
            }

            Append(form, text, kinds, from, end);
            var said = form.ToString().Trim();
            if (said.Length > 0)
            {
                lines.Add(
                    new OutsideLine(at, end, said)
                    {
                        Functions = functions,
                        IsLone = functions.Count > 0 && functions.TrueForAll(lone.Contains) && functions.Count == 1 && IsAlone(said),
                        IsStructure = functions.Count == 0 && IsStructure(text, kinds, at, end),
                    }
                );
            }

            at = end;
        }

        return lines;
    }

    private static bool IsAlone(string said) =>
        said.IndexOf('›', StringComparison.Ordinal) is var close && said[(close + 1)..].Trim() is "" or ";" or ",";

    private static List<(int Start, int End, int Function)> Outermost(CodeOutline outline, IEnumerable<int> wanted, IReadOnlySet<int> lone)
    {
        var places = new List<(int Start, int End, int Function)>();
        foreach (var at in wanted.OrderBy(at => outline.Functions[at].HeadStart).ThenByDescending(at => outline.Functions[at].End))
        {
            var function = outline.Functions[at];
            var start = lone.Contains(at) ? function.Start : function.HeadStart;
            if (places.Count == 0 || start >= places[^1].End)
            {
                places.Add((start, function.End, at));
            }
        }

        return places;
    }

    private static void Append(StringBuilder form, string text, byte[] kinds, int from, int until)
    {
        for (var at = from; at < until; at++)
        {
            if (kinds[at] == Silent)
            {
                continue;
            }

            if (!char.IsWhiteSpace(text[at]))
            {
                form.Append(text[at]);
            }
            else if (form.Length > 0 && form[^1] != ' ')
            {
                form.Append(' ');
            }
        }
    }

    private static bool IsStructure(string text, byte[] kinds, int from, int until)
    {
        for (var at = from; at < until; at++)
        {
            if (kinds[at] == 0 && !char.IsWhiteSpace(text[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;
}
