using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <content>The forms of what is in a title.</content>
internal sealed partial record TaskTitle
{
    // An id that is a link to the place that tells more.
    [GeneratedRegex(@"^(\[(?=[^\]]*\d)[A-Za-z0-9.#_-]{1,30}\])\([^()\s]{1,300}\)(?=\s*\S)", RegexOptions.None, 1000)]
    private static partial Regex LinkedId();

    // "T001" says which task it is and nothing of it; "H264" and "3.11" may say all.
    [GeneratedRegex(@"^T(?:ASK)?-?\d", RegexOptions.None, 1000)]
    private static partial Regex NamesNothingElse();

    [GeneratedRegex(@"\\([!-/:-@\[-`{-~])", RegexOptions.None, 1000)]
    private static partial Regex Escape();

    // Code is left as it is.
    [GeneratedRegex(@"(`[^`]*`)|(?<![\w*~])(\*\*|~~)(?=\S)((?:`[^`]*`|[^*~`]){1,400}?)(?<=\S)\2(?![*~])", RegexOptions.None, 1000)]
    private static partial Regex Emphasis();

    // Conductor ends each phase with what only its user can do.
    [GeneratedRegex(@"\buser manual verification\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfPerson();

    [GeneratedRegex(@"^\d{1,4}(?:\.\d{1,4})*\.?(\*)(?=\s)", RegexOptions.None, 1000)]
    private static partial Regex StarredNumber();

    [GeneratedRegex(
        @"^(?:(?<mark>\*{2,3}|\*(?=\S))(?=[^*])(?<inner>[^*]{1,200}?)\k<mark>|(?<mark>_{1,3})(?=[^\s_])(?<inner>.{1,200}?)(?<=[^\s_])\k<mark>(?![\p{L}\p{N}_]))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex EmphasisedStart();

    [GeneratedRegex(
        "^((" + TaskIdForm.Letters + @")(\d{1,6})" + TaskIdForm.Tail + @")(?=[\s:.)\],*`]|_{1,3}(?![\p{L}\p{N}_])|$|[^\x00-\x7F])",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Lettered();

    [GeneratedRegex(@"^[\[(]((" + TaskIdForm.Letters + @")(\d{1,6})" + TaskIdForm.Tail + @")[\])]", RegexOptions.None, 1000)]
    private static partial Regex BracketedId();

    [GeneratedRegex(
        @"^(?:Task|Step|TASK|任务|タスク)\s*#?(\d{1,4}(?:\.\d{1,4}){0,5}[a-f]?)(?=\s*[:：.)\-–—]|\s*$|\*\*)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex NounId();

    [GeneratedRegex(
        @"^(\d{1,4}(?:\.\d{1,4}){1,5}[a-f]?)(?:[.)、．:：](?=\s|$|[^\x00-\x7F])|(?=[\s\u3000(]|$|[^\x00-\x7F]))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex DottedId();

    [GeneratedRegex(
        @"^(\d{1,4}[a-f]?)(?:[.)、．:：](?=\s|$|[^\x00-\x7F]|[A-Z])|\s+[-–—](?=\s+\D))|^(\d{1,4}(?:\.\d{1,4})*\.[a-z])(?:[.)、．:：](?=\s|$)|(?=\s))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex PlainNumber();

    // "(1) Title", "[2] Title", "#3 Title".
    [GeneratedRegex(
        @"^(?:[(\[](\d{1,4}(?:\.\d{1,4}){0,5}[a-f]?)[)\]]|[#№]\s?(\d{1,6}(?:\.\d{1,4}){0,5}[a-f]?)(?=[\s:：.)–—-]|$))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex MarkedNumber();

    // "08-01: Title" and "08-01-PLAN.md", the first plan of the eighth phase.
    [GeneratedRegex(@"^(\d{1,3}(?:\.\d{1,2})?-\d{1,3})(?:(?=\s*[:：])|-PLAN(?:\.md)?(?=\W|$))", RegexOptions.None, 1000)]
    private static partial Regex PairedNumber();

    [GeneratedRegex(@"^\s*(?:(\[P(?::[\d.]+)?\]|\(P\))|\[US\d+\])\s*", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
