using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>What a command printed, without colours and other orders to a terminal.</summary>
internal static partial class PlainOutput
{
    private const char Escape = '\x1b';

    /// <summary>The text; the same object where there is nothing to take out.</summary>
    public static string Of(string text) => text.Contains(Escape, StringComparison.Ordinal) ? Orders().OrNone().ReplaceIn(text, "") : text;

    // CSI orders (colours, movements) and OSC orders (titles, links), which end with BEL or ST.
    [GeneratedRegex(
        @"\x1b(?:\[[0-?]{0,64}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\)|[()][0-9A-Z]|[=>78cDEHM])",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Orders();
}
