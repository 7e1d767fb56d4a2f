namespace Ashlar.Core.Agents;

/// <summary>The front matter of a Markdown file and what follows it.</summary>
internal sealed record FrontMatter
{
    /// <summary>The keys in their order; none stands twice.</summary>
    public required IReadOnlyList<FrontMatterEntry> Entries { get; init; }

    /// <summary>What follows, verbatim.</summary>
    public required string Body { get; init; }

    /// <summary>The line at which the body begins, from 1.</summary>
    public required int BodyLine { get; init; }

    /// <summary>Whether there is front matter at all.</summary>
    public required bool Exists { get; init; }

    /// <summary>What is odd or wrong about it.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The entry of a key, or null.</summary>
    public FrontMatterEntry? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key);
}

/// <summary>One key of a front matter.</summary>
/// <param name="Key">The key.</param>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Value">Its value; lines of nested values count from the start of the file.</param>
/// <param name="Raw">The value as it is in the file, trimmed.</param>
internal sealed record FrontMatterEntry(string Key, int Line, YamlValue Value, string Raw);
