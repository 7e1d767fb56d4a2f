using System.Text.RegularExpressions;
using Ashlar.Core;

namespace Ashlar.Providers.Shapes;

/// <summary>Whether a refusal is about the length of what was said, and which window it tells.</summary>
internal static partial class LengthRefusal
{
    /// <summary>A smaller number is not the size of a window.</summary>
    private const int LeastWindow = 256;

    /// <summary>Whether the request was too long for the model, by status or words.</summary>
    public static bool Is(int status, string words) =>
        status is 413 || (IsAboutLength(words) && !(OutputOnly.IsIn(words) && !Whole.IsIn(words)));

    /// <summary>The window in tokens, or null where the words give none.</summary>
    /// <param name="refusal">What the server said.</param>
    /// <param name="bound">The bound of the answer that was asked for.</param>
    public static int? Window(Refusal refusal, int bound)
    {
        var given = refusal.Numbers.FirstOrDefault(number =>
            number.Value is >= LeastWindow and <= int.MaxValue && WindowName.IsIn(number.Key) && !DemandName.IsIn(number.Key)
        );
        return (int?)(given.Key is null ? LimitText.Find(refusal.Words, [bound, refusal.Status], LeastWindow) : given.Value);
    }

    private static bool IsAboutLength(string words) =>
        Code.IsIn(words) || (Whole.IsIn(words) && Excess.IsIn(words) && Unit.IsIn(words)) || Chinese.IsIn(words);

    [GeneratedRegex(
        @"\b\w*(?:context|prompt|input|request|token)\w*_(?:\w+_)?(?:too_(?:long|large|many)|exceeded|exceeds|overflow\w*|limit)\b"
            + @"|\b(?:exceed|exceeds|exceeded)_(?:context|prompt|input|max_token|token)\w*|\bcontextlength\w*|\bcontext[ _-]?window[ _-]?exceeded\w*",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Code { get; }

    /// <summary>What was said as a whole, in contrast to the answer.</summary>
    [GeneratedRegex(
        @"\b(?:context|prompts?|inputs?|messages?|conversation|sequence|total|tokens? counts?|too many tokens)\b|n_ctx",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Whole { get; }

    [GeneratedRegex(
        @"too (?:long|large|many|big)|exceed|longer than|larger than|greater than|more than|overflow|over the|maximum|max\b|must be (?:<|≤|less|at most|below|no)|"
            + @"limit|range of|reduce|shorten|truncat|(?:not|n't) fit|out of (?:range|context)|\d[^\n>]{0,12}> ?\d",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Excess { get; }

    [GeneratedRegex(
        @"\btokens?\b|\btoken_count|context (?:length|window|size|limit)|input length|prompt length|sequence length|too long|\bctx\b|n_ctx",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Unit { get; }

    /// <summary>The bound of the answer alone.</summary>
    [GeneratedRegex(
        @"\bmax(?:imum)?_?(?:completion_|output_|new_)?tokens\b|\b(?:completion|output) tokens\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex OutputOnly { get; }

    [GeneratedRegex("(?:上下文|输入|提示|prompt|tokens?).{0,20}(?:超长|超出|超过|过长|太长|限制|上限)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Chinese { get; }

    [GeneratedRegex("ctx|context|window|max|limit", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex WindowName { get; }

    [GeneratedRegex("prompt|used|request|given|actual|completion|output|messages|code|status", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DemandName { get; }
}
