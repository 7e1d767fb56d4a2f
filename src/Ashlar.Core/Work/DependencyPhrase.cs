using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>A statement of dependency in a line of its own or in a task's title: which comes first, and what is named.</summary>
/// <param name="Precedence">Which comes first.</param>
/// <param name="Value">What is named, as written; empty where a list follows.</param>
internal sealed partial record DependencyPhrase(TaskPrecedence Precedence, string Value)
{
    private const int LongestLabel = 40;

    /// <summary>
    /// The phrases of a line: labels with their values (<c>**Depends on**: T1 | Blocks: T3</c>), or a phrase that names nothing but tasks
    /// (<c>- after 1.2</c>).
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="own">What the list counts by besides the common forms of ids.</param>
    public static IReadOnlyList<DependencyPhrase> OfLine(string line, IReadOnlySet<string> own)
    {
        var text = Bare(BoxLine.SkipListMarker(line).TrimStart("> \t").ToString());
        if (text.AsSpan().ContainsAny(':', '：'))
        {
            var labelled = Parts(text).Select(OfLabel).OfType<DependencyPhrase>().ToList();
            if (labelled.Count > 0)
            {
                return labelled;
            }
        }

        text = Unmarked(text).Trim();
        return Around(text) is { } around ? [around]
            : Start().FirstIn(text) is { Success: true } start && start.Index == 0 && Named(text, start, own) is { } phrase ? [phrase]
            : [];
    }

    /// <summary>
    /// The phrases in a task's own line: <c>(depends on T012)</c>, <c>[D: 1.2]</c>, <c>; blocks T4</c>, <c>, after #1</c>. Words that say
    /// other things too count behind a bracket or a separator, or before ids with letters, and only where nothing but tasks follows.
    /// </summary>
    /// <param name="title">The line.</param>
    /// <param name="own">What the list counts by besides the common forms of ids.</param>
    public static IReadOnlyList<DependencyPhrase> InTitle(string title, IReadOnlySet<string> own)
    {
        var found = new List<DependencyPhrase>();
        foreach (Match bracket in InBrackets().AllIn(title))
        {
            found.Add(new DependencyPhrase(TaskPrecedence.Waits, UpToNext(bracket.Groups[1].Value)));
        }

        title = Unmarked(title);
        found.AddRange(InsideOut().AllIn(title).Select(clause => Around(clause.Value.Trim())).OfType<DependencyPhrase>());
        var bracketed = found.Count > 0;
        foreach (var start in Start().AllIn(title).Where(start => !IsQuoted(title, start.Index)))
        {
            if (Named(title, start, own, out var denied) is { } phrase && !(bracketed && phrase.Precedence == TaskPrecedence.Waits))
            {
                found.Add(phrase);
            }
            else if (denied is { Length: > 0 })
            {
                found.Add(new DependencyPhrase(TaskPrecedence.Waits, denied));
            }
        }

        return found;
    }

    /// <summary>Whether a line is a comment that names the tasks which come before or after, and says nothing else.</summary>
    public static bool IsComment(string line) =>
        line.AsSpan().Trim() is ['<', '!', '-', '-', .., '-', '-', '>']
        && OfLine(line, System.Collections.Frozen.FrozenSet<string>.Empty) is { Count: > 0 } phrases
        && phrases.All(phrase => phrase.Precedence != TaskPrecedence.MayWait && NamesOnlyTasks(phrase.Value));

    /// <summary>Whether a text names tasks and nothing else.</summary>
    public static bool NamesOnlyTasks(string text) =>
        Names().FirstIn(text) is { Success: true } names && names.Length == text.TrimEnd().Length;

    // A line that is a comment or emphasis as a whole says what is in it.
    private static string Bare(string text)
    {
        if (text.StartsWith("<!--", StringComparison.Ordinal) && text.TrimEnd().EndsWith("-->", StringComparison.Ordinal))
        {
            return text.TrimEnd()[4..^3].Trim();
        }

        var whole = text.Length > 0 && text[0] is '*' or '_' ? Emphasised().FirstIn(text.TrimEnd()) : Match.Empty;
        return whole.Success ? whole.Groups[2].Value : text;
    }

    private static DependencyPhrase? OfLabel(string part)
    {
        var colon = part.AsSpan().IndexOfAny(':', '：');
        if (
            colon is <= 0 or > LongestLabel
            || DependencyRelation.OfLabel(part[..colon]) is not (not TaskPrecedence.None and var precedence)
        )
        {
            return null;
        }

        // "**Depends on: T1**" and "_Depends on: T1_" end where they began.
        var value = part[(colon + 1)..].Trim().TrimStart('*', '_', ' ').TrimEnd('*', '_', ' ');
        return new DependencyPhrase(precedence, value);
    }

    private static IEnumerable<string> Parts(string line)
    {
        var begin = 0;
        foreach (Match separator in Separator().AllIn(line))
        {
            yield return line[begin..separator.Index];
            begin = separator.Index + separator.Length;
        }

        yield return line[begin..];
    }

    private static DependencyPhrase? Named(string text, Match start, IReadOnlySet<string> own) => Named(text, start, own, out _);

    // What follows the words, unless they are denied; what the denial says then is in the last parameter.
    private static DependencyPhrase? Named(string text, Match start, IReadOnlySet<string> own, out string? denied)
    {
        var phrase = Following(text, start, own);
        denied = phrase is null ? null : DependencyNegation.Of(text, start);
        return denied is null ? phrase : null;
    }

    // What follows the words, where it names tasks and nothing else up to a bracket, a separator or the end.
    private static DependencyPhrase? Following(string text, Match start, IReadOnlySet<string> own)
    {
        var rest = text[(start.Index + start.Length)..];
        if (own.Count > 0 && OwnIds.Named(End().FirstIn(rest).Value, own) is { } ids)
        {
            return new DependencyPhrase(PrecedenceOf(start), string.Join(", ", ids));
        }

        if (WithException(rest) is { } parted)
        {
            return start.Groups[1].Success || IsApart(text, start.Index) ? new DependencyPhrase(PrecedenceOf(start), parted) : null;
        }

        var names = Names().FirstIn(rest);
        if (
            !names.Success
            || (
                !TaskIdForm.AllIn(names.Groups[1].Value).Any()
                && !Others().IsIn(names.Groups[1].Value)
                && !Letter().IsIn(names.Groups[1].Value)
            )
        )
        {
            // Words that say nothing else bind the tasks that they begin with, whatever follows.
            return start.Groups[1].Success && Beginning().FirstIn(rest) is { Success: true } beginning
                ? new DependencyPhrase(TaskPrecedence.Waits, beginning.Value.Trim())
                : null;
        }

        var precedence = PrecedenceOf(start);
        var value = names.Groups[1].Value.Trim();
        value = value.Contains('[', StringComparison.Ordinal) ? value : value.TrimEnd(']', ' ');
        return precedence == TaskPrecedence.Waits || IsApart(text, start.Index) || TaskIdForm.AllIn(value).All(id => char.IsLetter(id[0]))
            ? new DependencyPhrase(precedence, value)
            : null;
    }

    private static TaskPrecedence PrecedenceOf(Match start) =>
        start.Groups[1].Success ? TaskPrecedence.Waits
        : start.Groups[2].Success ? TaskPrecedence.Holds
        : TaskPrecedence.MayWait;

    private static bool IsApart(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd();
        return before.Length == 0
            || before[^1] is '(' or '[' or '（' or ';' or ',' or '，' or '|' or '·' or '•' or '@' or '—' or '–' or '.'
            || (before[^1] == '-' && before.Length < at);
    }

    private const string AllOthers =
        @"all\s+(?:of\s+)?(?:the\s+)?(?:prior|previous|preceding|earlier|above|other|others|remaining)(?:\s+(?:tasks?|groups?|phases?|steps?|items?))?"
        + @"|(?:the\s+)?(?:previous|preceding|prior)\s+(?:task|step|item|one|group|phase)|(?:the\s+)?(?:task|step|item|one)\s+(?:above|before)";

    [GeneratedRegex(@"(?:\s[|·•]\s|;\s*)(?=[*_`]*\p{L}[\p{L}\s_-]{1,30}[*_`]*\s*[:：])", RegexOptions.None, 1000)]
    private static partial Regex Separator();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}_-])(?:("
            + DependencyRelation.Waits
            + ")|("
            + DependencyRelation.Holds
            + ")|("
            + DependencyRelation.MayWait
            + @"))(?:(?![\p{L}\p{N}_])|(?<=[\u2E80-\u9FFF\uAC00-\uD7AF])(?="
            + DependencyText.JoinedNoun
            + @"?\s*#?[A-Z]{0,10}\d))[\s*_`]*[:：(]?[\s*_`]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Start();

    [GeneratedRegex(
        @"^((?>(?:(?i:"
            + AllOthers
            + @")|(?>(?:\b(?i:"
            + DependencyText.Noun
            + @")\s+[A-Z](?![\w.])|\b(?i:"
            + DependencyText.Noun
            + @")\b|"
            + DependencyText.JoinedNoun
            + @"(?=\s*#?\d)|(?:(?<![\w.-])|(?<="
            + DependencyText.JoinedNoun
            + @"|[和与及と]))"
            + TaskIdForm.Any
            + @"(?![A-Za-z0-9_]|\.\d)|\b(?i:and|und|or|to|through|y|et|e)\b|[\s,，、&+/#`\[\]和与及と]|-|–|—|\.\.)+)))(?:\s*\b(?i:(?:is|are|has|have|ist|sind|est|está|é)\s+(?:been\s+)?)?(?i:done|complete[d]?|finished|merged|fertig|erledigt|abgeschlossen|terminée?s?|terminad[oa]s?|concluíd[oa]s?|klaar|gotowe|готов[оа]?))?)(?=\s*(?:$|[)）\];|·•.,(]))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Names();

    [GeneratedRegex(@"^(?:(?i:" + DependencyText.Noun + @")\s+#?\d|" + TaskIdForm.Letters + @"\d)[^)）\];]*", RegexOptions.None, 1000)]
    private static partial Regex Beginning();

    // Up to where a phrase ends.
    [GeneratedRegex(@"^[^)）\];|·•(]*?(?=\.?\s*(?:$|[)）\];|·•(]))", RegexOptions.None, 1000)]
    private static partial Regex End();

    [GeneratedRegex(@"\s*(?<mark>[*_]{0,2})[(\[（]([^()\[\]（）]{1,200})[)\]）]\k<mark>(?!\()", RegexOptions.None, 1000)]
    private static partial Regex Bracket();

    [GeneratedRegex(@"^([*_]{1,2})([^*_]+)\1$", RegexOptions.None, 1000)]
    private static partial Regex Emphasised();

    [GeneratedRegex(@"\b(?i:" + DependencyText.Noun + @")\s+[A-Z](?![\w.])", RegexOptions.None, 1000)]
    private static partial Regex Letter();

    [GeneratedRegex("^(?:" + AllOthers + ")", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Others();

    [GeneratedRegex(
        @"[(\[（](?:[^()（）\[\]]{0,60}[;,，]\s*)?(?:(?:depend(?:s|ing|ent)?\s+(?:up)?on|blocked\s+(?:by|on))\s*[:：]?|(?:"
            + DependencyRelation.Waits
            + @"|D)\s*[:：])\s*([^)）\]]{1,400})[)\]）]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex InBrackets();
}
