using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core;

namespace Ashlar.Providers.Shapes;

/// <summary>The number in a server's words that is the bound, not what was asked for: told by the words and signs next to it.</summary>
internal static partial class LimitText
{
    private const int LeastMention = 60;

    /// <summary>The bound, or null where the words give none.</summary>
    /// <param name="words">What the server said.</param>
    /// <param name="asked">Numbers of our own that it may repeat.</param>
    /// <param name="least">Numbers below this are none.</param>
    public static long? Find(string words, IReadOnlyCollection<long> asked, long least)
    {
        words = Range.ReplaceIn(words, "at most $1");
        var found = Number.AllIn(words).Select(match => (Match: match, Value: Value(match))).Where(one => one.Value is not null).ToList();
        var best = (Score: 0, Value: (long?)null);
        for (var index = 0; index < found.Count; index++)
        {
            var (match, value) = found[index];
            if (value < least || asked.Contains(value!.Value))
            {
                continue;
            }

            var from = index == 0 ? 0 : found[index - 1].Match.Index + found[index - 1].Match.Length;
            var to = index + 1 < found.Count ? found[index + 1].Match.Index : words.Length;
            var score = Score(words[Math.Max(from, match.Index - LeastMention)..match.Index], words[(match.Index + match.Length)..to]);
            if (score > best.Score || (score == best.Score && score > 0 && value > best.Value))
            {
                best = (score, value);
            }
        }

        return best.Value;
    }

    private static int Score(string before, string after)
    {
        var clause = Clause.SplitIn(before)[^1];
        var next = Clause.SplitIn(after)[0];
        next = next.Length > 14 ? next[..14] : next;
        var score = 0;
        score += Sign.IsIn(before) ? 3 : 0;
        score += Bound.IsIn(clause) ? 2 : 0;
        score += BoundAfter.IsIn(next) ? 2 : 0;
        score -= Demand.IsIn(clause) ? 2 : 0;
        score -= Part.IsIn(next) ? 1 : 0;
        return score;
    }

    private static long? Value(Match match)
    {
        var digits = match.Groups["n"].Value.Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > int.MaxValue)
        {
            return null;
        }

        return match.Groups["k"].Length > 0 ? value * 1000 : value;
    }

    [GeneratedRegex(@"(?<![\w.\-])(?<n>\d{1,3}(?:[,_]\d{3})+|\d+)(?<k>[kK](?!\w))?(?![\w>]|\.\d)", RegexOptions.None, 1000)]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"[.;!?](?=\s|$)|\n|,\s|\b(?:but|and|however)\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Clause { get; }

    // "[1, 4096]", "between 1 and 4096", "from 1 to 4096"
    [GeneratedRegex(
        @"(?:[\[(]\s*|\bbetween |\bfrom )\d{1,9}(?:\s*,\s*| and | to |\s*-\s*)(\d{1,9})\b[\])]?",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Range { get; }

    [GeneratedRegex(@"\b(?:max\w*|limit\w*|allowed|window|context)\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BoundAfter { get; }

    [GeneratedRegex(@"(?:(?<=\s)(?:>=?|<=?)|≤|≥)\s*\(?$", RegexOptions.None, 1000)]
    private static partial Regex Sign { get; }

    [GeneratedRegex(
        @"\b(?:max\w*|limit\w*|at most|up to|only|exceeds?|exceeding|less than|fewer than|longer than|larger than|greater than|more than|below|"
            + @"allowed|window|supports?|capacity|n_ctx|ctx|context (?:length|size)|range|between|must be|should be)\b|最大|上限|限制|不能超过|不超过",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Bound { get; }

    [GeneratedRegex(
        @"\b(?:requested|your|contains?|given|received|got|resulted|used|sent|prompt has|request has|has|keep|total of|provided)\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Demand { get; }

    [GeneratedRegex(@"\b(?:in the|input|prompt|completion|messages|requested|were)\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Part { get; }
}
