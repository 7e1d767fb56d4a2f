using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>What looks like a check-box of a list and is none that is read.</summary>
internal static partial class NearBox
{
    /// <summary>What looks like one, such as <c>[o]</c>, <c>☐</c>, or <c>• [ ]</c> behind another mark of a list; null where a line holds none.</summary>
    public static string? In(string line)
    {
        var odd = Odd().FirstIn(line);
        return odd.Success ? odd.Groups[1].Value
            : Unmarked().FirstIn(line) is { Success: true } box ? box.Groups[1].Value
            : null;
    }

    // An item of a list with something else in its brackets.
    [GeneratedRegex(@"^\s*(?:[-*+]|\d{1,9}[.)])\s*(\[[*/><!?+=.oOvVyYnN_]\])(?=\s)", RegexOptions.None, 1000)]
    private static partial Regex Odd();

    // A box behind no mark of a list, or behind one that Markdown does not know, and a box that is one character.
    [GeneratedRegex(
        @"^\s*((?:(?:[-*+•‣◦▪●○·–—−－＊>]|\d{1,9}[.)、．]|[A-Za-z][.)])\s*){0,2}(?:\[[ \t\u00A0\u3000xX~-]?\]|［[\s xX]?］|\([ \u00A0]\)|[☐☑☒□▢⬜◻❏❑]\uFE0F?|\\\[[ xX]?\\?\]|(?:\*{1,3}|_{1,3})\[[ xX]\]|<input\b[^<>]{0,80}\bcheckbox\b[^<>]{0,80}>))(?=[*_]{0,3}\s+\S)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Unmarked();
}
