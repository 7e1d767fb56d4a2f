namespace Ashlar.Core.Work;

/// <summary>The lines after a label such as <c>**Acceptance Criteria:**</c>, whose boxes are criteria.</summary>
/// <param name="Indent">The label's indent in columns.</param>
/// <param name="IsListItem">Whether the label is a list item, so that its boxes are indented further.</param>
/// <param name="IsAcceptance">Whether plain bullets are criteria too.</param>
/// <param name="Owner">The item it belongs to; null for the group.</param>
internal sealed record CriteriaZone(int Indent, bool IsListItem, bool IsAcceptance, TaskDraft? Owner)
{
    /// <summary>Whether its boxes are neither tasks nor criteria, such as those of a legend.</summary>
    public bool IsAside { get; init; }

    /// <summary>Whether its boxes are tasks that were given up.</summary>
    public bool IsDropped { get; init; }

    /// <summary>Whether its boxes are no criteria.</summary>
    public bool IsApart => IsAside || IsDropped;

    /// <summary>Whether a box at an indent is a criterion.</summary>
    public bool Covers(int indent) => IsListItem ? indent > Indent : indent >= Indent;

    /// <summary>Whether the zone continues after a line that is neither box nor label.</summary>
    public bool Continues(string line, int indent) => !IsRule(line) && (Indent == 0 && !IsListItem ? true : Covers(indent));

    private static bool IsRule(string line)
    {
        var text = line.AsSpan().Trim();
        return text.Length >= 3 && text[0] is '-' or '*' or '_' && text.IndexOfAnyExcept(text[0]) < 0;
    }
}
