using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Tools;

/// <summary>A search pattern, and what can be told of a file without running it.</summary>
internal sealed class GrepPattern
{
    private const int Longest = 10_000;
    private static readonly TimeSpan longestMatch = TimeSpan.FromSeconds(2);
    private static readonly string[] contextual = ["(?!", "(?<", "(?=", "(?>", "\\A", "\\z", "\\Z", "\\G"];

    private readonly byte[] literal;
    private readonly bool wholeTextDecides;

    /// <summary>Compiles the pattern.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression.</exception>
    public GrepPattern(string pattern, bool ignoreCase, bool multiline)
    {
        if (pattern.Length > Longest)
        {
            throw new ArgumentException($"it is longer than {Longest} characters", nameof(pattern));
        }

        var options = RegexOptions.Multiline | RegexOptions.CultureInvariant;
        options |= ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None;
        options |= multiline ? RegexOptions.Singleline : RegexOptions.None;
        Expression = new Regex(WithoutPosixClasses(pattern), options, longestMatch);
        literal = ignoreCase || pattern.Contains("(?", StringComparison.Ordinal) ? [] : Encoding.UTF8.GetBytes(LongestLiteral(pattern));
        wholeTextDecides = !contextual.Any(part => pattern.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>The expression.</summary>
    public Regex Expression { get; }

    /// <summary>Whether a file with these bytes can match at all: it holds the longest literal part of the pattern.</summary>
    public bool MayMatch(ReadOnlySpan<byte> content) => literal.Length == 0 || content.IndexOf(literal) >= 0;

    /// <summary>Whether some line of the text can match, found out in one pass.</summary>
    public bool MayMatch(string text) => !wholeTextDecides || text.Contains('\r', StringComparison.Ordinal) || Expression.IsMatch(text);

    /// <summary>The longest run of letters that every match must contain; empty where none is certain.</summary>
    internal static string LongestLiteral(string pattern)
    {
        if (pattern.AsSpan().ContainsAny("|([{"))
        {
            // Groups, classes and alternatives: only what is before the first of them is certain, and only without alternatives.
            if (pattern.Contains('|', StringComparison.Ordinal))
            {
                return "";
            }

            var cut = pattern.AsSpan().IndexOfAny("([{");
            // {0,2} takes the last letter with it.
            pattern = pattern[..(pattern[cut] == '{' && cut > 0 ? cut - 1 : cut)];
        }

        var (best, run) = ("", new StringBuilder());
        for (var i = 0; i <= pattern.Length; i++)
        {
            var letter = i < pattern.Length ? pattern[i] : '\0';
            var escaped = letter == '\\' && i + 1 < pattern.Length && !char.IsLetterOrDigit(pattern[i + 1]);
            if (i < pattern.Length && (escaped || !".\\*+?^$)]}".Contains(letter, StringComparison.Ordinal)))
            {
                _ = run.Append(escaped ? pattern[++i] : letter);
                continue;
            }

            // A quantifier takes the last letter with it; what was a class such as \w is no literal.
            if (letter is '*' or '?' && run.Length > 0)
            {
                run.Length--;
            }

            best = run.Length > best.Length ? run.ToString() : best;
            _ = run.Clear();
            i += letter == '\\' ? 1 : 0;
        }

        return best;
    }

    private static string WithoutPosixClasses(string pattern) =>
        !pattern.Contains("[:", StringComparison.Ordinal)
            ? pattern
            : pattern
                .Replace("[:alpha:]", "a-zA-Z", StringComparison.Ordinal)
                .Replace("[:digit:]", "0-9", StringComparison.Ordinal)
                .Replace("[:alnum:]", "a-zA-Z0-9", StringComparison.Ordinal)
                .Replace("[:upper:]", "A-Z", StringComparison.Ordinal)
                .Replace("[:lower:]", "a-z", StringComparison.Ordinal)
                .Replace("[:space:]", "\\s", StringComparison.Ordinal)
                .Replace("[:word:]", "\\w", StringComparison.Ordinal)
                .Replace("[:punct:]", "!-/:-@\\[-`{-~", StringComparison.Ordinal);
}
