using System.Text;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

/// <summary>What is no work any more, what never was, and what only looks as if it were not.</summary>
public sealed class GivenUpTaskTests
{
    [Theory]
    [InlineData("- [ ] ~~Rewrite the parser~~", "2 cancelled unit")]
    [InlineData("- [ ] ~~Rewrite the parser~~ (see T5)", "2 cancelled unit")]
    [InlineData("- [ ] **~~Rewrite the parser~~**", "2 cancelled unit")]
    [InlineData("- [ ] <del>Rewrite the parser</del>", "2 cancelled unit")]
    [InlineData("- [ ] T9 ~~Rewrite the parser~~", "T9 cancelled unit")]
    [InlineData("- [ ] ~~T9: Rewrite the parser~~", "T9 cancelled unit")]
    [InlineData("- [x] ~~Rewrite the parser~~", "2 done unit")]
    [InlineData("- [ ] ~~Rewrite~~ Keep the parser", "2 todo unit")]
    public void Words_that_are_struck_through_as_a_whole_are_given_up(string line, string shape)
    {
        var list = Lists.Read($"- [ ] Read\n{line}\n- [ ] Show\n");
        Assert.Equal(shape, Lists.Shape(list)[1]);
        Assert.Equal(shape.Contains("todo", StringComparison.Ordinal), list.Ready.Contains(list.Tasks[1].Id));
        Assert.DoesNotContain('~', list.Tasks[1].Title);
    }

    [Fact]
    public void What_stands_under_a_struck_task_is_given_up_with_it_and_can_be_ticked_by_name()
    {
        const string Text = "- [ ] ~~Parser~~\n  - [ ] Lex\n- [ ] Show\n";
        Assert.Equal(["1 cancelled", "1.1 cancelled in 1 unit", "2 todo unit"], Lists.Shape(Lists.Read(Text)));
        var ticked = TaskListEdit.Tick("tasks/list.md", Lists.Bytes(Text), ["1.1"]);
        Assert.Contains("  - [x] Lex", Encoding.UTF8.GetString(ticked.Content!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cancelled", "cancelled")]
    [InlineData("Rejected ideas", "cancelled")]
    [InlineData("Dropped", "cancelled")]
    [InlineData("❌ Dropped from scope", "cancelled")]
    [InlineData("7. Cancelled", "cancelled")]
    [InlineData("Verworfen", "cancelled")]
    [InlineData("Abandonnées", "cancelled")]
    [InlineData("Descartadas", "cancelled")]
    [InlineData("Annullati", "cancelled")]
    [InlineData("Geschrapt", "cancelled")]
    [InlineData("Odrzucone", "cancelled")]
    [InlineData("Отменено", "cancelled")]
    [InlineData("已取消", "cancelled")]
    [InlineData("却下", "cancelled")]
    [InlineData("취소됨", "cancelled")]
    [InlineData("~~Phase two~~", "cancelled")]
    [InlineData("Cancelled orders", "todo")]
    [InlineData("Dropped packets", "todo")]
    public void Tasks_under_such_a_heading_are_given_up(string heading, string state) =>
        Assert.Equal(
            ["todo", state],
            Lists.Read($"# List\n\n## Tasks\n\n- [ ] Read\n\n## {heading}\n\n- [ ] Other\n").Tasks.Select(task => task.StateName)
        );

    [Fact]
    public void A_label_says_the_same_of_the_list_behind_it() =>
        Assert.Equal(
            ["cancelled", "cancelled", "todo"],
            Lists.Read("Cancelled:\n- [ ] a\n- [ ] b\n\n- [ ] c\n").Tasks.Select(task => task.StateName)
        );

    [Theory]
    [InlineData("Legend:\n- [ ] open\n- [x] done")]
    [InlineData("**Legend:**\n\n- [ ] open\n- [x] done")]
    [InlineData("**Assumptions:**\n- The service is there")]
    [InlineData("**Risks:** the service may go")]
    [InlineData("Legende:\n- [ ] offen")]
    [InlineData("图例：\n- [ ] 未完成")]
    public void What_a_label_sets_aside_is_no_task_and_the_next_list_is(string label)
    {
        var list = Lists.Read($"# List\n\n{label}\n\n- [ ] Read\n- [ ] Show\n");
        Assert.Equal(["Read", "Show"], list.Tasks.Select(task => task.Title));
        Assert.Empty(list.Acceptance);
        Assert.All(list.Tasks, task => Assert.Empty(task.Acceptance));
    }

    [Theory]
    [InlineData("Risks", 1)]
    [InlineData("Risks and mitigations", 1)]
    [InlineData("Assumptions", 1)]
    [InlineData("4. Assumptions", 1)]
    [InlineData("Legend", 1)]
    [InlineData("Risiken", 1)]
    [InlineData("Supuestos", 1)]
    [InlineData("Hypothèses", 1)]
    [InlineData("Риски", 1)]
    [InlineData("假设", 1)]
    [InlineData("リスク", 1)]
    [InlineData("Risk engine", 2)]
    [InlineData("Key exchange", 2)]
    public void Risks_assumptions_and_legends_are_no_work(string heading, int tasks)
    {
        var list = Lists.Read($"# List\n\n## Tasks\n\n- [ ] Read\n\n## {heading}\n\n- [ ] Other\n");
        Assert.Equal(tasks, list.Tasks.Count);
        Assert.Empty(list.Acceptance);
    }

    [Fact]
    public void Numbered_work_under_risks_is_work() =>
        Assert.Equal(
            ["3.1", "4.1"],
            Lists.Read("## 3. Code\n- [ ] 3.1 a\n## 4. Risks\n- [ ] 4.1 Measure it\n- [ ] It may fail\n").Tasks.Select(task => task.Id)
        );

    [Theory]
    [InlineData("Group\n", "H1", "H2")]
    [InlineData("Support codecs\n", "H264", "H265")]
    [InlineData("Buckets\n", "S3", "S4")]
    [InlineData("Test on Python\n", "3.11", "3.12")]
    public void A_title_that_looks_like_an_id_is_a_title(string parent, string one, string two)
    {
        var list = Lists.Read($"- [ ] {parent}  - [ ] {one}\n  - [ ] {two}\n");
        Assert.Equal([one, two], list.Tasks.Skip(1).Select(task => task.Title));
        Assert.Equal(2, list.Ready.Count);
        Assert.Empty(list.Problems);
    }

    [Fact]
    public void Such_a_title_keeps_what_it_waits_for()
    {
        var list = Lists.Read("- [ ] H1\n- [ ] H2 (depends on H1)\n");
        Assert.Equal(["H1 todo unit", "H2 todo after H1 unit"], Lists.Shape(list));
        Assert.Equal(["H1", "H2"], list.Tasks.Select(task => task.Title));
    }

    [Fact]
    public void A_numbered_list_counts_by_its_own_numbers()
    {
        var list = Lists.Read("1. [x] First\n2. [ ] Second\n3. Third without box\n4. [ ] Fourth\n5. [ ] Fifth (depends on 4)\n");
        Assert.Equal(["1 done unit", "2 todo unit", "4 todo unit", "5 todo after 4 unit"], Lists.Shape(list));
        Assert.Empty(list.Problems);
        Assert.Equal(["1", "2"], Lists.Read("1. [ ] a\n1. [ ] b\n").Tasks.Select(task => task.Id));
        Assert.Equal(["1", "1.2", "1.4"], Lists.Read("1. [ ] a\n   2. [ ] b\n   4. [ ] c\n").Tasks.Select(task => task.Id));
    }

    [Fact]
    public void A_list_that_begins_again_at_1_speaks_of_its_own_tasks()
    {
        var list = Lists.Read("## A\n\n1. [ ] a\n2. [ ] b\n\n## B\n\n1. [ ] c\n2. [ ] d (depends on 1)\n3. [ ] e (depends on 1-2)\n");
        Assert.Equal(["1 todo unit", "2 todo unit", "3 todo unit", "4 todo after 3 unit", "5 todo after 3,4 unit"], Lists.Shape(list));
        Assert.Empty(list.Problems);
    }

    [Fact]
    public void A_number_that_two_lists_count_by_is_told_where_neither_is_nearest()
    {
        var list = Lists.Read("## A\n\n1. [ ] a\n\n## B\n\n1. [ ] b\n\n## C\n\n- [ ] c (depends on 1)\n");
        Assert.Equal(["tasks.duplicate-id"], list.Problems.Select(problem => problem.Code));
        Assert.Contains("given twice", list.Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("| ID | Task | Status |", "done", "todo", "**blocked**", "other")]
    [InlineData("| ID | Task | Status |", "done", "waiting for Ann", "todo", "todo")]
    [InlineData("| ID | Task | Done |", "✅", "❌", "❌", "todo")]
    [InlineData("| ID | Task | Done |", "yes", "partly", "no", "todo")]
    public void A_table_may_have_words_of_its_own(string header, string one, string two, string three, string state)
    {
        var text = $"{header}\n|--|--|--|\n| T1 | a | {one} |\n| T2 | b | {two} |\n| T3 | c | {three} |\n";
        var list = Lists.Read(text);
        Assert.Equal(["T1", "T2", "T3"], list.Tasks.Select(task => task.Id));
        Assert.Equal(["done", state], list.Tasks.Where(task => task.Id != "T2").Select(task => task.StateName));
        var ticked = Encoding.UTF8.GetString(TaskListEdit.Tick("tasks/list.md", Lists.Bytes(text), ["T3"]).Content!);
        Assert.Equal("done", Lists.Read(ticked).Tasks[2].StateName);
    }

    [Theory]
    [InlineData("[ ] bare")]
    [InlineData("• [ ] x")]
    [InlineData("– [ ] x")]
    [InlineData("- ☐ x")]
    [InlineData("☐ x")]
    [InlineData("- • [x] x")]
    [InlineData("a) [ ] x")]
    [InlineData("-\u00A0[ ] x")]
    public void What_looks_like_a_box_beside_real_ones_is_told(string line)
    {
        var list = Lists.Read($"# Tasks\n\n{line}\n\n- [ ] Two\n");
        Assert.Equal(["Two"], list.Tasks.Select(task => task.Title));
        Assert.Equal(["tasks.odd-box"], list.Problems.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("- ✅ It works")]
    [InlineData("[x]: https://example.org")]
    [InlineData("[x](https://example.org) is a link")]
    [InlineData("See [ ] and ☐ in the legend")]
    public void What_does_not_look_like_one_is_not_told(string line) =>
        Assert.Empty(Lists.Read($"# Tasks\n\n{line}\n\n- [ ] Two\n").Problems);

    [Theory]
    [InlineData("- [\u00A0] One")]
    [InlineData("- [\u3000] One")]
    [InlineData("## [\u00A0] One")]
    public void A_box_that_holds_another_blank_is_open_and_can_be_ticked(string line)
    {
        var list = Lists.Read(line + "\n");
        Assert.Equal(["1 todo unit"], Lists.Shape(list));
        var ticked = TaskListEdit.Tick("tasks/list.md", Lists.Bytes(line + "\n"), [list.Tasks[0]]);
        Assert.Equal(line.Replace('\u00A0', 'x').Replace('\u3000', 'x') + "\n", Encoding.UTF8.GetString(ticked.Content!));
    }

    [Fact]
    public void A_dependency_on_an_optional_task_is_told()
    {
        var list = Lists.Read("- [ ]* 1. Tests\n- [ ] 2. Code (depends on 1)\n", ".kiro/specs/x/tasks.md");
        Assert.Equal(["2"], list.Ready);
        Assert.Equal(["tasks.optional-dependency"], list.Problems.Select(problem => problem.Code));
        Assert.Equal(["1", "2"], Assignment.Of(list, ["1", "2"]).Units.Select(task => task.Id));
        Assert.Empty(Lists.Read("- [x]* 1. Tests\n- [ ] 2. Code (depends on 1)\n", ".kiro/specs/x/tasks.md").Problems);
    }
}
