using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>Words of commands whose output becomes words of another command: <c>pytest $(cat args.txt)</c>.</summary>
internal static partial class SubstitutedWords
{
    /// <summary>The words, in their order.</summary>
    public static IEnumerable<string> Of(string lines) =>
        Substituted()
            .AllIn(lines)
            .Where(match => !IsCompared(lines, match.Index))
            .SelectMany(match => match.Groups[1].Value.Split([' ', '\t', '<'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a place lies in a command that only compares or shows its words: <c>[ "$(cat total.txt)" = 42 ]</c>.</summary>
    private static bool IsCompared(string lines, int place)
    {
        var start = place == 0 ? 0 : lines.LastIndexOfAny(['\n', ';', '&', '|'], place - 1) + 1;
        return lines[start..place]
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(word => word is "if" or "elif" or "while" or "until" or "!" or "then" or "else" or "do")
            .FirstOrDefault()
            is "["
                or "[["
                or "test"
                or "echo"
                or "printf"
                or "case"
                or "expr";
    }

    // A variable by itself (`VERSION=$(cat VERSION)`) is read by whatever uses it, most often by none that judges.
    [GeneratedRegex(
        @"(?<!=[ \t""]?)(?:\$\((?:shell[ \t]+)?|`)((?:cat[ \t]|head[ \t]|grep[ \t]|xargs[ \t]|<)[^()`\n]{1,200})[)`]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Substituted();
}
