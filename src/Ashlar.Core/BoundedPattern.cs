using System.Text.RegularExpressions;

namespace Ashlar.Core;

/// <summary>
/// The only way to use a regular expression on text of others. Each expression has a time limit for a match. A text on which it is reached
/// twice by work, not by waiting for a processor, is undecided: neither "there is a match" nor "there is none" is known. That is never taken for
/// an answer by itself: these methods then throw, and who can do without an answer says so by <see cref="OrNone"/>.
/// </summary>
public static class BoundedPattern
{
    private const int MostAttempts = 30;
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(1);

    /// <summary>An expression that is made while the program runs, with a name in it for example.</summary>
    public static Regex Of(string pattern, RegexOptions options = RegexOptions.None) => new(pattern, options, longest);

    /// <summary>
    /// The same expression for a text that decides nothing, or whose reading in full only adds: where it takes too long, it has no match.
    /// </summary>
    public static LenientPattern OrNone(this Regex pattern) => new(pattern);

    /// <summary>Whether the text has a match.</summary>
    /// <exception cref="UndecidedTextException">That takes too long to find out.</exception>
    public static bool IsIn(this Regex pattern, string text) => Decided(pattern, text, pattern.IsMatch);

    /// <summary>Whether the text has a match; <paramref name="undecided"/> where that takes too long to find out.</summary>
    public static bool IsIn(this Regex pattern, string text, bool undecided)
    {
        try
        {
            return pattern.IsIn(text);
        }
        catch (UndecidedTextException)
        {
            return undecided;
        }
    }

    /// <summary>The first match.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <exception cref="UndecidedTextException">That takes too long to find out.</exception>
    public static Match FirstIn(this Regex pattern, string text, int from = 0) => Decided(pattern, text, read => pattern.Match(read, from));

    /// <summary>All matches.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <exception cref="UndecidedTextException">One of them takes too long to find.</exception>
    public static IReadOnlyList<Match> AllIn(this Regex pattern, string text, int from = 0)
    {
        var all = new List<Match>();
        for (var match = pattern.FirstIn(text, from); match.Success; match = Decided(pattern, text, _ => match.NextMatch()))
        {
            all.Add(match);
        }

        return all;
    }

    /// <summary>The last match, or null.</summary>
    /// <exception cref="UndecidedTextException">That takes too long to find out.</exception>
    public static Match? LastIn(this Regex pattern, string text) => pattern.AllIn(text) is [.., var last] ? last : null;

    /// <summary>How many matches there are.</summary>
    /// <exception cref="UndecidedTextException">That takes too long to find out.</exception>
    public static int CountIn(this Regex pattern, string text) => pattern.AllIn(text).Count;

    /// <summary>The text with each match replaced.</summary>
    /// <exception cref="UndecidedTextException">That takes too long to find out.</exception>
    public static string ReplaceIn(this Regex pattern, string text, string replacement) =>
        Decided(pattern, text, read => pattern.Replace(read, replacement));

    /// <summary>The text with matches replaced, at most so many.</summary>
    /// <exception cref="UndecidedTextException">That takes too long to find out.</exception>
    public static string ReplaceIn(this Regex pattern, string text, string replacement, int most) =>
        Decided(pattern, text, read => pattern.Replace(read, replacement, most));

    /// <summary>The text with each match replaced.</summary>
    /// <exception cref="UndecidedTextException">That takes too long to find out.</exception>
    public static string ReplaceIn(this Regex pattern, string text, MatchEvaluator replacement) =>
        Decided(pattern, text, read => pattern.Replace(read, replacement));

    /// <summary>The parts between the matches.</summary>
    /// <exception cref="UndecidedTextException">That takes too long to find out.</exception>
    public static string[] SplitIn(this Regex pattern, string text) => Decided(pattern, text, pattern.Split);

    private static T Decided<T>(Regex pattern, string text, Func<string, T> read)
    {
        for (var (slow, attempt) = (0, 1); ; attempt++)
        {
            var worked = ThreadTime.Worked;
            try
            {
                return read(text);
            }
            catch (RegexMatchTimeoutException trouble)
            {
                // The limit is one of passed time; on a busy machine most of that may be spent waiting for a processor.
                slow += ThreadTime.Worked - worked >= pattern.MatchTimeout / 2 ? 1 : 0;
                if (slow == 2 || attempt == MostAttempts)
                {
                    throw new UndecidedTextException(text, pattern.ToString(), trouble);
                }
            }
        }
    }
}
