using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Units;

/// <summary>Text and outline of a file on one side.</summary>
/// <param name="Text">The text.</param>
/// <param name="Outline">The outline.</param>
internal sealed record FileSide(string Text, CodeOutline Outline)
{
    /// <summary>The line's number, from 1.</summary>
    public int Line(int at) => Text.AsSpan(0, Math.Min(at, Text.Length)).Count('\n') + 1;

    /// <summary>The first character of the line.</summary>
    public int LineStart(int at) => at <= 0 ? 0 : Text.LastIndexOf('\n', Math.Min(at, Text.Length) - 1) + 1;

    /// <summary>Behind the line's line feed.</summary>
    public int LineEnd(int at) =>
        at >= Text.Length ? Text.Length
        : Text.IndexOf('\n', at) is >= 0 and var end ? end + 1
        : Text.Length;

    /// <summary>How many lines a part has.</summary>
    public int Lines(int from, int until) => Line(Math.Max(from, until - 1)) - Line(from) + 1;

    /// <summary>The whole lines of a function with its decorators.</summary>
    public (int Start, int End) WholeLines(CodeFunction function) =>
        (LineStart(function.Start), LineEnd(Math.Max(function.Start, function.End - 1)));

    /// <summary>A part of the text that ends with a line feed.</summary>
    public string Part(int from, int until) =>
        Text[from..until] is { Length: > 0 } part && !part.EndsWith('\n') ? part + "\n" : Text[from..until];
}

/// <summary>Brings functions and imports of the base back into the task's text.</summary>
internal sealed class BringingBack(FileSide before, FileSide after, FunctionPairs pairs, SourceDialect dialect)
{
    /// <summary>The edit that puts a removed function where its neighbours are, or null where it has none.</summary>
    public TextEdit? Function(int removed)
    {
        var function = before.Outline.Functions[removed];
        var siblings = Enumerable
            .Range(0, before.Outline.Functions.Count)
            .Where(at =>
                at != removed
                && Container(before.Outline.Functions[at]) == Container(function)
                && before.Outline.Functions[at].Parent == function.Parent
            )
            .ToList();
        var (start, end) = before.WholeLines(function);
        var text = before.Part(start, end);
        foreach (var next in siblings.Where(at => at > removed))
        {
            if (Now(next) is { } now)
            {
                var place = after.WholeLines(now).Start;
                return new TextEdit(place, place, text + (dialect.Language == SourceLanguage.Python ? "\n" : ""));
            }
        }

        foreach (var previous in siblings.Where(at => at < removed).Reverse())
        {
            if (Now(previous) is { } now)
            {
                var place = after.WholeLines(now).End;
                return new TextEdit(place, place, (after.Text[..place].EndsWith('\n') ? "\n" : "\n\n") + text);
            }
        }

        return
            function.Parent < 0
            && Container(function).Length == 0
            && dialect.HasBraces | dialect.Language is SourceLanguage.Python or SourceLanguage.Lua
            ? new TextEdit(after.Text.Length, after.Text.Length, (after.Text.EndsWith('\n') ? "\n" : "\n\n") + text)
            : null;
    }

    /// <summary>Edits for what a text of the base uses and only the base has: imports, and other functions.</summary>
    public IEnumerable<TextEdit> Needed(string text, int except = -1)
    {
        var words = Words(text);
        var have = after
            .Outline.Regions.Where(region => region.Kind == RegionKind.Import)
            .Select(region => Form(after.Text[region.Start..region.End]))
            .ToHashSet(StringComparer.Ordinal);
        var missing = before
            .Outline.Regions.Where(region => region.Kind == RegionKind.Import && region.Start == before.LineStart(region.Start))
            .Where(region => !have.Contains(Form(before.Text[region.Start..region.End])))
            .Where(region => Words(before.Text[region.Start..region.End]).Overlaps(words))
            .ToList();
        if (missing.Count > 0)
        {
            var place = ImportPlace();
            yield return new TextEdit(
                place,
                place,
                string.Concat(missing.Select(region => before.Part(region.Start, before.LineEnd(Math.Max(region.Start, region.End - 1)))))
            );
        }

        foreach (var removed in pairs.Removed.Where(at => at != except && words.Contains(before.Outline.Functions[at].ShortName)))
        {
            if (Function(removed) is { } edit)
            {
                yield return edit;
            }
        }
    }

    private int ImportPlace()
    {
        var first = after
            .Outline.Regions.Where(region => region.Kind == RegionKind.Import && region.Start == after.LineStart(region.Start))
            .OrderBy(region => region.Start)
            .FirstOrDefault();
        if (first.End > 0)
        {
            return after.LineEnd(Math.Max(first.Start, first.End - 1));
        }

        var statement = after
            .Outline.Regions.Where(region => region.Kind is RegionKind.Statement or RegionKind.Structure)
            .Select(region => region.Start)
            .Concat(after.Outline.Functions.Select(function => function.Start))
            .DefaultIfEmpty(after.Text.Length)
            .Min();
        return after.LineStart(statement);
    }

    private CodeFunction? Now(int then) =>
        pairs.Counterpart.FirstOrDefault(pair => pair.Value == then) is { } pair
        && pairs.Counterpart.ContainsKey(pair.Key)
        && pair.Value == then
            ? after.Outline.Functions[pair.Key]
            : null;

    private static string Container(CodeFunction function) => function.Name.LastIndexOf('.') is > 0 and var dot ? function.Name[..dot] : "";

    private static string Form(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isName = at < text.Length && (SourceScanner.IsName(text[at]) || text[at] == '$');
            if (isName && start < 0)
            {
                start = at;
            }
            else if (!isName && start >= 0)
            {
                words.Add(text[start..at]);
                start = -1;
            }
        }

        words.ExceptWith(["import", "from", "as", "use", "using", "const", "let", "var", "require", "type", "static", "default"]);
        return words;
    }
}
