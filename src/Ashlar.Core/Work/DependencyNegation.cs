using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>What statements of dependency deny or leave out: <c>no longer depends on T1</c>, <c>T1 through T3, except T2</c>.</summary>
internal static partial class DependencyNegation
{
    private const string Not =
        @"no\s+longer|not|never|cannot|neither|without|no(?!\.|\s*\d)|\p{L}+n['’]t|nicht(?:\s+mehr)?|kein(?:e[nmrs]?)?|niemals|weder|ohne"
        + @"|pas|jamais|sans|ya\s+no|nunca|sin|não|nem|sem|non|senza|niet|geen|nooit|zonder|nie|nigdy|bez|не|никогда|без|inte|utan";

    private const string Except =
        @"(?:with\s+the\s+exception\s+of|except(?:ing|ed)?(?:\s+for)?|excluding|other\s+than|apart\s+from|aside\s+from|save\s+for|rather\s+than|instead\s+of|formerly|previously"
        + @"|außer|ausser|ausgenommen|bis\s+auf|abgesehen\s+von|statt|anstelle\s+von|sauf|excepté|hormis|à\s+l['’]exception\s+de|au\s+lieu\s+de|plutôt\s+que"
        + @"|excepto|salvo|menos|en\s+lugar\s+de|exceto|em\s+vez\s+de|eccetto|tranne|invece\s+di|behalve|uitgezonderd|in\s+plaats\s+van"
        + @"|oprócz|poza|z\s+wyjątkiem|zamiast|кроме|за\s+исключением|вместо|förutom)";

    private static readonly char[] Separators = [' ', ',', ';', '(', '（', '，', '、', '-', '–', '—'];

    private const string Nothing = @"(?:nothing|none|no\s+\p{L}+|nichts|rien|nada|niente|nulla|niets|nic|ничего)";

    // "blocked" is denied by "not", while what "not before T1" and "not after T1" leave open are other things.
    private const string OfTime = @"(?:before|until|till|after|once|nach|después\s+de|après|depois\s+de|dopo|na|po|после)[\s*_`:：(]*$";

    /// <summary>
    /// What a denial before the words of a relation makes of a statement: <c>none</c> where it says that there is no such dependency, its
    /// words where they are not understood, an empty text where it is prose that binds nothing; null where nothing denies it.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The words that say which task comes first.</param>
    public static string? Of(string text, Match start)
    {
        var clause = Clause().FirstIn(text[..start.Index]);
        if (!clause.Success || Denied().FirstIn(clause.Groups[2].Value) is not { Success: true } denied)
        {
            return null;
        }

        return !Apart().IsIn(clause.Groups[1].Value) ? (Time().IsIn(start.Value) ? null : "")
            : Time().IsIn(start.Value) || denied.Groups[1].Value.Length > 0
                ? clause.Groups[2].Value + UpToEnd().FirstIn(text[start.Index..]).Value
            : "none";
    }

    /// <summary>
    /// A statement's part that binds and the part that it leaves out; null where it denies nothing. <c>nothing but T1</c> binds T1. Remarks
    /// that deny something else (<c>T1; not urgent</c>) are no part of it.
    /// </summary>
    public static (string Binding, string Left)? Split(string value)
    {
        if (TaskIds.CommonLength(value) == value.Length || !Marker().IsIn(value))
        {
            return null;
        }

        value = Note().ReplaceIn(value, note => Bare(note));
        if (Marker().FirstIn(value) is not { Success: true } marker)
        {
            return null;
        }

        if (Boundary().LastIn(value[..marker.Index]) is { Index: > 0 } end && !TaskIdForm.AllIn(value[end.Index..]).Any())
        {
            return Split(value[..end.Index]) ?? (value[..end.Index], "");
        }

        var binding = value[..marker.Index].TrimEnd(Separators);
        binding = Joint().ReplaceIn(binding, "").TrimEnd(Separators);
        var left = Nor().ReplaceIn(value[(marker.Index + marker.Length)..], ",").Trim(' ', '.', ')', '）', ',', '。', '*', '_');
        var isException = marker.Groups[1].Success || marker.Groups[2].Success;
        return binding.Length == 0 ? (DependencyPhrase.NamesOnlyTasks(left) && !isException ? ("none", "") : ("", Unclear))
            : !OnlyNothing().IsIn(binding) ? (binding, left.Length > 0 ? left : Unclear)
            : isException && left.Length > 0 ? (left, "")
            : ("none", "");
    }

    /// <summary>What a statement leaves out, where that is not understood.</summary>
    public const string Unclear = "?";

    // A remark in brackets denies something else, unless it names tasks and nothing else.
    private static string Bare(Match note) =>
        Marker().FirstIn(note.Groups[1].Value) is not { Success: true } marker ? note.Value
        : marker.Index == 0 && DependencyPhrase.NamesOnlyTasks(note.Groups[1].Value[marker.Length..]) ? $" {note.Groups[1].Value} "
        : " ";

    [GeneratedRegex(@"(^|[(\[（;；,，.:：|·•—–]|\s-\s)\s*([^(\[（;；,，.:：|·•—–]*)$", RegexOptions.None, 1000)]
    private static partial Regex Clause();

    // At most a few words before and behind the one that denies.
    [GeneratedRegex(
        @"^(?:[\p{L}\p{N}_./#-]*\d[\p{L}\p{N}_./#-]*[:.)]?\s+)?((?:[\p{L}'’]+\s+){3,8})?(?:[\p{L}'’]+\s+){0,2}?(?:"
            + Not
            + @")\s+(?:[\p{L}'’]+\s+){0,3}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Denied();

    [GeneratedRegex(@"^[^)\]）;；]*", RegexOptions.None, 1000)]
    private static partial Regex UpToEnd();

    [GeneratedRegex(@"^(?:[(\[（;；,，.:：|·•—–]|\s-\s)$", RegexOptions.None, 1000)]
    private static partial Regex Apart();

    [GeneratedRegex(OfTime, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}_/-])(?:("
            + Except
            + @"|but(?!\s+not\b)(?=\s+(?:"
            + DependencyText.Noun
            + @"\s+)?#?[A-Z]*\d)|(?<=\b"
            + Nothing
            + @"\s+)but)|(?:but\s+|and\s+|aber\s+|mais\s+|pero\s+|mas\s+|ma\s+|maar\s+|ale\s+|но\s+)?(?:"
            + Not
            + @")(?:\s+(?:on|by|for|upon|any\s*more))?)(?![\p{L}\p{N}_-])|(除了|除外)|(?:不(?:再|需要?|用|必)?|无需|而非|并非)(?:依赖)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Marker();

    [GeneratedRegex(@"[(（]([^()（）]{0,300})(?:[)）]|$)", RegexOptions.None, 1000)]
    private static partial Regex Note();

    [GeneratedRegex(@"[;；]|\.\s|。|\s[-–—]\s(?!\s*#?[A-Z]*\d)", RegexOptions.None, 1000)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\s(?:and|but|und|aber|et|mais|y|pero|e|mas|ma|en|maar|i|ale|и|но|or)$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Joint();

    [GeneratedRegex(@"\s(?:nor|noch|ni|nem|né|ani|ни)\s", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Nor();

    [GeneratedRegex(@"^(?:" + Nothing + @"|none\b.*)(?:\s+(?:at\s+all|else))?$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OnlyNothing();
}
