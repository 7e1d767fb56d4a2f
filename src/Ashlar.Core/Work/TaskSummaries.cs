using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>
/// Joins a box that only names a heading further down ("**Phase 8: Export**") to what is there: the box is ticked with the tasks of that
/// heading, and is not a heading of its own.
/// </summary>
internal static partial class TaskSummaries
{
    /// <summary>Makes such boxes the parents.</summary>
    public static void Join(DraftList list)
    {
        foreach (var item in list.Items.Where(item => item is { Parent: null, Children.Count: 0, Mark.Kind: TaskMarkKind.Box }).ToList())
        {
            if (
                list.Source[item.Line].Box is { } box
                && Named().FirstIn(box.Rest) is { Success: true } name
                && list.Sections.Find(one => one.Line > item.Line && DependencyPlaces.BeginsWith(one.Heading.Title, name.Groups[1].Value))
                    is { HeadingTask: null } section
                && section.AllItems().Where(one => one.Parent is null && one.Line > item.Line).ToList() is { Count: > 0 } under
            )
            {
                under.ForEach(one => one.Parent = item);
                item.Children.AddRange(under);
            }
        }
    }

    [GeneratedRegex(@"^\s*[*_]{0,3}(\p{L}{3,20}\s+\d{1,4}(?:\.\d{1,4})*)(?=[\s:：.)\-–—*])", RegexOptions.None, 1000)]
    private static partial Regex Named();
}
