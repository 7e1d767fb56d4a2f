using System.Text.RegularExpressions;

namespace Ashlar.Core;

/// <summary>
/// The only way to use a regular expression on text of others. Each expression has a time limit for a match; where the text is such that it is
/// reached, these methods return what a text without a match gives, or what the caller says, and never throw.
/// </summary>
public static class BoundedPattern
{
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(1);

    /// <summary>An expression that is made while the program runs, with a name in it for example.</summary>
    public static Regex Of(string pattern, RegexOptions options = RegexOptions.None) => new(pattern, options, longest);

    /// <summary>Whether the text has a match; <paramref name="otherwise"/> where that takes too long to find out.</summary>
    public static bool IsIn(this Regex pattern, string text, bool otherwise = false)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return otherwise;
        }
    }

    /// <summary>Whether the text has a match; <paramref name="otherwise"/> where that takes too long to find out.</summary>
    public static bool IsIn(this Regex pattern, ReadOnlySpan<char> text, bool otherwise = false)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return otherwise;
        }
    }

    /// <summary>The first match, which is none where it takes too long.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    public static Match FirstIn(this Regex pattern, string text, int from = 0)
    {
        try
        {
            return pattern.Match(text, from);
        }
        catch (RegexMatchTimeoutException)
        {
            return Match.Empty;
        }
    }

    /// <summary>All matches, as far as they are found in time.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    public static IReadOnlyList<Match> AllIn(this Regex pattern, string text, int from = 0)
    {
        var all = new List<Match>();
        for (var match = pattern.FirstIn(text, from); match.Success; match = Next(match))
        {
            all.Add(match);
        }

        return all;
    }

    /// <summary>The last match that is found in time, or null.</summary>
    public static Match? LastIn(this Regex pattern, string text) => pattern.AllIn(text) is [.., var last] ? last : null;

    /// <summary>How many matches there are, as far as they are found in time.</summary>
    public static int CountIn(this Regex pattern, string text) => pattern.AllIn(text).Count;

    /// <summary>The text with each match replaced; the text itself where that takes too long.</summary>
    public static string ReplaceIn(this Regex pattern, string text, string replacement)
    {
        try
        {
            return pattern.Replace(text, replacement);
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    /// <summary>The text with matches replaced, at most so many; the text itself where that takes too long.</summary>
    public static string ReplaceIn(this Regex pattern, string text, string replacement, int most)
    {
        try
        {
            return pattern.Replace(text, replacement, most);
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    /// <summary>The text with each match replaced; the text itself where that takes too long.</summary>
    public static string ReplaceIn(this Regex pattern, string text, MatchEvaluator replacement)
    {
        try
        {
            return pattern.Replace(text, replacement);
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    /// <summary>The parts between the matches; the whole text where that takes too long.</summary>
    public static string[] SplitIn(this Regex pattern, string text)
    {
        try
        {
            return pattern.Split(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return [text];
        }
    }

    private static Match Next(Match match)
    {
        try
        {
            return match.NextMatch();
        }
        catch (RegexMatchTimeoutException)
        {
            return Match.Empty;
        }
    }
}
