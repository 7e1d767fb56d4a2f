using System.Text;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

public sealed class TaskListEditTests
{
    [Fact]
    public void A_tick_changes_one_byte_and_leaves_mark_bom_line_ends_and_trailing_spaces_alone()
    {
        var before = Lists.Bytes("\uFEFF# T\r\nTotal: 2  \n- [X] 1.1 a\r\n- [ ] 1.2 b  \r\nno final newline");

        var tick = TaskListEdit.Tick("tasks.md", before, ["1.2"]);

        Assert.Equal("\uFEFF# T\r\nTotal: 2  \n- [X] 1.1 a\r\n- [X] 1.2 b  \r\nno final newline", Encoding.UTF8.GetString(tick.Content!));
        Assert.Equal([new TaskChange("1.2", 4, " ", "X")], tick.Changes);
    }

    [Fact]
    public void A_group_is_ticked_with_its_steps_and_taken_back_with_them()
    {
        const string Before = "#### Task Group 2: API\n- [ ] 2.0 All\n  - [ ] 2.1 a\n  - [x] 2.2 b\n";
        const string Path = "agent-os/specs/x/tasks.md";

        var tick = TaskListEdit.Tick(Path, Lists.Bytes(Before), ["2"]);
        var untick = TaskListEdit.Untick(Path, tick.Content, ["2.0"]);

        Assert.Equal("#### Task Group 2: API\n- [x] 2.0 All\n  - [x] 2.1 a\n  - [x] 2.2 b\n", Encoding.UTF8.GetString(tick.Content!));
        Assert.Equal("#### Task Group 2: API\n- [ ] 2.0 All\n  - [ ] 2.1 a\n  - [ ] 2.2 b\n", Encoding.UTF8.GetString(untick.Content!));
    }

    [Fact]
    public void The_last_child_takes_its_parents_along_and_optional_ones_do_not_keep_them_open()
    {
        const string Before = "- [ ] 1. a\n  - [x] 1.1 b\n  - [ ] 1.2 c\n  - [ ]* 1.3 d\n- [ ] 2. e\n  - [ ] 2.1 f\n  - [ ] 2.2 g\n";

        var tick = TaskListEdit.Tick(".kiro/specs/x/tasks.md", Lists.Bytes(Before), ["1.2", "2.1"]);

        Assert.Equal(["1", "1.2", "2.1"], tick.Changes.Select(change => change.Id));
    }

    [Fact]
    public void Status_lines_front_matter_and_json_change_in_their_value_only()
    {
        const string Markdown = "### Task 1: ä\n**Status**: todo  <!-- by hand -->\n";
        const string Json = "{ \"tasks\" : [\n  {\"id\":1, \"title\": \"ä\", \"status\" : \"pending\"} ] }\n";
        const string Backlog = "---\nid: B-1\ntitle: x\nstatus: To Do # here\n---\n";

        Assert.Equal(
            Markdown.Replace("todo", "done", StringComparison.Ordinal),
            Encoding
                .UTF8.GetString(
                    TaskListEdit
                        .Tick("t.md", Lists.Bytes(Markdown.Replace("  <!-- by hand -->", "", StringComparison.Ordinal)), ["1"])
                        .Content!
                )
                .Replace("done\n", "done  <!-- by hand -->\n", StringComparison.Ordinal)
        );
        Assert.Equal(
            Json.Replace("pending", "done", StringComparison.Ordinal),
            Encoding.UTF8.GetString(TaskListEdit.Tick("tasks.json", Lists.Bytes(Json), ["1"]).Content!)
        );
        Assert.Contains(
            "status: Done",
            Encoding.UTF8.GetString(TaskListEdit.Tick("b.md", Lists.Bytes(Backlog), ["B-1"]).Content!),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_list_that_changed_is_read_again_and_a_task_whose_text_changed_is_reported_not_ticked()
    {
        var task = Lists.Read("- [ ] 1.1 a\n- [ ] 1.2 b\n").Tasks[1];

        var moved = TaskListEdit.Tick("tasks.md", Lists.Bytes("New line\n- [x] 1.1 a\n- [ ] 1.2 b\n"), [task]);
        var changed = TaskListEdit.Tick("tasks.md", Lists.Bytes("- [ ] 1.1 a\n- [ ] 1.2 something else\n"), [task]);
        var gone = TaskListEdit.Tick("tasks.md", Lists.Bytes("- [ ] 1.1 a\n"), [task]);

        Assert.Equal("New line\n- [x] 1.1 a\n- [x] 1.2 b\n", Encoding.UTF8.GetString(moved.Content!));
        Assert.Null(changed.Content);
        Assert.Equal(["tasks.task-changed"], changed.Problems.Select(problem => problem.Code));
        Assert.Equal(["tasks.task-gone"], gone.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Unknown_ids_name_the_nearest_and_marks_of_the_lists_own_are_left_alone()
    {
        var unknown = TaskListEdit.Tick("tasks.md", Lists.Bytes("- [ ] T001 a\n- [ ] T002 b\n"), ["T003"]);
        var own = TaskListEdit.Tick("tasks.md", Lists.Bytes("- [🚫] T001 a\n"), ["T001"]);

        Assert.Equal("tasks.unknown-task", Assert.Single(unknown.Problems).Code);
        Assert.Contains("T001", unknown.Problems[0].Expected, StringComparison.Ordinal);
        Assert.Equal("tasks.own-mark", Assert.Single(own.Problems).Code);
    }

    [Theory]
    [InlineData("- [ ] T1 a\n- [ ] T1 b\n")]
    [InlineData("- [x] T1 a\n- [ ] T1 b\n")]
    public void An_id_that_is_given_twice_ticks_nothing_and_both_lines_are_named(string text)
    {
        var tick = TaskListEdit.Tick("tasks.md", Lists.Bytes(text), ["T1"]);

        Assert.Null(tick.Content);
        Assert.Equal("tasks.duplicate-id", Assert.Single(tick.Problems).Code);
        Assert.Contains("lines 1 and 2", tick.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_any_list_a_tick_reads_back_as_the_same_list_with_that_task_done()
    {
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var text = GeneratedList.Make(random);
            var before = Lists.Bytes(text);
            var list = TaskListReader.Read("work/plan.md", before).Required;
            var unit = list.Tasks.Where(task => task is { IsUnit: true, Optional: false, State: TaskState.Todo }).ToList();
            if (unit.Count == 0)
            {
                continue;
            }

            var chosen = unit[random.Next(unit.Count)];
            var tick = TaskListEdit.Tick("work/plan.md", before, [chosen]);

            var after = TaskListReader.Read("work/plan.md", tick.Content).Required;
            var changed = tick.Changes.Select(change => change.Id).ToHashSet(StringComparer.Ordinal);
            Assert.Contains(chosen.Id, changed);
            Assert.Equal(
                list.Tasks.Select(task =>
                    (task.Id, task.Title, task.Parent, task.Line, State: changed.Contains(task.Id) ? TaskState.Done : task.State)
                ),
                after.Tasks.Select(task => (task.Id, task.Title, task.Parent, task.Line, task.State))
            );
            Assert.Equal(before.Length, tick.Content!.Length);
            Assert.Equal(changed.Count, before.Zip(tick.Content).Count(pair => pair.First != pair.Second));
            Assert.All(
                list.Tasks.Where(task => changed.Contains(task.Id) && task.Id != chosen.Id),
                parent =>
                    Assert.All(after.Tasks.Where(task => task.Parent == parent.Id && !task.Optional), child => Assert.True(child.Settled))
            );
        }
    }

    [Theory]
    [InlineData("status: \"To Do\"   # x", "status: \"Done\"   # x")]
    [InlineData("status: 'To Do' # x", "status: 'Done' # x")]
    [InlineData("status: To Do # one of To Do, Done", "status: Done # one of To Do, Done")]
    [InlineData("status: To Do\t# x", "status: Done\t# x")]
    [InlineData("status: to do # x", "status: done # x")]
    [InlineData("status: \"TO DO\"", "status: \"DONE\"")]
    public void A_comment_behind_a_value_stays_and_the_word_has_the_case_of_the_old_one(string before, string after)
    {
        var text = $"---\nid: B-1 # the first\ntitle: x\n{before}\ndependencies: [B-2] # and no other\n---\nWords.\n";
        var tick = TaskListEdit.Tick("b.md", Lists.Bytes(text), ["B-1"]);

        Assert.Empty(tick.Problems);
        Assert.Equal(text.Replace(before, after, StringComparison.Ordinal), Encoding.UTF8.GetString(tick.Content!));
    }

    [Theory]
    [InlineData("**Status** - Not started")]
    [InlineData("- **Status** - Not started")]
    [InlineData("Status – Not started (waiting)")]
    [InlineData("**Status** Not started")]
    [InlineData("Status = Not started")]
    [InlineData("Status → Not started")]
    [InlineData("`Status` - Not started")]
    [InlineData("**Status:** Not started # later")]
    public void A_status_may_be_parted_from_its_label_by_another_sign(string line)
    {
        var text = $"### T1 A\n- **Status**: Not started\n\n### T2 B\n{line}\n\n### T3 C\n- **Status**: Not started\n";
        var done = line.Replace("Not started", "Done", StringComparison.Ordinal);
        var tick = TaskListEdit.Tick("tasks/list.md", Lists.Bytes(text), ["T2"]);

        Assert.Equal(["T1 todo unit", "T2 todo unit", "T3 todo unit"], Lists.Shape(Lists.Read(text)));
        Assert.Empty(tick.Problems);
        Assert.Equal(text.Replace($"T2 B\n{line}", $"T2 B\n{done}", StringComparison.Ordinal), Encoding.UTF8.GetString(tick.Content!));
    }

    [Theory]
    [InlineData("| ID | Task | Status |\n|--|--|--|\n| 1 | Read | ✅ Done |\n| 2 | Show | Not started |\n| 3 | Print | todo |\n")]
    [InlineData("### Task 1: Read\nStatus: complete\n### Task 2: Show\nStatus: Pending\n### Task 3: Print\nStatus: backlog\n")]
    [InlineData("- [x] 1. Read\n- [~] 2. Show\n- [ ] 3. Print\n")]
    [InlineData("- [x] 1. Read\n- [] 2. Show\n- [ ] 3. Print\n")]
    public void A_tick_that_is_taken_back_leaves_what_stood_there_before(string text)
    {
        var before = Lists.Read(text).Tasks;
        var ticked = TaskListEdit.Tick("tasks/list.md", Lists.Bytes(text), [before[1]]);
        var back = TaskListEdit.Untick("tasks/list.md", ticked.Content, [before[1]], before);

        Assert.NotEqual(text, Encoding.UTF8.GetString(ticked.Content!));
        Assert.Empty(back.Problems);
        Assert.Equal(text, Encoding.UTF8.GetString(back.Content!));
    }
}
