using System.Text.RegularExpressions;

namespace Ashlar.Core.Conversations;

/// <summary>Tells documents from templates that were never filled in.</summary>
internal static partial class UnfilledTemplate
{
    /// <summary>Whether a text is empty, has a placeholder in its title, or placeholders on a quarter of its lines.</summary>
    public static bool Is(string text)
    {
        var lines = text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        if (lines.Count == 0)
        {
            return true;
        }

        var title = lines.Find(line => line.StartsWith("# ", StringComparison.Ordinal));
        var open = lines.Count(line => Placeholder().IsIn(line));
        return (title is not null && Placeholder().IsIn(title)) || (open >= 3 && open * 4 >= lines.Count);
    }

    [GeneratedRegex(
        @"\{\{[^}]{1,80}\}\}|\[[A-Z][A-Z0-9]*(?:[_ -][A-Z0-9]+)+\](?!\()|\[(?:FEATURE|PROJECT|TITLE|DATE|NAME|DESCRIPTION)\](?!\()",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Placeholder();
}
