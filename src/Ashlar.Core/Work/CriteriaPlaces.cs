namespace Ashlar.Core.Work;

/// <summary>
/// Finds the owners of criteria that are under headings of their own: the group that the heading is part of, or the group above where
/// groups and criteria take turns, else the file as a whole.
/// </summary>
/// <param name="items">The tasks.</param>
/// <param name="sections">The sections, in file order.</param>
internal sealed class CriteriaPlaces(IReadOnlyList<TaskDraft> items, IReadOnlyList<TaskSection> sections)
{
    /// <summary>Moves the criteria to their sections; returns those of the file.</summary>
    public IReadOnlyList<string> Place()
    {
        var ofFile = new List<string>();
        var own = sections.Where(section => section.IsCriteria && section.Acceptance.Count > 0).ToList();
        foreach (var section in own)
        {
            var criteria = section.Acceptance.ToList();
            section.Acceptance.Clear();
            if (OwnerOf(section, own) is { } owner)
            {
                owner.Acceptance.AddRange(criteria);
            }
            else if (!CriteriaTitle.IsNotes(section.Heading.Title))
            {
                ofFile.AddRange(criteria);
            }
        }

        // What a label says before the first group is said of all groups.
        foreach (var section in sections.Where(section => section is { IsCriteria: false, Acceptance.Count: > 0 } && IsWhole(section)))
        {
            ofFile.InsertRange(0, section.Acceptance);
            section.Acceptance.Clear();
        }

        return ofFile;
    }

    private TaskSection? OwnerOf(TaskSection section, List<TaskSection> own)
    {
        if (section.Parent is { } parent && !IsWhole(parent) && (parent.Heading.Kind != HeadingKind.Plain || Holds(parent)))
        {
            return parent;
        }

        var alike = own.Where(other => other.Parent == section.Parent && other.Heading.Title == section.Heading.Title);
        return alike.Any(other => items.Any(item => item.Line < other.Line) && items.Any(item => item.Line > other.EndLine))
            ? section.GroupAbove
            : null;
    }

    private bool Holds(TaskSection section) => items.Any(item => IsIn(item, section));

    // A title, or a heading that holds the whole list.
    private bool IsWhole(TaskSection section) =>
        section.Heading.Kind == HeadingKind.Plain
        && section.HeadingTask is null
        && items.Count > 0
        && items.All(item => IsIn(item, section));

    private static bool IsIn(TaskDraft item, TaskSection section) => item.Line > section.Line && item.Line <= section.EndLine;
}
