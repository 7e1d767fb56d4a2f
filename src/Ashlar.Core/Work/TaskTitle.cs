using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>What the text of a box says: id, title and tags.</summary>
/// <param name="Id">The id as written, without brackets and punctuation; null where none is given.</param>
/// <param name="Title">The text without id and tags.</param>
/// <param name="Parallel">Tagged <c>[P]</c> or <c>(P)</c>.</param>
/// <param name="Optional">Marked with a star after the box.</param>
internal sealed partial record TaskTitle(string? Id, string Title, bool Parallel, bool Optional)
{
    /// <summary>Whether its words are struck through, so that it was given up.</summary>
    public bool IsDropped { get; private init; }

    /// <summary>Another id of the task, by which fields name it; null where it has none.</summary>
    public string? FieldId { get; private init; }

    /// <summary>The ids that a field says come first.</summary>
    public IReadOnlyList<string> DependsOn { get; private init; } = [];

    private static readonly char[] Separators = [' ', '\t', '\u3000', ':', '：', '-', '–', '—', '.', '、', ')', '*'];

    /// <summary>Reads the text that follows a box's closing bracket.</summary>
    /// <param name="rest">The text.</param>
    /// <param name="prefixes">Letter prefixes that this file uses for ids, such as <c>AUTH</c>; <c>T</c> and <c>TASK</c> always are.</param>
    public static TaskTitle Parse(string rest, IReadOnlySet<string> prefixes)
    {
        rest = Unescaped(rest);
        var optional = rest.Length > 1 && rest[0] == '*' && (rest[1] == ' ' || char.IsAsciiDigit(rest[1]));
        var text = rest[(optional ? 1 : 0)..].Trim();
        if (BoxLine.Parse(text) is { HeadingLevel: 0 } inner)
        {
            text = inner.Rest.Trim();
        }

        var fields = TitleFields.Of(text);
        text = fields.Text;
        var parallel = false;
        var isDropped = TakeStrike(ref text);
        TakeTags(ref text, ref parallel);
        var starred = StarredNumber().FirstIn(text);
        if (starred.Success)
        {
            optional = true;
            text = text.Remove(starred.Groups[1].Index, 1);
        }

        text =
            text.StartsWith('[') && LinkedId().FirstIn(text) is { Success: true } linked
                ? linked.Groups[1].Value + text[linked.Length..]
                : text;
        var whole = text;
        var id = TakeId(ref text, prefixes);
        TakeTags(ref text, ref parallel);
        isDropped |= TakeStrike(ref text);
        id ??= TakeId(ref text, prefixes);
        text =
            id is not null
            && (text.Length == 0 || text[0] is '(' or '[' or '（')
            && !NamesNothingElse().IsIn(id)
            && Tidy(DependencyPhrase.Without(whole, prefixes)) == id
                ? id
                : DependencyPhrase.Without(text, prefixes);
        return new TaskTitle(id ?? fields.Id, Tidy(text), parallel, optional || OfPerson().IsIn(text))
        {
            FieldId = fields.Id,
            DependsOn = fields.DependsOn,
            IsDropped = isDropped,
        };
    }

    /// <summary>Takes an id from the start of a text: <c>T012</c>, <c>1.2</c>, <c>3.</c>, <c>Task 4:</c>, in bold, brackets or code too.</summary>
    public static string? TakeId(ref string text, IReadOnlySet<string> prefixes)
    {
        if (text.Length > 0 && text[0] is '*' or '_' && EmphasisedStart().FirstIn(text) is { Success: true } bold)
        {
            var inner = bold.Groups["inner"].Value.Trim();
            if (MatchId(ref inner, prefixes) is { } found)
            {
                var after = text[bold.Length..];
                var gap = inner.Length > 0 && after.Length > 0 && !char.IsWhiteSpace(after[0]) && after[0] != ':' ? " " : "";
                text = (inner.TrimEnd(':', ' ') is { Length: > 0 } kept && after.StartsWith(':') ? kept : inner) + gap + after;
                text = text.TrimStart(' ', ':', '-', '–', '—', '.');
                return found;
            }

            return null;
        }

        if (text.Length > 2 && text[0] == '`' && text.IndexOf('`', 1) is > 1 and var close)
        {
            var code = text[1..close];
            if (MatchId(ref code, prefixes) is { } quoted && code.Length == 0)
            {
                text = text[(close + 1)..].TrimStart(Separators);
                return quoted;
            }

            return null;
        }

        return MatchId(ref text, prefixes);
    }

    /// <summary>The letters before the number of an id such as <c>AUTH-12</c>, in capitals; null where the text starts with no such id.</summary>
    public static (string Prefix, string Id, bool Strong)? LetteredId(string rest)
    {
        if (TaskIds.CommonLength(rest.AsSpan().TrimStart()) > 0)
        {
            return null;
        }

        var text = rest.TrimStart(' ', '*', '_', '~', '[', '(', '`');
        var match = Lettered().FirstIn(text);
        if (!match.Success)
        {
            return null;
        }

        var end = match.Index + match.Length;
        var strong = match.Groups[3].Length >= 3 || (end < text.Length && text[end] is ':' or ']' or ')' or '`');
        return (Letters(match.Groups[2].Value), match.Groups[1].Value, strong);
    }

    private static string? MatchId(ref string text, IReadOnlySet<string> prefixes)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (TaskIds.CommonLength(text) is > 0 and var length)
        {
            var common = text[..length];
            text = text[length..].TrimStart(Separators);
            return common;
        }

        Match match;
        if (char.IsAsciiDigit(text[0]))
        {
            match = DottedId().FirstIn(text);
            match = match.Success ? match : PlainNumber().FirstIn(text);
            match = match.Success ? match : PairedNumber().FirstIn(text);
        }
        else
        {
            match = text[0] is '[' or '(' ? BracketedId().FirstIn(text) : Lettered().FirstIn(text);
            if (
                match.Success
                && Letters(match.Groups[2].Value) is not ("T" or "TASK") and var prefix
                && !prefixes.Contains(prefix)
                && !prefixes.Contains(match.Groups[1].Value)
            )
            {
                return null;
            }

            match = !match.Success && OwnIds.At(text) is { } own && OwnIds.IsKnown(own.Id, own.Prefix, prefixes) ? own.Match : match;
            match = match.Success ? match : NounId().FirstIn(text);
            match = match.Success ? match : MarkedNumber().FirstIn(text);
        }

        if (!match.Success)
        {
            return null;
        }

        text = text[match.Length..].TrimStart(Separators);
        return match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
    }

    // "US1-" and "US2-" count the same thing: "US".
    private static string Letters(string prefix) => string.Concat(prefix.Where(char.IsAsciiLetterUpper));

    private static void TakeTags(ref string text, ref bool parallel)
    {
        while (text.Length > 0 && text[0] is '[' or '(' && Tag().FirstIn(text) is { Success: true } tag)
        {
            parallel |= tag.Groups[1].Success;
            text = text[tag.Length..];
        }
    }

    private static bool TakeStrike(ref string text)
    {
        var struck = StruckText.Of(text);
        text = struck ?? text;
        return struck is not null;
    }

    // What a formatter puts before marks that it takes for Markdown: "\*", "1\.".
    private static string Unescaped(string text) => text.Contains('\\', StringComparison.Ordinal) ? Escape().ReplaceIn(text, "$1") : text;

    private static string Tidy(string text) =>
        text.AsSpan().ContainsAny('*', '~') ? Emphasis().ReplaceIn(text, "$1$3").Trim() : text.Trim();
}
