using System.Text.Json;
using System.Xml;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;

namespace Ashlar.Core.Judging.Units;

/// <summary>
/// Takes out variants that are the same as the tree, and those in which a real parser has an error: Python's own, and those of JSON and XML. A
/// variant in which nothing is changed would be noticed by nobody, and one that cannot be read by everybody.
/// </summary>
internal sealed class VariantCheck(IReadOnlyList<FilePair> files, IPythonSyntax? python)
{
    private readonly Dictionary<string, FilePair> byPath = files
        .Where(file => file.After is not null)
        .ToDictionary(file => file.Path, StringComparer.Ordinal);

    /// <summary>The units with what is left of them; those that had no effect at all are gone.</summary>
    public async Task<IReadOnlyList<CodeUnit>> CheckedAsync(IReadOnlyList<CodeUnit> units, CancellationToken cancellationToken)
    {
        var asked = units
            .SelectMany(unit => unit.Ways.SelectMany(way => way.Variants))
            .SelectMany(variant => variant.Otherwise is { } other ? new[] { variant, other } : [variant])
            .SelectMany(variant =>
                variant.Files.Where(file => IsPython(file.Key, file.Value)).Select(file => (file.Value!, byPath[file.Key].After!))
            )
            .Distinct()
            .ToList();
        var answers =
            python is null || asked.Count == 0
                ? []
                : await PythonOutline.CheckAsync(python, asked, cancellationToken).ConfigureAwait(false);
        var known = asked
            .Zip(answers)
            .ToDictionary(pair => pair.First.Item1 + "\0" + pair.First.Item2, pair => pair.Second, StringComparer.Ordinal);
        return [.. units.Select(unit => Checked(unit, known)).Where(unit => unit.Ways.Count > 0 || unit.Missing.Any(IsWorthTelling))];
    }

    private static bool IsWorthTelling(NotMeasured missing) => missing.Reason != NotMeasuredReason.Identical;

    private CodeUnit Checked(CodeUnit unit, Dictionary<string, (string? Error, bool Same)> known)
    {
        var missing = unit.Missing.ToList();
        var ways = new List<UnitWay>();
        foreach (var way in unit.Ways)
        {
            var variants = way.Variants.Select(variant => Checked(variant, known, missing)).OfType<Variant>().ToList();
            if (variants.Count > 0)
            {
                ways.Add(way with { Variants = variants });
            }
        }

        // What differs in nothing but layout is not a unit, even if it could be emptied.
        return unit.Kind is UnitKind.Hunk && missing.Exists(reason => reason.Reason == NotMeasuredReason.Identical)
            ? unit with
            {
                Ways = [],
                Missing = missing,
            }
            : unit with
            {
                Ways = ways,
                Missing = missing,
            };
    }

    private Variant? Checked(Variant variant, Dictionary<string, (string? Error, bool Same)> known, List<NotMeasured> missing)
    {
        var (error, same, parsed) = (default(string), true, variant.Files.Count > 0);
        foreach (var (path, text) in variant.Files)
        {
            var original = byPath.GetValueOrDefault(path)?.After;
            if (text is null || original is null)
            {
                same &= text == original;
                continue;
            }

            if (IsPython(path, text) && known.TryGetValue(text + "\0" + original, out var answer))
            {
                error ??= answer.Error;
                same &= answer.Same;
                continue;
            }

            same &= text == original || Form(path, text) is { } form && form == Form(path, original);
            var (isParsed, trouble) = Parse(path, text, original);
            error ??= trouble;
            parsed &= isParsed;
        }

        if (error is null && !same)
        {
            return variant with { IsParsed = parsed, Otherwise = variant.Otherwise is { } other ? Checked(other, known, []) : null };
        }

        if (error is not null && variant.Otherwise is { } instead && Checked(instead, known, []) is { } whole)
        {
            return whole;
        }

        missing.Add(
            error is not null
                ? new NotMeasured(NotMeasuredReason.NotWellFormed, $"cannot be taken away: {variant.Name} does not parse ({error})")
                : new NotMeasured(NotMeasuredReason.Identical, $"is the same when it is taken away: {variant.Name}")
        );
        return null;
    }

    private static string? Form(string path, string text)
    {
        var dialect = SourceDialect.Of(path, text);
        if (!dialect.HasBraces)
        {
            return null;
        }

        var tokens = SourceScanner.Of(text, dialect);
        return TokenText.Of(tokens, dialect, 0, tokens.Count);
    }

    private static (bool IsParsed, string? Error) Parse(string path, string text, string original)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        var error = extension switch
        {
            ".json" => Json(text),
            ".xml" or ".csproj" or ".props" or ".targets" or ".svg" or ".resx" or ".fxml" => Xml(text),
            _ => "",
        };
        // What could not be read before is not made worse.
        return error is null ? (true, null)
            : error.Length == 0 || (extension == ".json" ? Json(original) : Xml(original)) is not null ? (false, null)
            : (true, error);
    }

    private static string? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 512 });
            return null;
        }
        catch (JsonException trouble)
        {
            return trouble.Message;
        }
    }

    private static string? Xml(string text)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null }
            );
            while (reader.Read()) { }

            return null;
        }
        catch (XmlException trouble)
        {
            return trouble.Message;
        }
    }

    private bool IsPython(string path, string? text) =>
        text is not null && byPath.TryGetValue(path, out var file) && file.Dialect.Language == SourceLanguage.Python;
}
