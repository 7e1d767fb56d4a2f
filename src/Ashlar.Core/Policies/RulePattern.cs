using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>A path of a statement as the pattern of a rule.</summary>
internal static partial class RulePattern
{
    /// <summary>The pattern; null for a path that is too vague to be one.</summary>
    /// <param name="path">As written.</param>
    /// <param name="kind">What the statement says.</param>
    /// <param name="isDocument">Whether it is one of a document.</param>
    public static string? Of(string path, StatementKind kind, bool isDocument)
    {
        var pattern = path.TrimStart('/');
        var isBare = !pattern.Contains('/', StringComparison.Ordinal) && !pattern.Contains('*', StringComparison.Ordinal);
        var narrows = kind == StatementKind.Allow;
        var isVague = narrows && isBare && !pattern.Contains('.', StringComparison.Ordinal) && !FileNames.IsKnown(pattern);
        var isGuess =
            isDocument && (path.StartsWith('/') || (narrows && !pattern.Contains('*', StringComparison.Ordinal) && !pattern.EndsWith('/')));
        if (
            pattern.Length == 0
            || isVague
            || isGuess
            || HasPlaceholder(pattern)
            || (isBare && FileNames.IsMember(pattern))
            || Glob.Fault(pattern) is not null
        )
        {
            return null;
        }

        // A path that ends in a slash is the folder at the root, not one at any depth.
        return pattern.EndsWith('/') && (narrows || !isBare) ? pattern + "**" : pattern;
    }

    private static bool HasPlaceholder(string pattern) =>
        pattern.Contains('<', StringComparison.Ordinal)
        || (pattern.Contains('{', StringComparison.Ordinal) && !pattern.Contains(',', StringComparison.Ordinal))
        || Bracketed().IsIn(pattern);

    [GeneratedRegex(@"\[[^\]]*[a-z]{2,}[^\]]*\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bracketed();
}
