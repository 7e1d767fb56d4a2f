using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Reviews;

/// <summary>Reads what people and models write around a point: the id of an earlier one, a place, a severity.</summary>
internal static partial class ReviewPointText
{
    /// <summary>The point of one item's text; empty text is none.</summary>
    /// <param name="text">The item.</param>
    /// <param name="path">The path given beside it, or null.</param>
    /// <param name="line">The line given beside it, or null.</param>
    /// <param name="severity">The severity given beside it, or null.</param>
    public static ReviewPoint? Read(string text, string? path = null, int? line = null, string? severity = null)
    {
        var rest = text.Trim();
        string? earlier = null;
        if (Id().OrNone().FirstIn(rest) is { Success: true } id)
        {
            earlier = $"F{int.Parse(id.Groups[1].ValueSpan, CultureInfo.InvariantCulture)}";
            rest = rest[id.Length..].TrimStart();
        }

        if (severity is null && SeverityMark().OrNone().FirstIn(rest) is { Success: true } mark)
        {
            severity = mark.Groups["word"].Value.ToLowerInvariant();
            rest = rest[mark.Length..].TrimStart();
        }

        if (path is null && Place().OrNone().FirstIn(rest) is { Success: true } place)
        {
            path = place.Groups["path"].Value;
            line = Number(place.Groups["line"].Value) ?? line;
            rest = rest[place.Length..].TrimStart();
        }

        if (path is not null && path.LastIndexOf(':') is var colon and > 0 && Number(path[(colon + 1)..]) is { } number)
        {
            (path, line) = (path[..colon], line ?? number);
        }

        return rest.Length == 0 && earlier is null
            ? null
            : new ReviewPoint(rest.Length == 0 ? "The point stands." : rest)
            {
                Path = Relative(path),
                Line = line,
                Severity = severity,
                Earlier = earlier,
            };
    }

    /// <summary>The id that a text names at its beginning, such as <c>F2</c> in <c>F2: the test</c>, or null.</summary>
    public static string? IdOf(string text) =>
        LooseId().OrNone().FirstIn(text.Trim()) is { Success: true } id
            ? $"F{int.Parse(id.Groups[1].ValueSpan, CultureInfo.InvariantCulture)}"
            : null;

    private static string? Relative(string? path)
    {
        var plain = path?.Trim().Trim('`');
        return string.IsNullOrEmpty(plain) ? null
            : plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..]
            : plain;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    [GeneratedRegex(
        @"^[\[(*]{0,2}F(\d{1,5})[\])*]{0,2}\s*(?:[:.)—–-]\s*|\s+|$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Id();

    [GeneratedRegex(@"^[\[(#*]{0,2}F?(\d{1,5})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LooseId();

    [GeneratedRegex(
        @"^[\[(*]{1,2}(?<word>blocker|blocking|critical|high|major|medium|important|must|minor|low|nit|nitpick|info|note|optional|suggestion|style)[\])*]{1,2}\s*:?\s*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex SeverityMark();

    [GeneratedRegex(
        @"^`?(?<path>[\w.@+-]+(?:/[\w.@+-]+)*\.\w{1,12}|[\w.@+-]+(?:/[\w.@+-]+)+):(?<line>\d{1,7})(?:[:-]\d+)?`?\s*[:,;—–-]?\s+",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Place();
}
