using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;

namespace Ashlar.Core.Judging.Units;

/// <summary>The units of a change: what it does to the product, and how each is taken away again.</summary>
public static class ChangeUnits
{
    /// <summary>Reads them, in the order of files and lines.</summary>
    /// <param name="product">The changed files of the product; no tests and nothing that only tests use.</param>
    /// <param name="python">A Python, or null where there is none: its files are then taken by lines.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Sandboxes.Kernel.CommandStartException">Python does not start: an environment fault.</exception>
    public static async Task<IReadOnlyList<CodeUnit>> ReadAsync(
        IReadOnlyList<ChangedFile> product,
        IPythonSyntax? python,
        CancellationToken cancellationToken
    )
    {
        var pairs = FilePair.Of(product);
        var outlines = await OutlinesAsync(pairs, python, cancellationToken).ConfigureAwait(false);
        var units = pairs.SelectMany((pair, at) => Of(pair, outlines[at].Before, outlines[at].After)).ToList();
        return Named(await new VariantCheck(pairs, python).CheckedAsync(units, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The functions of files that can be taken away, as if a change had added all of them.</summary>
    /// <param name="texts">The files' texts by path.</param>
    /// <param name="python">A Python, or null where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Sandboxes.Kernel.CommandStartException">Python does not start: an environment fault.</exception>
    public static async Task<IReadOnlyList<CodeUnit>> FunctionsAsync(
        IReadOnlyDictionary<string, string?> texts,
        IPythonSyntax? python,
        CancellationToken cancellationToken
    )
    {
        var added = texts.Select(file => new ChangedFile(file.Key, "", file.Value)).ToList();
        var units = await ReadAsync(added, python, cancellationToken).ConfigureAwait(false);
        return [.. units.Where(unit => unit is { Kind: UnitKind.Added, Ways.Count: > 0 })];
    }

    private static async Task<List<(CodeOutline Before, CodeOutline After)>> OutlinesAsync(
        IReadOnlyList<FilePair> pairs,
        IPythonSyntax? python,
        CancellationToken cancellationToken
    )
    {
        var texts = pairs
            .Where(pair => pair.Dialect.Language == SourceLanguage.Python)
            .SelectMany(pair => new[] { pair.Before ?? "", pair.After ?? "" })
            .ToList();
        var read =
            python is not null && texts.Count > 0
                ? new Queue<CodeOutline>(await PythonOutline.ReadAsync(python, texts, cancellationToken).ConfigureAwait(false))
                : [];
        CodeOutline Outline(FilePair pair, string text) =>
            pair.Dialect.Language == SourceLanguage.Python && read.TryDequeue(out var outline)
                ? outline
                : OutlineReader.Of(text, pair.Dialect);

        return [.. pairs.Select(pair => (Outline(pair, pair.Before ?? ""), Outline(pair, pair.After ?? "")))];
    }

    private static IEnumerable<CodeUnit> Of(FilePair file, CodeOutline before, CodeOutline after)
    {
        if (file.After is null)
        {
            return file.Before is { } gone && gone.Trim().Length > 0 ? [Whole(file, "brought back", [(file.OldPath, gone)])] : [];
        }

        if (file.Before is null && after.Error is not null)
        {
            return file.After.Trim().Length == 0 ? [] : [Whole(file, "taken out", [(file.Path, null)])];
        }

        var (then, now) = (new FileSide(file.Before ?? "", before), new FileSide(file.After, after));
        if (before.Error is not null || after.Error is not null)
        {
            // What cannot be read on one side is taken by lines on both.
            (then, now) = (then with { Outline = Lines(before) }, now with { Outline = Lines(after) });
        }

        var pairs = new FunctionPairs(then.Outline, now.Outline);
        var functions = new FunctionUnits(file, then, now, pairs);
        var units = functions.All().Concat(new HunkUnits(file, then, now, pairs, functions).All());
        return file.IsMoved ? units.Prepend(Moved(file, now)) : units;
    }

    /// <summary>At its old place nobody finds it, as a rule; where the tests cannot even be loaded then, all its functions are emptied.</summary>
    private static CodeUnit Moved(FilePair file, FileSide now)
    {
        var unit = Whole(file, $"as {file.OldPath}", [(file.Path, null), (file.OldPath, file.Before)]);
        var edits = now
            .Outline.Functions.Where(function =>
                function.Parent < 0 && !function.Is(FunctionTraits.Empty | FunctionTraits.Anonymous | FunctionTraits.Test)
            )
            .SelectMany(function => BodyEmptying.Of(now.Text, function, file.Dialect).Take(1))
            .SelectMany(body => body.Edits)
            .Distinct()
            .ToList();
        return edits.Count == 0
            ? unit
            : unit with
            {
                Ways =
                [
                    .. unit.Ways,
                    new UnitWay(WayKind.Emptied, [Variant.Of($"each function of {file.Path} is emptied", file.Path, now.Text, edits)]),
                ],
            };
    }

    private static CodeOutline Lines(CodeOutline outline) =>
        new() { Error = outline.Error ?? "", Regions = [.. outline.Regions.Where(region => region.Kind == RegionKind.Silent)] };

    private static CodeUnit Whole(FilePair file, string words, IEnumerable<(string Path, string? Text)> texts) =>
        new(file.Path, "the file", UnitKind.File)
        {
            Size = (file.After ?? file.Before ?? "").AsSpan().Count('\n') + 1,
            Ways =
            [
                new UnitWay(
                    WayKind.Base,
                    [new Variant($"{file.Path} {words}", texts.ToDictionary(text => text.Path, text => text.Text, StringComparer.Ordinal))]
                ),
            ],
        };

    /// <summary>Of several units of one name each is told by its line.</summary>
    private static IReadOnlyList<CodeUnit> Named(IReadOnlyList<CodeUnit> units)
    {
        var several = units.CountBy(unit => unit.Id).Where(id => id.Value > 1).Select(id => id.Key).ToHashSet(StringComparer.Ordinal);
        return [.. units.Select(unit => several.Contains(unit.Id) ? unit with { Name = $"{unit.Name} at line {unit.Line}" } : unit)];
    }
}
