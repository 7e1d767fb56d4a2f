using System.Buffers;

namespace Ashlar.Core.Work;

/// <summary>How ids relate to each other. Ids are text: <c>1.1</c> is not <c>1.10</c>.</summary>
internal static class TaskIds
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>
    /// Whether two dotted ids differ in the last part only: <c>1.1</c> and <c>1.2</c>, <c>A.1</c> and <c>A.2</c>, but not <c>2.0</c> and <c>2.1</c>.
    /// </summary>
    public static bool AreSiblings(string one, string other)
    {
        if (!Counts(one) || !Counts(other) || IsParent(one, other))
        {
            return false;
        }

        var oneDot = one.LastIndexOf('.');
        var otherDot = other.LastIndexOf('.');
        return oneDot >= 0 ? otherDot == oneDot && string.CompareOrdinal(one, 0, other, 0, oneDot + 1) == 0 : otherDot < 0;
    }

    /// <summary>The ids that the parent of a dotted id may have, nearest first: <c>2.0</c> and <c>2</c> for <c>2.1</c>.</summary>
    public static IEnumerable<string> ParentsOf(string id)
    {
        var dot = id.LastIndexOf('.');
        if (dot <= 0 || !Counts(id))
        {
            yield break;
        }

        if (id[dot..] != ".0")
        {
            yield return id[..dot] + ".0";
        }

        yield return id[..dot];
    }

    // Whether the last part of an id counts: "1", "1.2b", "2.a", "A.1", but not "T012".
    private static bool Counts(string id) =>
        IsNumber(id) || (id.LastIndexOf('.') is > 0 and var dot && (IsNumber(id[(dot + 1)..]) || id.Length - dot == 2));

    // Whether an id is made of numbers and dots, with at most a letter at its end.
    private static bool IsNumber(string id) =>
        id.Length > 0
        && char.IsAsciiDigit(id[0])
        && id.AsSpan(0, id.Length - (char.IsAsciiLetterLower(id[^1]) ? 1 : 0)).IndexOfAnyExcept(NumberCharacters) < 0;

    /// <summary>
    /// The length of the commonest ids at the start of a text, <c>T012</c> and <c>1.2.3</c>, where a space or the end follows; 0 for anything else.
    /// Patterns understand the same and more, but take many times as long.
    /// </summary>
    public static int CommonLength(ReadOnlySpan<char> text)
    {
        var lettered = text.Length > 0 && text[0] == 'T';
        var at = lettered ? 1 : 0;
        var dots = 0;
        for (var digits = 0; ; at++)
        {
            var c = at < text.Length ? text[at] : ' ';
            if (char.IsAsciiDigit(c) && digits < 4)
            {
                digits++;
            }
            else if (c == '.' && digits > 0 && !lettered && dots < 5)
            {
                dots++;
                digits = 0;
            }
            else
            {
                return c == ' ' && digits > 0 && (lettered || dots > 0) ? at : 0;
            }
        }
    }

    /// <summary>Orders ids as people do: letters as text, numbers by value.</summary>
    public static int Compare(string one, string other)
    {
        int i = 0,
            j = 0;
        while (i < one.Length && j < other.Length)
        {
            if (char.IsAsciiDigit(one[i]) && char.IsAsciiDigit(other[j]))
            {
                var order = CompareNumbers(Digits(one, ref i), Digits(other, ref j));
                if (order != 0)
                {
                    return order;
                }
            }
            else if (one[i] != other[j])
            {
                return one[i].CompareTo(other[j]);
            }
            else
            {
                i++;
                j++;
            }
        }

        return (one.Length - i).CompareTo(other.Length - j);
    }

    /// <summary>The form under which an id is looked up when it is not found as written: capitals, no hyphen, no leading zeros.</summary>
    public static string Normal(string id)
    {
        var letters = id.AsSpan().IndexOfAnyInRange('0', '9');
        if (letters < 0)
        {
            return id.ToUpperInvariant();
        }

        var digits = id.AsSpan(letters).TrimStart('0');
        return string.Concat(id[..letters].TrimEnd('-').ToUpperInvariant(), digits);
    }

    private static bool IsParent(string one, string other) => ParentsOf(other).Contains(one, StringComparer.Ordinal);

    private static ReadOnlySpan<char> Digits(string id, ref int at)
    {
        var start = at;
        while (at < id.Length && char.IsAsciiDigit(id[at]))
        {
            at++;
        }

        return id.AsSpan(start, at - start).TrimStart('0');
    }

    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);
}
