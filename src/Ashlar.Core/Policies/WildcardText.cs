namespace Ashlar.Core.Policies;

/// <summary>Patterns in which <c>*</c> stands for any characters and <c>?</c> for one.</summary>
internal static class WildcardText
{
    /// <summary>Whether the whole text matches. Takes no longer than both lengths multiplied.</summary>
    public static bool Matches(string pattern, string text)
    {
        int at = 0,
            inText = 0,
            star = -1,
            from = 0;
        while (inText < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                from = inText;
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == text[inText]))
            {
                at++;
                inText++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                inText = ++from;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).Trim('*').IsEmpty;
    }
}
