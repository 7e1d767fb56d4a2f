using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>The folders that a sentence has a command look at: <c>`mypy` on `app/` and `lib/`</c>, <c>`pytest` over the tests/unit folder</c>.</summary>
internal static partial class ProseFolders
{
    /// <summary>The folders said right behind a command, in order; empty for none.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="at">The offset behind the command.</param>
    public static IReadOnlyList<string> Behind(string sentence, int at) =>
        Looked().FirstIn(sentence[at..]) is { Success: true } looked
            ?
            [
                .. looked
                    .Groups["folder"]
                    .Captures.Select(folder => folder.Value.Trim('`'))
                    .Where(folder => !folder.StartsWith('/') && folder != "./"),
            ]
            : [];

    // A word is a folder by a slash in it, or by being called one.
    [GeneratedRegex(
        @"^(?: (?:must|should|has to|have to) (?:pass|succeed|be (?:clean|green)))? (?:on|over|against|across)(?: the)?(?: (?:whole|entire|code|files|sources?)(?: (?:in|under|below|of))?(?: the)?)?(?:(?:,? and|,|,? as well as)?(?: the)? (?<folder>`(?:[\w.-]+/)+[\w.-]*`|`[\w.-]+`(?= (?:folder|directory|package)\b)|(?:[\w-][\w.-]*/)+(?:[\w-]+)?)(?: (?:folder|directory|package)\b)?)+",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Looked();
}
