using System.Text.RegularExpressions;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>Lists that are looked at from another folder, and lists of which nothing can be done.</summary>
public sealed partial class ListsElsewhere
{
    [Fact]
    public async Task A_list_outside_of_the_repository_is_counted_and_told_with_commands_that_work_from_here()
    {
        using var project = Project.TwoTasks();
        const string Task = "---\nid: task-{0}\ntitle: Do {0}\nstatus: To Do\n---\n\n## Description\n\nDo it.\n";
        foreach (var number in new[] { "1", "2" })
        {
            project.Write($"../else where/tasks/task-{number} - Do.md", Task.Replace("{0}", number, StringComparison.Ordinal));
        }

        project.Write("../else where/t.md", "- [ ] T1 a\n- [ ] T2 b\n");

        var folder = await project.Ashlar("tasks", "list", "../else where/tasks").EndsWithAsync(2);
        var unknown = await project.Ashlar("tasks", "tick", "../else where/t.md", "T9").EndsWithAsync(2);

        Assert.Contains("this folder holds 2 open tasks", folder.Error, StringComparison.Ordinal);
        Assert.Contains("`ashlar -C '../else where' run \"tasks/task-1 - Do.md\"`", folder.Error, StringComparison.Ordinal);
        Assert.Contains("`ashlar -C '../else where' tasks list t.md`", unknown.Error, StringComparison.Ordinal);
        var here = await project.Ashlar("-C", "../else where", "tasks", "list", "t.md").EndsWithAsync(0);
        Assert.Contains("T2", here.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_whose_open_tasks_go_in_a_circle_says_which_instead_of_that_nothing_is_left()
    {
        using var project = Project.With(
            ("circle.md", "- [x] T1 a\n- [ ] T2 b (depends on T3)\n- [ ] T3 c (depends on T2)\n"),
            ("done.md", "- [x] T1 a\n")
        );

        var next = await project.Ashlar("tasks", "next", "circle.md").EndsWithAsync(2);
        var json = await project.Ashlar("tasks", "next", "circle.md", "--json").EndsWithAsync(2);
        var list = await project.Ashlar("tasks", "list", "circle.md").EndsWithAsync(0);
        var done = await project.Ashlar("tasks", "next", "done.md").EndsWithAsync(0);

        Assert.Contains("T2 → T3 → T2", next.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("othing left", next.Out + list.Out, StringComparison.Ordinal);
        Assert.Equal("tasks.cycle", json.Json.GetProperty("problems")[0].GetProperty("code").GetString());
        Assert.Contains("nothing left to do", done.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_in_another_format_shows_no_policy_and_a_problem_is_told_once()
    {
        using var project = Project.With(
            ("x.toml", "name = \"a\"\n"),
            ("a.md", "---\nname: a\ndescription: does: work\ndisallowed-tools: Bash\nreadOnly: true\n---\nGo.\n")
        );

        var shown = await project.Ashlar("agents", "show", "x.toml").EndsWithAsync(2);
        var lint = await project.Ashlar("agents", "lint", "a.md").EndsWithAsync(1);

        Assert.Equal("", shown.Out);
        Assert.Contains("in TOML is not read", shown.Error, StringComparison.Ordinal);
        Assert.Single(Misspelt().Matches(lint.Out), match => match.Groups[1].Value is "disallowed-tools");
        Assert.Single(Misspelt().Matches(lint.Out), match => match.Groups[1].Value is "readOnly");
    }

    [GeneratedRegex("The key '([^']+)' is not known")]
    private static partial Regex Misspelt();
}
