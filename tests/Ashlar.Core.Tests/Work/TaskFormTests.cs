using System.Text;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

/// <summary>Tasks written for other readers: fields, letters as ids, groups without hashes, tables.</summary>
public sealed class TaskFormTests
{
    [Theory]
    [InlineData("A. ", "B. ", "A", "B")]
    [InlineData("A) ", "B) ", "A", "B")]
    [InlineData("A: ", "B: ", "A", "B")]
    [InlineData("**A.** ", "**B.** ", "A", "B")]
    [InlineData("a) ", "b) ", "a", "b")]
    [InlineData("a. ", "b. ", "a", "b")]
    [InlineData("i) ", "ii) ", "i", "ii")]
    [InlineData("I. ", "II. ", "I", "II")]
    [InlineData("t1: ", "t2: ", "t1", "t2")]
    [InlineData("step-1: ", "step-2: ", "step-1", "step-2")]
    public void What_a_list_counts_by_is_its_ids(string one, string two, string first, string second)
    {
        foreach (
            var said in new[] { $"(depends on {first})", $"; after {first}", $"\n  Depends on: {first}", $"\n  - requires: Task {first}" }
        )
        {
            var list = Lists.Read($"- [ ] {one}Read\n- [ ] {two}Show {said}\n");

            Assert.Equal([$"{first} todo unit", $"{second} todo after {first} unit"], Lists.Shape(list));
            Assert.Equal(["Read", "Show"], list.Tasks.Select(task => task.Title));
            Assert.Empty(list.Problems);
        }
    }

    [Theory]
    [InlineData("A. Read", "C. Show")]
    [InlineData("I. think so", "B. Show")]
    [InlineData("A: Read", "A: Show")]
    [InlineData("a: read", "b: show")]
    [InlineData("i. e. read", "b. show")]
    [InlineData("utf8: read", "utf8: show")]
    [InlineData("python3: read", "sha256: show")]
    public void What_does_not_count_is_no_id(string one, string two) =>
        Assert.Equal([one, two], Lists.Read($"- [ ] {one}\n- [ ] {two}\n").Tasks.Select(task => task.Title));

    [Theory]
    [InlineData("⏫ 📅 2026-01-03")]
    [InlineData("🔼 ⏳ 2026-01-03 🛫 2026-01-01")]
    [InlineData("➕ 2026-01-01 ✅ 2026-01-02")]
    [InlineData("🔁 every week 📅 2026-01-03")]
    [InlineData("[due:: 2026-01-03] [priority:: high]")]
    [InlineData("(created:: 2026-01-03)")]
    [InlineData("^block-1")]
    [InlineData("🎯 2026-02-01")]
    public void Fields_behind_a_task_are_no_part_of_its_title(string fields) =>
        Assert.Equal("Read the amounts", Lists.Read($"- [ ] Read the amounts {fields}\n").Tasks[0].Title);

    [Theory]
    [InlineData("Ship it 🚀")]
    [InlineData("Compare 2^10 with `a ^b`")]
    [InlineData("Call Std::sort (see std::sort)")]
    public void What_looks_like_a_field_and_is_none_stays(string title) =>
        Assert.Equal(title, Lists.Read($"- [ ] {title}\n").Tasks[0].Title);

    [Theory]
    [InlineData("🆔 dcf64c", "⛔ dcf64c")]
    [InlineData("📅 2026-01-03 🆔 dcf64c ⏫", "⛔ dcf64c 📅 2026-01-04")]
    [InlineData("[id:: dcf64c]", "[dependsOn:: dcf64c]")]
    public void Fields_name_tasks_and_bind_them(string one, string two)
    {
        Assert.Equal(["dcf64c todo unit", "2 todo after dcf64c unit"], Lists.Shape(Lists.Read($"- [ ] Read {one}\n- [ ] Show {two}\n")));
        Assert.Equal(["T1 todo unit", "T2 todo after T1 unit"], Lists.Shape(Lists.Read($"- [ ] T1 Read {one}\n- [ ] T2 Show {two}\n")));
    }

    [Theory]
    [InlineData("Phase 1\n", "Phase 2 (requires Phase 1)\n")]
    [InlineData("Phase 1: Base\n\n", "Phase 2: More (depends on Phase 1)\n\n")]
    [InlineData("**Phase 1: Base**\n\n", "**Phase 2: More**\n\nDepends on: Phase 1\n\n")]
    [InlineData("Phase 1\n-------\n\n", "Phase 2 (after Phase 1)\n-------\n\n")]
    [InlineData("## Phase 1\n\n", "## Phase 2 (requires Phase 1)\n\n")]
    [InlineData("Milestone A\n\n", "Milestone B (after Milestone A)\n\n")]
    public void A_group_needs_no_hashes(string one, string two)
    {
        var list = Lists.Read($"# Plan\n\n{one}- [ ] Read\n- [ ] Parse\n\n{two}- [ ] Show\n");

        Assert.Equal(["1 todo unit", "2 todo unit", "3 todo after 1,2 unit"], Lists.Shape(list));
        Assert.NotEqual(list.Tasks[0].Group, list.Tasks[2].Group);
    }

    [Theory]
    [InlineData("Phase 2 requires the database to be there.")]
    [InlineData("Version 2 (after the summer)")]
    [InlineData("See Phase 2")]
    public void A_sentence_opens_no_group(string sentence) =>
        Assert.Equal("Plan", Lists.Read($"# Plan\n\n- [ ] Read\n\n{sentence}\n\n- [ ] Show\n").Tasks[1].Group);

    [Theory]
    [InlineData("Add tests; depends on T1")]
    [InlineData("Add tests (depends on T1)")]
    [InlineData("Add tests — after T1.")]
    [InlineData("Add tests, depends on T1; blocks T3")]
    [InlineData("Add tests depends on T1")]
    [InlineData("(after T1) Add tests")]
    public void What_a_task_waits_for_is_no_part_of_its_title(string words)
    {
        var list = Lists.Read($"- [ ] T1 Read\n- [ ] T2 {words}\n- [ ] T3 Show\n");

        Assert.Equal("Add tests", list.Tasks[1].Title);
        Assert.Equal(["T1"], list.Tasks[1].DependsOn);
        Assert.Contains("T1", list.Tasks[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Run the check before T1")]
    [InlineData("Show the tasks that depend on a spec")]
    [InlineData("Add tests (depends on the parser)")]
    public void Words_that_are_no_such_phrase_stay(string title) =>
        Assert.Equal(title, Lists.Read($"- [ ] T1 Read\n- [ ] T2 {title}\n").Tasks[1].Title);

    [Theory]
    [InlineData("| ID | Task | Status |", "todo", "done", "done")]
    [InlineData("| # | Title | State |", "Not started", "Done", "Done")]
    [InlineData("| ID | Task | Done |", "[ ]", "[x]", "[x]")]
    [InlineData("| ID | Task | ✓ |", "⬜", "✅", "✅")]
    [InlineData("| ID | Task | Done? |", "no", "yes", "yes")]
    [InlineData("| ID | Task | Done |", "", "x", "x")]
    public void The_rows_of_a_table_are_tasks_and_a_tick_changes_their_cell(string header, string open, string done, string ticked)
    {
        var text =
            $"# Work\n\n{header}\n|---|:---|---|\n| T1 | Read — the ä | {done} |\n| T2 | Show a \\| b | {open} |\n| T3 | Print | {open} |\n";
        var list = Lists.Read(text);

        Assert.Equal(["T1 done unit", "T2 todo unit", "T3 todo unit"], Lists.Shape(list));
        Assert.Equal("Work", list.Tasks[0].Group);
        Assert.Contains("Show a", list.Tasks[1].Title, StringComparison.Ordinal);
        var tick = TaskListEdit.Tick("tasks/list.md", Lists.Bytes(text), ["T2"]);
        Assert.Empty(tick.Problems);
        var row = $"| T2 | Show a \\| b | {open} |";
        var now =
            open.Length == 0 ? $"| T2 | Show a \\| b | {ticked} |" : row.Replace($"| {open} |", $"| {ticked} |", StringComparison.Ordinal);
        Assert.Equal(text.Replace(row, now, StringComparison.Ordinal), Encoding.UTF8.GetString(tick.Content!));
        var back = TaskListEdit.Untick("tasks/list.md", tick.Content!, ["T2"]);
        Assert.Equal(["T1 done unit", "T2 todo unit", "T3 todo unit"], Lists.Shape(Lists.Read(Encoding.UTF8.GetString(back.Content!))));
    }

    [Fact]
    public void A_column_of_a_table_says_what_a_task_waits_for_and_what_is_accepted()
    {
        var list = Lists.Read(
            "| ID | Task | Depends on | Acceptance criteria | Status |\n|--|--|--|--|--|\n| 1 | Read | - | It reads | todo |\n| 2 | Show | 1 | | todo |\n"
        );

        Assert.Equal(["1 todo unit", "2 todo after 1 unit"], Lists.Shape(list));
        Assert.Equal(["It reads"], list.Tasks[0].Acceptance);
        Assert.Equal("Show\nID: 2\nDepends on: 1", list.Tasks[1].Text);
    }

    [Theory]
    [InlineData("| Component | Status |\n|--|--|\n| Parser | stable |\n| Printer | experimental |\n")]
    [InlineData("| Option | Default |\n|--|--|\n| color | yes |\n")]
    [InlineData("## Definition of done\n\n| Check | Done |\n|--|--|\n| Tests pass | no |\n")]
    public void Other_tables_are_no_lists(string table) => Assert.Equal("tasks.no-list", Lists.Refusal("# Notes\n\n" + table).Code);

    [Fact]
    public void A_table_beside_boxes_is_their_summary() =>
        Assert.Equal(["1 todo unit"], Lists.Shape(Lists.Read("| ID | Task | Status |\n|--|--|--|\n| 7 | Read | todo |\n\n- [ ] Read\n")));
}
