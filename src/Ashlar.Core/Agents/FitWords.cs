using System.Text.RegularExpressions;

namespace Ashlar.Core.Agents;

/// <summary>Words by which definitions and work are held against each other.</summary>
internal static partial class FitWords
{
    /// <summary>The words of a text in small letters, and the extensions of the files among them.</summary>
    public static HashSet<string> Of(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Word().AllIn(text))
        {
            var word = match.Value.TrimEnd('.', '-').ToLowerInvariant();
            words.Add(word);
            var extension = word.LastIndexOf('.');
            if (extension > 0)
            {
                words.Add(word[extension..]);
            }
        }

        return words;
    }

    /// <summary>Whether a word says nothing of what the work is about.</summary>
    public static bool IsCommon(string word) =>
        word
            is "this"
                or "that"
                or "with"
                or "when"
                or "from"
                or "agent"
                or "task"
                or "tasks"
                or "implement"
                or "implementation"
                or "code"
                or "need"
                or "needs"
                or "user"
                or "users"
                or "using"
                or "into"
                or "have"
                or "will"
                or "should"
                or "write"
                or "create"
                or "after"
                or "before"
                or "them"
                or "they"
                or "been"
                or "then"
                or "than"
                or "feature"
                or "features"
                or "spec"
                or "specs"
                or "test"
                or "tests"
                or "file"
                or "files"
                or "build"
                or "make"
                or "your"
                or "assistant"
                or "context"
                or "example"
                or "given"
                or "following"
                or "proactively"
                or "project"
                or "each"
                or "must"
                or "group"
                or "tasks.md"
                or "complete";

    [GeneratedRegex(@"\.?[\p{L}\d][\p{L}\d.+#-]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
