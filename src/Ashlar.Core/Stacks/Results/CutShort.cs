using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>What runners say when they end before their last test: of those behind nothing is known, so it is no result of a run.</summary>
internal static partial class CutShort
{
    private const string Words = "the run was cut short, so the tests behind are not known";

    /// <summary>Why the result is none; null where the text says nothing of the kind.</summary>
    /// <param name="text">What the command printed.</param>
    public static string? Of(string text)
    {
        // Above pytest's last summary stands what tests printed, and that may be about runs of their own.
        var summary = Math.Max(0, text.LastIndexOf("short test summary info", StringComparison.Ordinal));
        return Told().LastIn(text[summary..]) is { } told ? Because(told.Value.Trim('!', ' ', '\r', '\n', '\t')) : null;
    }

    /// <summary>The same for a runner that does not say so itself.</summary>
    /// <param name="why">What made it end.</param>
    public static string Because(string why) => FailureText.Line($"{Words}: {why}");

    /// <summary>Whether a reading's trouble is of this kind.</summary>
    public static bool IsTold(string trouble) => trouble.StartsWith(Words, StringComparison.Ordinal);

    // Files that pytest could not collect are told as errors by themselves.
    [GeneratedRegex(
        @"^!+ (?:stopping after \d+ failures|[\w.]*KeyboardInterrupt|[\w.]*Exit: [^\n]{1,300}|[\w.]*Interrupted: (?!\d+ errors? during collection)[^\n]{1,300}) !+\r?$|^\s*Testing stopped early after \d+ maximum allowed failures?\.|^Interrupted\. Exiting\.\.\.\r?$",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Told();
}
