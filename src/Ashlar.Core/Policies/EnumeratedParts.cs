namespace Ashlar.Core.Policies;

/// <summary>Words that list several things, cut into these.</summary>
internal static class EnumeratedParts
{
    /// <summary>The parts of an enumeration: cut at commas outside parentheses and code.</summary>
    public static List<string> Of(string words)
    {
        var parts = new List<string>();
        var (depth, code, start) = (0, false, 0);
        for (var i = 0; i < words.Length; i++)
        {
            code ^= words[i] == '`';
            depth += words[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (words[i] == ',' && depth <= 0 && !code)
            {
                parts.Add(words[start..i]);
                start = i + 1;
            }
        }

        parts.Add(words[start..]);
        return parts;
    }
}
