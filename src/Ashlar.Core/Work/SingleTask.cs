namespace Ashlar.Core.Work;

/// <summary>Makes a list of one task from words or from a design folder.</summary>
internal static class SingleTask
{
    private const int LongestTitle = 100;

    /// <summary>The task <c>task-1</c> of a text. Its title is the first line; boxes and bullets under an acceptance heading or label are its criteria.</summary>
    public static TaskList OfText(string text) =>
        List("task-1", Title(text), text.Trim(), AcceptanceText.Find(text), "the task was given in words");

    /// <summary>The task of a design folder without a list, with the folder's name.</summary>
    public static TaskList OfDesign(string folder, string name) =>
        List(name, name, $"Implement the design in {folder}/.", [], "a design folder without a task list is one task");

    /// <summary>The task of a spec folder whose plan has no boxes, with the folder's name.</summary>
    public static TaskList OfPlan(string folder, string name) =>
        List(name, name, $"Carry out the plan in {folder}/plan.md.", [], "a plan without check-boxes is one task");

    /// <summary>The one task of a work order without a list, made from what names the order.</summary>
    /// <param name="kind">What kind of work order it is.</param>
    /// <param name="folder">Its folder, or null.</param>
    /// <param name="name">The folder's name, or null.</param>
    /// <param name="text">The words of a task, or null.</param>
    public static TaskList OfOrder(WorkOrderKind kind, string? folder, string? name, string? text) =>
        text is not null ? OfText(text)
        : kind is WorkOrderKind.Design ? OfDesign(folder ?? "", name ?? "")
        : OfPlan(folder ?? "", name ?? "");

    private static TaskList List(string id, string title, string text, IReadOnlyList<string> acceptance, string reason) =>
        new()
        {
            Dialect = "markdown",
            DialectReason = reason,
            Path = "",
            Tasks =
            [
                new TaskItem
                {
                    Id = id,
                    Title = title,
                    State = TaskState.Todo,
                    Line = 1,
                    IsUnit = true,
                    Text = text,
                    Acceptance = acceptance,
                },
            ],
            Order = [id],
            Ready = [id],
            Problems = [],
            StatesDependencies = false,
        };

    private static string Title(string text)
    {
        var source = SourceLines.Split(System.Text.Encoding.UTF8.GetBytes(text));
        var named = Enumerable
            .Range(0, source.FrontMatterLines)
            .Select(i => source[i].Text)
            .FirstOrDefault(one => one.StartsWith("title:", StringComparison.Ordinal))
            ?[6..].Trim(' ', '"', '\'');
        var body = Enumerable.Range(source.FrontMatterLines, source.Count - source.FrontMatterLines).Where(i => !source[i].Hidden);
        var line = named is { Length: > 0 }
            ? named
            : body.Select(i => source[i].Text).Select(one => one.Trim().TrimStart('#').Trim()).FirstOrDefault(one => one.Length > 0) ?? "";
        return line.Length <= LongestTitle ? line : line[..LongestTitle].TrimEnd() + "…";
    }
}
