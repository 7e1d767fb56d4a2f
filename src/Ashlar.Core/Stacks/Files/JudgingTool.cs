namespace Ashlar.Core.Stacks.Files;

/// <summary>What one tool takes its orders from.</summary>
/// <param name="Name">The tool as it is told.</param>
/// <param name="Words">Words that show in a command or its scripts that the tool is run; empty when anything may run it.</param>
/// <param name="Files">
/// Files that are its configuration as a whole, in whatever folder: names with at most one <c>*</c>, or ends of paths with <c>/</c>.
/// </param>
internal sealed record JudgingTool(string Name, IReadOnlyList<string> Words, IReadOnlyList<string> Files)
{
    /// <summary>Its tables in files that hold other things too: <c>tool.pytest</c> of pyproject.toml, <c>tool:pytest</c> of setup.cfg.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Its keys in package.json and composer.json.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Keys of its tables that let more tests run or only name things; they are the work's to change.</summary>
    public IReadOnlyList<string> Harmless { get; init; } = [];

    /// <summary>Names of files that its patterns meet and that hold other things too.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Whether a file is its configuration as a whole.</summary>
    public bool IsWhole(string path) =>
        Files.Any(pattern => Matches(pattern, path)) && !Except.Contains(JudgingTools.Name(path), StringComparer.Ordinal);

    /// <summary>Whether the text of a command or script runs it.</summary>
    public bool IsRunBy(string text) => Words.Count == 0 || Words.Any(word => HasWord(text, word));

    private static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetter(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string pattern, string path)
    {
        if (pattern.EndsWith("/**", StringComparison.Ordinal))
        {
            return ("/" + path).Contains("/" + pattern[..^2], StringComparison.Ordinal);
        }

        if (pattern.Contains('/', StringComparison.Ordinal))
        {
            return ("/" + path).EndsWith("/" + pattern, StringComparison.Ordinal);
        }

        var name = path[(path.LastIndexOf('/') + 1)..];
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? name.Equals(pattern, StringComparison.Ordinal)
            : name.Length >= pattern.Length - 1
                && name.StartsWith(pattern[..star], StringComparison.Ordinal)
                && name.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal);
    }
}
