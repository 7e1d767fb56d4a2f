using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Puts a task list together from what a reader found: ids, dependencies, criteria, texts, order and problems.</summary>
internal static partial class TaskListAssembly
{
    private const int IntroductionLines = 30;

    /// <summary>The list.</summary>
    public static TaskList Assemble(DraftList list, string path)
    {
        TaskTree.Complete(list);
        var states = DependencyResolver.Resolve(list, path);
        PlaceCriteria(list);
        var acceptance = FileCriteria.Place(list);
        var tags = list.Items.Select(item => item.Tag).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var tag = tags.Contains("master", StringComparer.Ordinal) ? "master" : tags.FirstOrDefault();
        var tasks = list.Items.ConvertAll(item => Item(list, item) with { Tag = item.Tag, Aside = item.Tag != tag });
        var graph = TaskGraph.Of(tasks);
        var problems = list
            .Problems.Concat(LostTask.In(list, path))
            .Concat(TaskListChecks.Of(tasks, graph, path))
            .OrderBy(problem => problem.Line ?? 0)
            .ToList();
        return new TaskList
        {
            Dialect = list.Dialect.Name,
            DialectReason = list.Dialect.Reason,
            Path = path,
            Tasks = tasks,
            Order = graph.Order().ConvertAll(item => item.Id),
            Ready = graph.Ready().ConvertAll(item => item.Id),
            Problems = problems,
            StatesDependencies = states,
            Acceptance = acceptance,
            Tag = tag,
        };
    }

    private static TaskItem Item(DraftList list, TaskDraft item) =>
        new()
        {
            Id = item.Id,
            Title = item.Title,
            State = item.State,
            Parent = item.Parent?.Id,
            Group = item.Group ?? GroupOf(item)?.Heading.Title,
            DependsOn = item.DependsOn,
            Parallel = item.Parallel,
            Optional = item.Optional,
            Line = item.Line + 1,
            Acceptance = item.Acceptance,
            IsUnit = item.IsUnit,
            TextSource = item.Text is { } text ? new TaskText(text) : new TaskText(() => TextOf(list.Source, item)),
            Mark = item.Mark,
            Rank = list.Dialect.Name == "spec-kit" ? RankOf(item.Section) : 2,
        };

    private static TaskSection? GroupOf(TaskDraft item) =>
        item.Section?.HeadingTask == item && item.Section.Heading.Kind != HeadingKind.TaskGroup ? item.Section.Parent : item.Section;

    // A group's criteria are judged with its parent item, or, without one, with its last unit.
    private static void PlaceCriteria(DraftList list)
    {
        TaskDraft? last = null;
        foreach (var section in list.Sections)
        {
            last = section.AllItems().LastOrDefault() ?? last;
            if (section.Acceptance.Count > 0 && (last ?? list.Items.FirstOrDefault()) is { } target)
            {
                LastUnit(target).Acceptance.AddRange(section.Acceptance);
            }
        }
    }

    internal static TaskDraft LastUnit(TaskDraft item)
    {
        while (!item.IsUnit && item.Children.Count > 0)
        {
            item = item.Children.FindLast(child => !child.Optional) ?? item.Children[^1];
        }

        return item;
    }

    private static string TextOf(SourceLines source, TaskDraft item)
    {
        var section = item.Section;
        if (section?.HeadingTask == item)
        {
            return source.Slice(section.Line, section.EndLine);
        }

        if (section is { Items: [var only] } && only == item && section.Sections.TrueForAll(inner => !inner.AllItems().Any()))
        {
            return source.Slice(section.Line, section.EndLine);
        }

        var text = new StringBuilder();
        if (section is { FirstBox: >= 0 })
        {
            text.Append(source.Slice(section.Line, Math.Min(section.FirstBox - 1, section.Line + IntroductionLines))).Append("\n\n");
        }

        foreach (var ancestor in Ancestors(item).Reverse())
        {
            text.Append(source.Slice(ancestor.Line, Math.Min(ancestor.EndLine, ancestor.Children.Min(child => child.Line) - 1)))
                .Append('\n');
        }

        text.Append(source.Slice(item.Line, item.EndLine));
        foreach (var child in item.Children.Where(child => child.Line > item.EndLine))
        {
            text.Append('\n').Append(source.Slice(child.Line, child.EndLine));
        }

        return text.ToString();
    }

    private static IEnumerable<TaskDraft> Ancestors(TaskDraft item)
    {
        for (var above = item.Parent; above is not null && above.Section?.HeadingTask != above; above = above.Parent)
        {
            yield return above;
        }
    }

    private static int RankOf(TaskSection? section)
    {
        for (; section is not null; section = section.Parent)
        {
            if (section.Heading.Kind == HeadingKind.Phase)
            {
                return Foundational().IsIn(section.Heading.Name) ? 1
                    : Setup().IsIn(section.Heading.Name) ? 0
                    : 2;
            }
        }

        return 2;
    }

    [GeneratedRegex(@"^(?:project |initial |environment )?set-?\s?up\b|^(?:项目)?设置|^セットアップ", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Setup();

    [GeneratedRegex(@"^foundation(?:al|s)?\b|^(?:core )?foundation|^基础|^基盤", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Foundational();
}
