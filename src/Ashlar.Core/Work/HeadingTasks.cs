using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>
/// Finds headings that are the tasks themselves: over boxes that are steps ("Step 1: Write the failing test"), as plans of Superpowers have
/// them, and with an id over boxes that are all criteria. They are ticked with these boxes.
/// </summary>
internal static partial class HeadingTasks
{
    /// <summary>Whether a heading has the form of a task's: an id or a number of tasks or stories, and words.</summary>
    public static bool MayBe(HeadingLine heading) =>
        heading is { Kind: HeadingKind.Task, Name.Length: > 0 }
            ? !heading.Title.StartsWith("Step", StringComparison.OrdinalIgnoreCase)
            : heading.Kind == HeadingKind.Plain && Counted().IsIn(heading.Title);

    /// <summary>Whether a file has such headings over criteria.</summary>
    public static bool Exist(DraftList list) => list.Sections.Exists(IsOverCriteria);

    private static bool IsOverCriteria(TaskSection section) =>
        section is { HeadingTask: null, IsCriteria: false, IsRecord: false, CriteriaBoxes.Count: > 0 }
        && MayBe(section.Heading)
        && !section.AllItems().Any();

    /// <summary>Adds them; returns those that were added.</summary>
    public static HashSet<TaskDraft> Add(DraftList list)
    {
        var made = new HashSet<TaskDraft>();
        var repeats = RepeatsSteps(list);
        foreach (var section in list.Sections.Where(section => section is { HeadingTask: null, IsCriteria: false, IsRecord: false }))
        {
            var isTask = section.Heading.Kind == HeadingKind.Task;
            var items = (isTask ? section.AllItems() : section.Items).ToList();
            if (items.Count > 0 && (isTask || repeats) && items.Count(item => IsStep(list, item)) * 2 > items.Count)
            {
                made.Add(Group(list, section, items));
            }
            else if (IsOverCriteria(section))
            {
                AddTaskOfCriteria(list, section, made);
            }
        }

        return made;
    }

    private static void AddTaskOfCriteria(DraftList list, TaskSection section, HashSet<TaskDraft> made)
    {
        // Details of a task that stands as a box elsewhere.
        var number = section.Heading.Number;
        if (number is not null && list.Items.Find(item => item.HasGivenId && TaskIdLookup.IsSame(item.Id, number)) is { } known)
        {
            TaskListAssembly.LastUnit(known).Acceptance.AddRange(section.Acceptance);
            section.Acceptance.Clear();
        }
        else
        {
            made.Add(Group(list, section, section.CriteriaBoxes));
            list.Items.InsertRange(list.Items.IndexOf(section.HeadingTask!) + 1, section.CriteriaBoxes);
        }
    }

    private static TaskDraft Group(DraftList list, TaskSection section, List<TaskDraft> items)
    {
        var group = TaskTree.AddGroup(list, section, items);
        if (!group.HasGivenId)
        {
            group.Id = Unused(list);
        }

        for (var i = 0; i < items.Count; i++)
        {
            Number(items[i], $"{group.Id}.{(i + 1).ToString(CultureInfo.InvariantCulture)}");
        }

        return group;
    }

    private static void Number(TaskDraft item, string id)
    {
        item.Id = id;
        for (var i = 0; i < item.Children.Count; i++)
        {
            Number(item.Children[i], $"{id}.{(i + 1).ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static string Unused(DraftList list)
    {
        var taken = list.Items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        return Enumerable
            .Range(1, list.Items.Count + 1)
            .Select(n => n.ToString(CultureInfo.InvariantCulture))
            .First(id => !taken.Contains(id));
    }

    // Steps that begin again under each heading are not tasks of the list.
    private static bool RepeatsSteps(DraftList list)
    {
        var steps = list.Items.Select(item => StepNumber(list, item)).Where(number => number is not null).ToList();
        return steps.Distinct(StringComparer.Ordinal).Count() < steps.Count;
    }

    [GeneratedRegex(
        @"^\[?(?:[A-Z]{1,10}-?\d{1,6}(?:\.\d{1,4})*\]?|(?:User\s+)?Story\s+#?\d{1,4}(?:\.\d{1,4})*)\s*[:：—–-]\s*\S",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Counted();

    private static bool IsStep(DraftList list, TaskDraft item) => StepNumber(list, item) is not null;

    private static string? StepNumber(DraftList list, TaskDraft item) =>
        list.Source[item.Line].Box is { } box && StepText().FirstIn(box.Rest) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(
        @"^\s*[*_]{0,3}(?:Step|Schritt|Étape|Paso|步骤|ステップ)\s*#?(\d{1,4}(?:\.\d{1,4})*[a-z]?)\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex StepText();
}
