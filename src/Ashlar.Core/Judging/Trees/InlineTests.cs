using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Trees;

/// <summary>
/// Tests that are in files of the product, as in Rust. They are held against their base like any other, so product and tests of such a file
/// are taken apart and put together again.
/// </summary>
public static class InlineTests
{
    /// <summary>The files of the product whose tests the change touches, with what they are where only product or only tests are of the base.</summary>
    public static IEnumerable<ChangedContent> Of(IEnumerable<ChangedFile> product)
    {
        foreach (var file in product)
        {
            if (file is { Before: { } before, After: { } after } && TextOf(file.Path, before) != TextOf(file.Path, after))
            {
                yield return new ChangedContent(
                    file.Path,
                    FileRole.Test,
                    TextOf(file.Path, before).Length == 0 ? null : Bytes(With(file.Path, after, before)),
                    Bytes(after)
                )
                {
                    IsInline = true,
                    OnBase = Bytes(With(file.Path, before, after)),
                    Source = before,
                };
            }
        }
    }

    /// <summary>A file's text with the tests of another text of it.</summary>
    public static string With(string path, string text, string other) => WithExamples(path, WithRegions(path, text, other), other);

    /// <summary>Examples in documentation go with what they are of: what the other text does not document is not run.</summary>
    private static string WithExamples(string path, string text, string other)
    {
        var own = Examples(path, text);
        var foreign = Examples(path, other).ToLookup(example => example.Of, StringComparer.Ordinal);
        var result = new StringBuilder();
        var at = 0;
        foreach (var example in own)
        {
            result.Append(text, at, example.Start - at);
            result.Append(foreign[example.Of].FirstOrDefault() is { } same ? other[same.Start..same.End] : "");
            at = example.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static string WithRegions(string path, string text, string other)
    {
        var (own, foreign) = (Regions(path, text), Regions(path, other).Select(region => other[region.Start..region.End]).ToList());
        var result = new StringBuilder();
        var at = 0;
        for (var number = 0; number < own.Count; number++)
        {
            result.Append(text, at, own[number].Start - at);
            if (own.Count == foreign.Count)
            {
                result.Append(foreign[number]);
            }

            at = own[number].End;
        }

        result.Append(text, at, text.Length - at);
        if (own.Count != foreign.Count)
        {
            result.Append('\n').AppendJoin("\n\n", foreign).Append('\n');
        }

        return result.ToString();
    }

    /// <summary>The text of a file's tests; empty for none.</summary>
    internal static string TextOf(string path, string text) =>
        string.Join(
            '\n',
            Regions(path, text)
                .Select(region => text[region.Start..region.End])
                .Concat(Examples(path, text).Select(example => text[example.Start..example.End]))
        );

    private static IReadOnlyList<RustExample> Examples(string path, string text) =>
        SourceDialect.Of(path, text).Language == SourceLanguage.Rust ? RustExamples.Of(text) : [];

    /// <summary>Where tests stand, without those that are in others.</summary>
    private static List<CodeRegion> Regions(string path, string text)
    {
        var found = new List<CodeRegion>();
        var dialect = SourceDialect.Of(path, text);
        if (dialect.Language is not (SourceLanguage.Rust or SourceLanguage.Script))
        {
            return found;
        }

        foreach (
            var region in OutlineReader
                .Of(text, dialect)
                .Regions.Where(region => region.Kind == RegionKind.Test)
                .OrderBy(region => region.Start)
                .ThenByDescending(region => region.End)
        )
        {
            if (found.Count == 0 || region.Start >= found[^1].End)
            {
                found.Add(region);
            }
        }

        return found;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
