using System.Text.RegularExpressions;

namespace Ashlar.Core;

/// <summary>A regular expression where an undecided text counts as one without a match: nothing that hides a finding may hang on it.</summary>
public readonly struct LenientPattern
{
    private readonly Regex pattern;

    internal LenientPattern(Regex pattern) => this.pattern = pattern;

    /// <summary>Whether the text is known to have a match.</summary>
    public bool IsIn(string text) => pattern.IsIn(text, undecided: false);

    /// <summary>The first match, if one is found in time.</summary>
    public Match FirstIn(string text, int from = 0)
    {
        try
        {
            return pattern.FirstIn(text, from);
        }
        catch (UndecidedTextException)
        {
            return Match.Empty;
        }
    }

    /// <summary>All matches, if they are found in time; none else.</summary>
    public IReadOnlyList<Match> AllIn(string text, int from = 0)
    {
        try
        {
            return pattern.AllIn(text, from);
        }
        catch (UndecidedTextException)
        {
            return [];
        }
    }

    /// <summary>The last match, if all are found in time, or null.</summary>
    public Match? LastIn(string text) => AllIn(text) is [.., var last] ? last : null;

    /// <summary>The text with each match replaced; the text itself where that takes too long.</summary>
    public string ReplaceIn(string text, string replacement)
    {
        try
        {
            return pattern.ReplaceIn(text, replacement);
        }
        catch (UndecidedTextException)
        {
            return text;
        }
    }
}
