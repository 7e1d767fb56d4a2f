using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>
/// Ids that are ids only where their list counts by them: letters (<c>A.</c>, <c>b)</c>), Roman numbers (<c>I.</c>, <c>ii)</c>), and small
/// letters with a number (<c>t1:</c>).
/// </summary>
internal static partial class OwnIds
{
    private static readonly string[] Tens = ["", "X", "XX", "XXX", "XL", "L"];
    private static readonly string[] Ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

    /// <summary>The id that a text may begin with, and what its list has to count by; null where it begins with none.</summary>
    public static (string Id, string? Prefix, Match Match)? At(string text)
    {
        var match = text.Length > 1 ? Begin().FirstIn(text) : Match.Empty;
        return !match.Success ? null
            : match.Groups[1].Success ? (match.Groups[1].Value, null, match)
            : (match.Groups[2].Value, match.Groups[3].Value, match);
    }

    /// <summary>Whether a list counts by an id or by the letters before its number.</summary>
    public static bool IsKnown(string id, string? prefix, IReadOnlySet<string> known) =>
        known.Contains(id) || (prefix is not null && known.Contains(prefix));

    /// <summary>The ids of the boxes of a list that counts by letters or by Roman numbers; empty where it does not.</summary>
    /// <param name="ids">What its boxes may begin with, in their order.</param>
    public static IReadOnlyList<string> Counted(IReadOnlyList<string> ids) =>
        ids.Count > 1
        && (
            AreCounted(ids, Letter)
            || AreCounted(ids, Roman)
            || AreCounted(ids, index => Letter(index)?.ToLowerInvariant())
            || AreCounted(ids, index => Roman(index)?.ToLowerInvariant())
        )
            ? ids
            : [];

    private static bool AreCounted(IReadOnlyList<string> ids, Func<int, string?> nth) => ids.Index().All(one => one.Item == nth(one.Index));

    /// <summary>The ids that a text names, where it names ids of the list and nothing else.</summary>
    /// <param name="text">The text, up to where its phrase ends.</param>
    /// <param name="known">The ids, and letters before numbers of ids, that the list counts by.</param>
    public static IReadOnlyList<string>? Named(string text, IReadOnlySet<string> known)
    {
        if (known.Count == 0)
        {
            return null;
        }

        var parts = Between()
            .SplitIn(text)
            .Select(part => Noun().ReplaceIn(part, "").Trim(' ', '*', '_', '`', '[', ']', '#', '.'))
            .Where(part => part.Length > 0)
            .ToList();
        return
            parts.Count > 0
            && parts.TrueForAll(part => Whole().FirstIn(part) is { Success: true } match && IsKnown(part, Prefix(match), known))
            ? parts
            : null;
    }

    private static string? Prefix(Match match) => match.Groups[1].Success ? match.Groups[1].Value : null;

    private static string? Letter(int index) => index < 26 ? ((char)('A' + index)).ToString() : null;

    private static string? Roman(int index) => index + 1 is < 60 and var number ? Tens[number / 10] + Ones[number % 10] : null;

    [GeneratedRegex(
        @"^(?:([A-Z]|[IVXL]{2,7}|(?:[a-z]|[ivxl]{2,7})(?=[.)]))[.):](?=\s|$|\*)|(([a-z]{1,10})[-_]?\d{1,4}(?:\.\d{1,4}){0,3})(?=[:)]))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Begin();

    [GeneratedRegex(@"^(?:[A-Za-z]|[IVXL]{2,7}|[ivxl]{2,7}|([a-z]{1,10})[-_]?\d{1,4}(?:\.\d{1,4}){0,3})$", RegexOptions.None, 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"[,;，、&+/]|\s(?:and|or|und|y|et|e)\s", RegexOptions.None, 1000)]
    private static partial Regex Between();

    [GeneratedRegex("^" + DependencyText.Noun + @"\s+", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Noun();
}
