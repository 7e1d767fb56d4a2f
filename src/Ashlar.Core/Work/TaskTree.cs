using System.Globalization;

namespace Ashlar.Core.Work;

/// <summary>Works out ids, parents and units of the items that a reader found.</summary>
internal static class TaskTree
{
    /// <summary>Gives every item its id, its parent by number, and says which are units of work.</summary>
    public static void Complete(DraftList list)
    {
        FindParentsByNumber(list);
        TaskSummaries.Join(list);
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
            var stepped = HeadingTasks.Add(list);
            foreach (var item in list.Items)
            {
                item.IsUnit = stepped.Contains(item) || (item.Children.TrueForAll(child => child.Optional) && !IsUnder(item, stepped));
            }
        }

        foreach (var item in list.Items.Where(item => item.Title.Length == 0))
        {
            item.IsUnit = false;
            item.Optional = true;
        }
    }

    private static bool IsUnder(TaskDraft item, HashSet<TaskDraft> groups)
    {
        for (var above = item.Parent; above is not null; above = above.Parent)
        {
            if (groups.Contains(above))
            {
                return true;
            }
        }

        return false;
    }

    // "2.1" that is beside "2." is its child all the same.
    private static void FindParentsByNumber(DraftList list)
    {
        var items = list.Items;
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
                    if (seen.TryGetValue(id, out var parent) && !IsBeside(list, item, parent))
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

    // In a flat list an item with steps of its own is work like those that only count on from it; a title without any is their group.
    private static bool IsBeside(DraftList list, TaskDraft item, TaskDraft parent) =>
        list.Dialect.Name != "agent-os"
        && item.Indent == parent.Indent
        && item.Section == parent.Section
        && Enumerable
            .Range(parent.Line + 1, Math.Max(0, parent.EndLine - parent.Line))
            .Select(line => list.Source[line])
            .Any(line => line is { Hidden: false, Blank: false, Box: null } && line.Indent > parent.Indent && IsStep(line.Text));

    private static bool IsStep(string line) =>
        BoxLine.IsListItem(line) || line.TrimStart().StartsWith("_Requirements", StringComparison.OrdinalIgnoreCase);

    // The third item of a list is "3", its second child "3.2"; a numbered list says so itself, and numbers that are given are left out.
    private static void MakeIds(List<TaskDraft> items)
    {
        var taken = items.Where(item => item.HasGivenId).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var position = 0;
        var childPositions = new Dictionary<TaskDraft, int>();
        var numbered = Numbered(items, taken);
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
            if (numbered.Contains(item) && (item.Parent is null || taken.Add(stem + item.ListNumber)))
            {
                item.Id = stem + item.ListNumber;
                continue;
            }

            do
            {
                item.Id = stem + number.ToString(CultureInfo.InvariantCulture);
                number++;
            } while (!taken.Add(item.Id));
        }
    }

    // Those whose own number is their id: of a list that counts upwards, where no list before it has these numbers.
    private static HashSet<TaskDraft> Numbered(List<TaskDraft> items, HashSet<string> taken)
    {
        var numbered = new HashSet<TaskDraft>();
        var lists = items
            .Where(item => item is { HasGivenId: false, ListNumber: not null })
            .GroupBy(item => (item.Parent, Section: item.Parent is null ? item.Section : null));
        foreach (var list in lists)
        {
            var numbers = list.Select(item => int.Parse(item.ListNumber!, CultureInfo.InvariantCulture)).ToList();
            var isRising = numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second);
            foreach (var item in list.Where(_ => !isRising))
            {
                item.ListNumber = null;
            }

            if (isRising && (list.Key.Parent is not null || list.All(item => !taken.Contains(item.ListNumber!))))
            {
                numbered.UnionWith(list);
                if (list.Key.Parent is null)
                {
                    taken.UnionWith(list.Select(item => item.ListNumber!));
                }
            }
        }

        return numbered;
    }

    internal static TaskDraft AddGroup(DraftList list, TaskSection section, List<TaskDraft> items)
    {
        var heading = section.BareHeading;
        var group = new TaskDraft
        {
            Id = section.Heading.Number ?? "",
            HasGivenId = section.Heading.Number is not null,
            Title = heading.Name.Length > 0 ? heading.Name : heading.Title,
            State = items.TrueForAll(item => item.State == TaskState.Done) ? TaskState.Done : TaskState.Todo,
            Line = section.Line,
            EndLine = section.EndLine,
            Section = section,
        };
        group.Children.AddRange(items);
        items.ForEach(item => item.Parent = group);

        section.HeadingTask = group;
        var at = list.Items.FindIndex(item => item.Line > section.Line);
        list.Items.Insert(at < 0 ? list.Items.Count : at, group);
        return group;
    }

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
