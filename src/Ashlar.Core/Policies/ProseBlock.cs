namespace Ashlar.Core.Policies;

/// <summary>A paragraph, list item or fenced line of a Markdown text.</summary>
/// <param name="Text">Its words without list mark, line ends as spaces; emphasis marks stay.</param>
/// <param name="Line">The line at which it begins, from 1.</param>
internal sealed record ProseBlock(string Text, int Line)
{
    /// <summary>The headings above it, outermost first, without marks.</summary>
    public required IReadOnlyList<string> Headings { get; init; }

    /// <summary>Whether it is a list item.</summary>
    public bool IsItem { get; init; }

    /// <summary>How far in it stands, as an item.</summary>
    public int Indent { get; init; }

    /// <summary>Whether it is an item of a numbered list.</summary>
    public bool IsNumbered { get; init; }

    /// <summary>Whether it is set apart, in a comment or an element such as <c>&lt;example&gt;</c>.</summary>
    public bool IsAside { get; init; }

    /// <summary>Whether it is a check-list item.</summary>
    public bool IsBox { get; init; }

    /// <summary>The info string of the fence that it is in (<c>""</c> for none); null outside fences.</summary>
    public string? Fence { get; init; }

    /// <summary>The paragraph ending in a colon that introduces it or the list it belongs to, or null.</summary>
    public string? Lead { get; init; }

    /// <summary>The nearest heading, or <c>""</c>.</summary>
    public string Heading => Headings.Count == 0 ? "" : Headings[^1];
}
