namespace Ashlar.Core.Work;

/// <summary>Finds what has the form of the tasks beside it and is none, so that no task is left out without a word.</summary>
internal static class LostTask
{
    /// <summary>The warnings about the headings of a list whose tasks are known.</summary>
    public static IEnumerable<Problem> In(DraftList list, string path) =>
        list
            .Sections.Where(section => IsLost(list, section))
            .Select(section =>
                section.Heading is { Kind: HeadingKind.Task, Name.Length: 0 } ? Untitled(path, section) : At(path, section.Line, "heading")
            );

    /// <summary>The warning about one of them.</summary>
    /// <param name="path">The list.</param>
    /// <param name="line">Its line, from 0.</param>
    /// <param name="what">What it is: a heading, or a row.</param>
    public static Problem At(string path, int line, string what) =>
        new("tasks.no-mark", $"this {what} looks like the tasks beside it and holds nothing that can be ticked, so it is not a task")
        {
            Path = path,
            Line = line + 1,
            Warning = true,
            Remedy = "If it is one, give it a check-box or a status as those beside it have",
        };

    private static Problem Untitled(string path, TaskSection section) =>
        new("tasks.no-title", $"task {section.Heading.Number} says nothing, so it is not done")
        {
            Path = path,
            Line = section.Line + 1,
            Warning = true,
            Remedy = "Say what is to be done, or take the heading out",
        };

    private static bool IsLost(DraftList list, TaskSection section) =>
        section is { HeadingTask: null, IsCriteria: false, IsRecord: false, IsDropped: false }
        && (section.Heading.Kind is not (HeadingKind.Plain or HeadingKind.Phase) || HeadingTasks.MayBe(section.Heading))
        && !Holds(section)
        && list.Sections.Exists(other => IsLike(other, section.Heading) && IsTask(other))
        && !list.Items.Exists(item => IsAbout(section.Heading, item));

    private static bool IsLike(TaskSection other, HeadingLine heading) =>
        other.Heading.Level == heading.Level
        && other.Heading.Kind == heading.Kind
        && (heading.Kind != HeadingKind.Plain || HeadingTasks.MayBe(other.Heading));

    // Numbered headings are groups, as a rule, and steps are parts of something: one without tasks is no loss.
    private static bool IsTask(TaskSection section) =>
        section.HeadingTask is not null
        || (
            section.Heading.Kind != HeadingKind.Numbered
            && !section.Heading.Title.StartsWith("Step", StringComparison.OrdinalIgnoreCase)
            && Holds(section)
        );

    private static bool Holds(TaskSection section) =>
        section.FirstBox >= 0 || section.HeadingTask is not null || section.Sections.Exists(Holds);

    // What tells more of a task that stands elsewhere.
    private static bool IsAbout(HeadingLine heading, TaskDraft item) =>
        string.Equals(item.Title, heading.Name, StringComparison.OrdinalIgnoreCase)
        || item.HasGivenId
            && (
                heading.Number is { } number
                    ? TaskIdLookup.IsSame(item.Id, number) || string.Equals(item.Id, $"{number}.0", StringComparison.Ordinal)
                    : DependencyPlaces.BeginsWith(heading.Title.TrimStart('['), item.Id)
            );
}
