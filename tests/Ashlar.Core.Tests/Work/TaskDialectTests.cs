using System.Text;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

/// <summary>Lists as other tools and hurried people write them.</summary>
public sealed class TaskDialectTests
{
    private const string Plan = """
        # Export Implementation Plan

        **Goal:** Export invoices.

        ### Task 1: Writer

        **Files:**
        - Create: `src/writer.py`

        - [x] **Step 1: Write the failing test**

        ```python
        def test_writer(): ...
        ```

        - [ ] **Step 2: Run it**
        - [ ] Step 3: Commit

        ### Task 2: Command

        - [ ] **Step 1: Write the failing test**
        - [ ] **Step 2: Commit**
        """;

    [Fact]
    public void A_heading_over_steps_is_the_unit_and_its_steps_are_ticked_with_it()
    {
        var list = Lists.Read(Plan, "docs/plans/2026-01-01-export.md");

        Assert.Equal(
            ["1 todo unit", "1.1 done in 1", "1.2 todo in 1", "1.3 todo in 1", "2 todo unit", "2.1 todo in 2", "2.2 todo in 2"],
            Lists.Shape(list)
        );
        Assert.Equal(["1", "2"], list.Order);
        Assert.Empty(list.Problems);
        Assert.Contains("src/writer.py", list.Tasks[0].Text, StringComparison.Ordinal);
        Assert.Equal(
            Plan.Replace("- [ ] **Step 2: Run", "- [x] **Step 2: Run", StringComparison.Ordinal)
                .Replace("- [ ] Step 3", "- [x] Step 3", StringComparison.Ordinal),
            Ticked("plan.md", Plan, "1")
        );
    }

    [Fact]
    public void A_heading_over_other_boxes_stays_a_group()
    {
        var list = Lists.Read("# Plan\n\n### Task 1: Writer\n\n- [ ] Write it\n- [ ] Step 2: Commit\n");

        Assert.DoesNotContain(list.Tasks, task => !task.IsUnit);
    }

    [Theory]
    [InlineData("- [] One", "- [x] One")]
    [InlineData("-[ ] One", "-[x] One")]
    [InlineData("*[ ] One", "*[x] One")]
    [InlineData("- [  ] One", "- [x ] One")]
    [InlineData("- [\t] One", "- [x] One")]
    [InlineData("1.[ ] One", "1.[x] One")]
    [InlineData("- [ ]One", "- [x]One")]
    public void Boxes_as_people_write_them_are_tasks_and_a_tick_is_one_byte(string line, string ticked)
    {
        var text = $"# Tasks\n\n{line}\n- [ ] Two\n";
        var list = Lists.Read(text);

        Assert.Equal(["One", "Two"], list.Tasks.Select(task => task.Title));
        Assert.Equal([TaskState.Todo, TaskState.Todo], list.Tasks.Select(task => task.State));
        var after = Ticked("tasks/list.md", text, "1");
        Assert.Equal($"# Tasks\n\n{ticked}\n- [ ] Two\n", after);
        Assert.Equal(TaskState.Done, Lists.Read(after).Tasks[0].State);
        // The text of the task counts as the same after the tick.
        Assert.NotNull(TaskListEdit.Tick("tasks/list.md", Encoding.UTF8.GetBytes(after), [list.Tasks[0]]).Content);
    }

    [Theory]
    [InlineData("- [ X ] One")]
    [InlineData("- [x ] One")]
    [InlineData("- [ x] One")]
    [InlineData("-[X] One")]
    public void Ticked_boxes_as_people_write_them_are_done_and_can_be_opened_again(string line)
    {
        var text = $"# Tasks\n\n{line}\n- [ ] Two\n";

        Assert.Equal([TaskState.Done, TaskState.Todo], Lists.Read(text).Tasks.Select(task => task.State));
        var opened = Encoding.UTF8.GetString(TaskListEdit.Untick("tasks/list.md", Lists.Bytes(text), ["1"]).Content!);
        Assert.Equal(text.Length, opened.Length);
        Assert.Equal(TaskState.Todo, Lists.Read(opened).Tasks[0].State);
    }

    [Theory]
    [InlineData("- [o] One", "tasks.odd-box")]
    [InlineData("- [/] One", "tasks.odd-box")]
    [InlineData("- [>] One", "tasks.odd-box")]
    [InlineData("- [P] One", null)]
    [InlineData("- [1] One", null)]
    [InlineData("- []byte is a type", null)]
    [InlineData("- [link](url)", null)]
    [InlineData("-[link](url)", null)]
    public void What_only_looks_like_a_box_is_no_task_and_is_said_where_it_may_be_meant_as_one(string line, string? code)
    {
        var list = Lists.Read($"# Tasks\n\n{line}\n- [ ] Two\n");

        Assert.Equal(["Two"], list.Tasks.Select(task => task.Title));
        Assert.Equal(code, list.Problems is [var first, ..] ? first.Code : null);
        Assert.All(list.Problems, problem => Assert.True(problem.Warning));
    }

    [Fact]
    public void A_heading_of_dependencies_binds_its_bullets()
    {
        var list = Lists.Read(
            """
            # Plan

            ### Task 1: A

            - [ ] Write a

            ### Task 2: B

            - [ ] Write b

            #### Dependencies

            - Task 1

            ### Dependencies

            - Task 3 depends on Task 2
            - everything is hard

            ### Task 3: C

            - [ ] Write c
            """
        );

        Assert.Equal(["1 todo unit", "2 todo after 1 unit", "3 todo after 2 unit"], Lists.Shape(list));
        Assert.Equal([("tasks.dependency-unread", 18)], list.Problems.Select(problem => (problem.Code, problem.Line ?? 0)));
    }

    [Theory]
    [InlineData("- Task 2 depends on Task 1")]
    [InlineData("- **Task 2** depends on: Task 1")]
    [InlineData("- T002 depends on T001")]
    [InlineData("- Task 2 (the API) requires Task 1")]
    [InlineData("- 2 after 1")]
    [InlineData("* Task 2: blocked by Task 1")]
    public void Sentences_under_a_heading_of_dependencies_bind_the_task_they_begin_with(string sentence)
    {
        var ids = sentence.Contains("T00", StringComparison.Ordinal) ? ("T001", "T002") : ("1.", "2.");
        var list = Lists.Read($"# Tasks\n\n- [ ] {ids.Item1} One\n- [ ] {ids.Item2} Two\n\n### Dependencies\n\n{sentence}\n");

        Assert.Equal([list.Tasks[0].Id], list.Tasks[1].DependsOn);
        Assert.Empty(list.Problems);
    }

    [Theory]
    [InlineData("""{"waves": [{"id": 0, "tasks": ["1.1", "1.2"]}, {"id": 1, "tasks": ["2"]}]}""")]
    [InlineData("""{"order": [["1.1", "1.2"], ["2"]]}""")]
    [InlineData("""[["1.1", "1.2"], ["2"]]""")]
    public void Blocks_of_order_bind(string block)
    {
        var list = Lists.Read(
            $"# Tasks\n\n- [ ] 1. First\n  - [ ] 1.1 A\n  - [ ] 1.2 B\n- [ ] 2. Second\n\n## Task Dependency Graph\n\n```json\n{block}\n```\n",
            ".kiro/specs/x/tasks.md"
        );

        Assert.Equal(["1.1", "1.2"], list.Tasks.Single(task => task.Id == "2").DependsOn);
        Assert.Empty(list.Tasks.Single(task => task.Id == "1.2").DependsOn);
        Assert.Empty(list.Problems);
    }

    [Fact]
    public void A_block_of_order_that_is_not_read_and_one_that_names_no_task_are_said()
    {
        const string tasks = "# Tasks\n\n- [ ] 1. A\n- [ ] 2. B\n\n## Dependencies\n\n";

        Assert.Equal(
            ["tasks.order-unread"],
            Lists.Read(tasks + "```mermaid\ngraph TD\n  1 --> 2\n```\n").Problems.Select(problem => problem.Code)
        );
        Assert.Equal(
            ["tasks.order-unknown"],
            Lists.Read(tasks + "```json\n{\"waves\": [[\"1\"], [\"9\"]]}\n```\n").Problems.Select(problem => problem.Code)
        );
    }

    private static string Ticked(string path, string text, string id) =>
        Encoding.UTF8.GetString(TaskListEdit.Tick(path, Lists.Bytes(text), [id]).Content!);
}
