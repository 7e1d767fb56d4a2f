using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Works out ids, parents and units of the items that a reader found.</summary>
internal static partial class TaskTree
{
    /// <summary>Gives every item its id, its parent by number, and says which are units of work.</summary>
    public static void Complete(DraftList list)
    {
        FindParentsByNumber(list.Items);
        foreach (var section in list.Sections)
        {
            section.Items.RemoveAll(item => item.Parent is { } parent && parent.Section == section);
        }

        MakeIds(list.Items);
        if (list.Dialect.Name == "agent-os")
        {
            AddGroupsWithoutParent(list);
            foreach (var item in list.Items)
            {
                item.IsUnit = item.Parent is null;
            }
        }
        else
        {
            var stepped = AddTasksOfSteps(list);
            foreach (var item in list.Items)
            {
                item.IsUnit =
                    stepped.Contains(item) || (item.Children.TrueForAll(child => child.Optional) && !stepped.Contains(item.Parent!));
            }
        }
    }

    /// <summary>An item and all under it, in file order.</summary>
    public static IEnumerable<TaskDraft> WithDescendants(TaskDraft item)
    {
        var open = new Stack<TaskDraft>();
        open.Push(item);
        while (open.TryPop(out var next))
        {
            yield return next;
            for (var i = next.Children.Count - 1; i >= 0; i--)
            {
                open.Push(next.Children[i]);
            }
        }
    }

    // "2.1" that stands beside "2." is its child all the same.
    private static void FindParentsByNumber(List<TaskDraft> items)
    {
        var seen = new Dictionary<string, TaskDraft>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!item.HasGivenId)
            {
                continue;
            }

            if (item.Parent is null)
            {
                foreach (var id in TaskIds.ParentsOf(item.Id))
                {
                    if (seen.TryGetValue(id, out var parent))
                    {
                        item.Parent = parent;
                        parent.Children.Add(item);
                        break;
                    }
                }
            }

            seen[item.Id] = item;
        }
    }

    // The third item of a list is "3", its second child "3.2"; numbers that the list gives itself are left out.
    private static void MakeIds(List<TaskDraft> items)
    {
        var taken = items.Where(item => item.HasGivenId).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var position = 0;
        var childPositions = new Dictionary<TaskDraft, int>();
        foreach (var item in items)
        {
            int number;
            if (item.Parent is { } parent)
            {
                number = childPositions.GetValueOrDefault(parent) + 1;
                childPositions[parent] = number;
            }
            else
            {
                number = ++position;
            }

            if (item.HasGivenId)
            {
                continue;
            }

            var stem = item.Parent is { } above ? above.Id + "." : "";
            do
            {
                item.Id = stem + number.ToString(CultureInfo.InvariantCulture);
                number++;
            } while (!taken.Add(item.Id));
        }
    }

    /// <summary>
    /// A heading "Task 1" over boxes that are all steps ("Step 1: Write the failing test") is the unit, and its steps are ticked with it.
    /// </summary>
    private static HashSet<TaskDraft> AddTasksOfSteps(DraftList list)
    {
        var made = new HashSet<TaskDraft>();
        foreach (var section in list.Sections.Where(section => section.Heading.Kind == HeadingKind.Task && section.HeadingTask is null))
        {
            var items = section.AllItems().ToList();
            if (items.Count == 0 || items.Exists(item => item.Children.Count > 0 || !StepLine().IsIn(list.Source[item.Line].Text)))
            {
                continue;
            }

            made.Add(AddGroup(list, section, items));
            foreach (var (item, index) in items.Select((item, index) => (item, index)))
            {
                item.Id = $"{section.Heading.Number}.{(index + 1).ToString(CultureInfo.InvariantCulture)}";
            }
        }

        return made;
    }

    private static TaskDraft AddGroup(DraftList list, TaskSection section, List<TaskDraft> items)
    {
        var group = new TaskDraft
        {
            Id = section.Heading.Number!,
            HasGivenId = true,
            Title = section.Heading.Name.Length > 0 ? section.Heading.Name : section.Heading.Title,
            State = items.TrueForAll(item => item.State == TaskState.Done) ? TaskState.Done : TaskState.Todo,
            Line = section.Line,
            EndLine = section.EndLine,
            Section = section,
        };
        foreach (var item in items)
        {
            item.Parent = group;
            group.Children.Add(item);
        }

        section.HeadingTask = group;
        list.Items.Insert(list.Items.IndexOf(items[0]), group);
        return group;
    }

    [GeneratedRegex(@"\]\s*[*_]{0,3}Step\s*#?\d", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex StepLine();

    private static void AddGroupsWithoutParent(DraftList list)
    {
        foreach (
            var section in list.Sections.Where(section => section.Heading.Kind == HeadingKind.TaskGroup && section.HeadingTask is null)
        )
        {
            var items = section.AllItems().ToList();
            var number = section.Heading.Number!;
            if (
                items.Count == 0
                || items.Exists(item => item.Children.Count > 0 || item.Id == number || item.Id.EndsWith(".0", StringComparison.Ordinal))
            )
            {
                continue;
            }

            AddGroup(list, section, items);
        }
    }
}
