using System.Text;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

/// <summary>Lists in forms that no dialect describes and people write all the same.</summary>
public sealed class WildListTests
{
    [Theory]
    [InlineData("not_started", "todo", "done")]
    [InlineData("NOT_STARTED", "todo", "DONE")]
    [InlineData("Not Started", "todo", "Done")]
    [InlineData("notStarted", "todo", "done")]
    [InlineData("not-started", "todo", "done")]
    [InlineData("in_progress", "in_progress", "done")]
    [InlineData("InProgress", "in_progress", "Done")]
    [InlineData("In Progress 50%", "in_progress", "Done")]
    [InlineData("ready_for_dev", "todo", "done")]
    [InlineData("`pending`", "todo", "`done`")]
    [InlineData("⏳ Pending", "todo", "done")]
    [InlineData("Pending (waits for Ann)", "todo", "Done (waits for Ann)")]
    [InlineData("todo | **Owner**: Ann", "todo", "done | **Owner**: Ann")]
    [InlineData("todo - after the summer", "todo", "done - after the summer")]
    public void A_status_of_any_spelling_is_read_and_replaced_whole(string status, string state, string ticked)
    {
        var text =
            $"# Tasks\n\n## Task 1: Parse amounts\n\n**Status**: {status}\n\nMore.\n\n## Task 2: Show amounts\n\n**Status**: {status}\n";

        Assert.Equal([$"1 {state} unit", $"2 {state} unit"], Lists.Shape(Lists.Read(text)));
        Assert.Equal(
            text.Insert(text.IndexOf(status, StringComparison.Ordinal), "¤").Replace("¤" + status, ticked, StringComparison.Ordinal),
            Ticked(text, "1")
        );
    }

    [Theory]
    [InlineData("Abnahmekriterien")]
    [InlineData("Criterios de aceptación")]
    [InlineData("Critères d'acceptation")]
    [InlineData("Critérios de aceite")]
    [InlineData("Критерии приёмки")]
    [InlineData("인수 기준")]
    [InlineData("验收标准")]
    public void Criteria_in_other_languages_are_criteria(string heading)
    {
        var list = Lists.Read($"# List\n\n- [ ] Read amounts\n\n## {heading}\n\n- [ ] All is well\n");

        Assert.Equal(["1 todo unit"], Lists.Shape(list));
        Assert.Equal(["All is well"], list.Tasks[0].Acceptance);
    }

    [Theory]
    [InlineData("Out of scope", 1)]
    [InlineData("Explicitly out of scope for now", 1)]
    [InlineData("Non-goals", 1)]
    [InlineData("Won't do", 1)]
    [InlineData("Open questions", 1)]
    [InlineData("Offene Fragen", 1)]
    [InlineData("Future improvements", 2)]
    [InlineData("Scope", 2)]
    public void What_is_excluded_or_not_decided_is_no_work(string heading, int tasks) =>
        Assert.Equal(tasks, Lists.Read($"# List\n\n## Tasks\n\n- [ ] Read amounts\n\n## {heading}\n\n- [ ] Something else\n").Tasks.Count);

    [Theory]
    [InlineData("done")]
    [InlineData("✅")]
    [InlineData("✅ Completed on 2026-01-02")]
    [InlineData("COMPLETED")]
    [InlineData("Done in #12")]
    [InlineData("_done_")]
    public void A_status_that_says_done_is_done(string status) =>
        Assert.Equal(["1 done unit"], Lists.Shape(Lists.Read($"## Task 1: Parse\n\nStatus: {status}\n")));

    [Theory]
    [InlineData("blocked")]
    [InlineData("Done reviewing half of it")]
    [InlineData("in review")]
    public void A_status_that_says_something_else_is_kept(string status) =>
        Assert.Equal(["1 other unit"], Lists.Shape(Lists.Read($"## Task 1: Parse\n\nStatus: {status}\n")));

    [Fact]
    public void A_state_is_a_status() =>
        Assert.Equal(["1 in_progress unit"], Lists.Shape(Lists.Read("## Task 1: Parse\n\n- **State:** _doing_\n")));

    [Fact]
    public void The_word_that_a_file_has_for_a_state_is_used_again()
    {
        const string Text =
            "## Task 1: a\n\nStatus: ✅ Erledigt… done\n\n## Task 2: b\n\nStatus: ✅ Done\n\n## Task 3: c\n\nStatus: ⏳ Pending\n";
        Assert.Equal(Text.Replace("⏳ Pending", "✅ Done", StringComparison.Ordinal), Ticked(Text, "3"));
    }

    [Fact]
    public void An_item_with_steps_of_its_own_is_work_in_a_flat_list()
    {
        const string Text =
            "- [ ] 1. Restore the ledger\n  - Register it in the settings\n  - _Requirements: 1.1_\n\n- [ ] 1.1 Restore the audit\n  - _Requirements: 1.2_\n\n- [ ] 2. Groups\n\n- [ ] 2.1 First\n";
        var list = Lists.Read(Text, ".kiro/specs/shop/tasks.md");

        Assert.Equal(["1 todo unit", "1.1 todo unit", "2 todo", "2.1 todo in 2 unit"], Lists.Shape(list));
        Assert.Equal(["1", "1.1", "2.1"], list.Order);
        Assert.Equal(Text.Replace("[ ] 1.1", "[x] 1.1", StringComparison.Ordinal), Ticked(Text, "1.1", ".kiro/specs/shop/tasks.md"));
    }

    [Fact]
    public void What_stands_under_a_parent_is_told_with_its_children()
    {
        var list = Lists.Read(
            "- [ ] 1. Parent\n  - Mind the settings\n  - [ ] 1.1 Child\n  - [ ] 1.2 Other\n",
            ".kiro/specs/shop/tasks.md"
        );
        Assert.Contains("Mind the settings", list.Tasks[2].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Child", list.Tasks[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_begin_anew_under_each_heading_are_no_tasks()
    {
        var list = Lists.Read(
            "## Slice 1: Writer\n\n- [ ] **Step 1: Test**\n- [ ] **Step 2: Code**\n\n## Slice 2: Reader\n\n- [ ] **Step 1: Test**\n- [ ] **Step 2: Code**\n- [ ] Commit\n"
        );
        Assert.Equal(
            ["1 todo unit", "1.1 todo in 1", "1.2 todo in 1", "2 todo unit", "2.1 todo in 2", "2.2 todo in 2", "2.3 todo in 2"],
            Lists.Shape(list)
        );
    }

    [Fact]
    public void What_was_noted_on_the_way_is_no_task()
    {
        var list = Lists.Read(
            "## Work items\n- [x] Clarify\n- [ ] Store\n\n## Progress Log\n### Step 1\n- Status: completed\n### Step 2: Store it\n- Status: pending\n- [ ] open\n"
        );
        Assert.Equal(["Clarify", "Store"], list.Tasks.Select(task => task.Title));
        Assert.Empty(list.Acceptance);
    }

    [Theory]
    [InlineData("## Task 1\n\nStatus: todo\n\n## Task 2: b\n\nStatus: todo\n", "2")]
    [InlineData("- [ ] \n- [ ] b\n", "2")]
    [InlineData("- [ ] T001\n- [ ] T002 b\n", "T002")]
    public void A_task_without_words_is_never_done(string text, string order)
    {
        var list = Lists.Read(text);
        Assert.Equal([order], list.Order);
        Assert.Equal([order], list.Ready);
        Assert.Equal([order], Assignment.Of(list, []).Units.Select(task => task.Id));
    }

    [Fact]
    public void A_heading_with_an_id_over_criteria_is_a_task_and_is_ticked_with_them()
    {
        const string Text =
            "# Plan\n\n## Phase 0\n- [x] Review the plan\n\n#### T001: Update the struct [P]\n**Acceptance**:\n- [ ] It compiles\n- [x] It is small\n\n#### T002: Add the import\n**Acceptance**:\n- [ ] It imports\n";
        var list = Lists.Read(Text);

        Assert.Equal(
            ["1 done unit", "T001 todo unit", "T001.1 todo in T001", "T001.2 done in T001", "T002 todo unit", "T002.1 todo in T002"],
            Lists.Shape(list)
        );
        Assert.Equal(
            [
                [],
                ["It compiles", "It is small"],
                ["It imports"],
            ],
            list.Tasks.Where(task => task.IsUnit).Select(task => task.Acceptance)
        );
        Assert.Equal(Text.Replace("[ ] It compiles", "[x] It compiles", StringComparison.Ordinal), Ticked(Text, "T001"));
    }

    [Theory]
    [InlineData("### Task 3: Login", "3")]
    [InlineData("#### T001: Login", "T001")]
    [InlineData("### AUTH-012: Login", "1")]
    [InlineData("### Story 1.1: Login", "1")]
    public void A_list_may_hold_nothing_but_such_headings(string heading, string id)
    {
        var list = Lists.Read($"# Plan\n\n{heading}\n\n**Acceptance Criteria:**\n- [ ] It opens\n");
        Assert.Equal([id], list.Order);
        Assert.Equal(["It opens"], list.Tasks[0].Acceptance);
    }

    [Fact]
    public void A_heading_that_details_a_box_gives_it_its_criteria()
    {
        var list = Lists.Read("- [ ] T001 Writer\n- [ ] T002 Reader\n\n### T001: Writer\n**Acceptance**:\n- [ ] It writes\n");
        Assert.Equal(["T001 todo unit", "T002 todo unit"], Lists.Shape(list));
        Assert.Equal(["It writes"], list.Tasks[0].Acceptance);
    }

    [Theory]
    [InlineData("5. Success Criteria")]
    [InlineData("5. Validation Checklist")]
    [InlineData("5.2 Security Controls Checklist")]
    [InlineData("6. Self-check (before handing in)")]
    [InlineData("6. Definition of Done")]
    [InlineData("7) Review")]
    [InlineData("Acceptance Criteria")]
    public void A_number_before_a_heading_of_criteria_makes_no_tasks_of_them(string heading)
    {
        var list = Lists.Read($"## 4. Tasks\n- [ ] Add the parser\n- [ ] Add the writer\n\n## {heading}\n- [ ] All tests pass\n");
        Assert.Equal(["Add the parser", "Add the writer"], list.Tasks.Select(task => task.Title));
        Assert.Equal(["All tests pass"], list.Acceptance);
        Assert.All(list.Tasks, task => Assert.Empty(task.Acceptance));
    }

    [Fact]
    public void Numbered_work_under_such_a_heading_is_work()
    {
        var list = Lists.Read(
            "## 2. Code\n- [ ] 2.1 Write\n\n## 3. Validation\n- [ ] 3.1 Run it\n- [ ] Look at it\n",
            "openspec/changes/x/tasks.md"
        );
        Assert.Equal(["Write", "Run it", "Look at it"], list.Tasks.Select(task => task.Title));
    }

    [Fact]
    public void Criteria_of_the_file_are_answered_for_by_the_task_that_completes_it()
    {
        var list = Lists.Read("## Tasks\n- [ ] 1. a\n- [ ] 2. b\n\n## Success Criteria\n- [ ] All of it works\n");

        Assert.Equal(["All of it works"], list.Acceptance);
        Assert.Equal([0, 1], Assignment.Of(list, []).Units.Select(task => task.Acceptance.Count));
        Assert.Equal([0], Assignment.Of(list, ["1"]).Units.Select(task => task.Acceptance.Count));
        Assert.Equal(
            ["All of it works"],
            Assignment
                .Of(Lists.Read("## Tasks\n- [x] 1. a\n- [ ] 2. b\n\n## Success Criteria\n- [ ] All of it works\n"), ["2"])
                .Units[0]
                .Acceptance
        );
    }

    [Fact]
    public void Criteria_before_the_tasks_go_to_those_that_name_them_and_notes_to_nobody()
    {
        var list = Lists.Read(
            "# Story\n\n## Acceptance Criteria\n1. It opens\n2. It closes\n3. It is fast\n\n## Tasks / Subtasks\n- [ ] Open it (AC: 1)\n  - [ ] Hinge\n- [ ] Close it (AC: #2)\n\n## Dev Notes\n- [ ] Remember the key\n\n## QA Results\n- [ ] Looked at\n"
        );
        Assert.Equal(
            ["Hinge: It opens", "Close it (AC: #2): It closes"],
            list.Tasks.Where(task => task.Acceptance.Count > 0).Select(task => $"{task.Title}: {string.Join(';', task.Acceptance)}")
        );
        Assert.Equal(["It is fast"], list.Acceptance);
        Assert.Equal(3, list.Tasks.Count);
    }

    [Fact]
    public void Criteria_between_groups_belong_to_the_group_above()
    {
        var list = Lists.Read(
            "## A\n- [ ] a\n## Acceptance Criteria\n- [ ] a works\n## B\n- [ ] b\n## Acceptance Criteria\n- [ ] b works\n"
        );
        Assert.Equal(
            [
                ["a works"],
                ["b works"],
            ],
            list.Tasks.Select(task => task.Acceptance)
        );
        Assert.Empty(list.Acceptance);
    }

    [Theory]
    [InlineData("- [ ]\\* 1.2 Write tests", "1.2 todo optional unit", "Write tests")]
    [InlineData("- [ ]* 1.2 Write tests", "1.2 todo optional unit", "Write tests")]
    [InlineData("- [ ] 1.2* Write tests", "1.2 todo optional unit", "Write tests")]
    [InlineData("- [ ] 1\\. Write tests", "1 todo unit", "Write tests")]
    [InlineData("- [ ] T040-MIN [P] Write tests", "T040-MIN todo parallel unit", "Write tests")]
    [InlineData("- [ ] **Write** — the tests", "1 todo unit", "Write — the tests")]
    [InlineData("- [ ] ~~Write~~ tests in `__tests__/**/a`", "1 todo unit", "Write tests in `__tests__/**/a`")]
    [InlineData("- [ ] 08-01: Write tests", "08-01 todo unit", "Write tests")]
    [InlineData(
        "- [ ] Task: Conductor - User Manual Verification 'Phase 1'",
        "1 todo optional unit",
        "Task: Conductor - User Manual Verification 'Phase 1'"
    )]
    public void Ids_marks_and_titles_are_told_apart(string line, string shape, string title)
    {
        var list = Lists.Read(line + "\n", ".kiro/specs/x/tasks.md");
        Assert.Equal([shape], Lists.Shape(list));
        Assert.Equal(title, list.Tasks[0].Title);
    }

    [Theory]
    [InlineData("- [ ] S1 Set up\n- [ ] C2 Connect (depends on S1)\n- [ ] B1: Build\n", "S1 C2 B1", "C2 after S1")]
    [InlineData("- [ ] a\n- [ ] b\n- [ ] c\n- [ ] B1: Build\n", "1 2 3 B1", "")]
    [InlineData("- [ ] P0 a\n- [ ] P1 b\n- [ ] P0 c\n- [ ] P1 d\n", "1 2 3 4", "")]
    [InlineData("- [ ] P0: a\n- [ ] P1: b\n- [ ] P0: c\n- [ ] P1: d\n", "1 2 3 4", "")]
    [InlineData("- [ ] Use S3 for it\n- [ ] UTF-8 everywhere\n- [ ] c\n- [ ] d\n", "1 2 3 4", "")]
    [InlineData(
        "- [ ] [US1-001] a\n- [ ] [US1-002] b\n- [ ] [US2-001] c\n  - **Dependencies**: US1-001 through US1-002\n",
        "US1-001 US1-002 US2-001",
        "US2-001 after US1-001,US1-002"
    )]
    [InlineData("- [ ] `T1` a\n- [ ] [S1] b\n- [ ] `make x1`\n", "T1 S1 3", "")]
    [InlineData("- [ ] A1. a\n- [ ] A2) b\n- [ ] **B1** – c -- depends on: A1, A2\n", "A1 A2 B1", "B1 after A1,A2")]
    [InlineData("- [ ] T001 a\n- [ ] T002 b\n- [ ] T003 c (depends on T001-002)\n", "T001 T002 T003", "T003 after T001,T002")]
    [InlineData("- [ ] T001 a\n- [ ] T002 b\n- [ ] T003 c (depends on T001-T002)\n", "T001 T002 T003", "T003 after T001,T002")]
    [InlineData("## Tasks\n- [ ] W1 a\n- [ ] W2 b\n## Handoff checklist\n- [ ] OQ-001 asked\n- [ ] OQ-002 asked\n", "W1 W2", "")]
    public void Ids_are_those_that_people_write(string text, string ids, string dependency)
    {
        var list = Lists.Read(text);
        Assert.Equal(ids, string.Join(' ', list.Tasks.Select(task => task.Id)));
        Assert.Equal(
            dependency,
            string.Join(
                ';',
                list.Tasks.Where(task => task.DependsOn.Count > 0).Select(task => $"{task.Id} after {string.Join(',', task.DependsOn)}")
            )
        );
    }

    [Fact]
    public void A_task_of_another_list_does_not_bind()
    {
        var list = Lists.Read("- [ ] T1 - Reader\n  - depends: other-spec/T1\n- [ ] T2 - Writer\n  - depends: T1, ../other/tasks.md#T2\n");
        Assert.Equal(["T1 todo unit", "T2 todo after T1 unit"], Lists.Shape(list));
        Assert.Equal(["tasks.unknown-dependency", "tasks.unknown-dependency"], list.Problems.Select(problem => problem.Code));
        Assert.Equal(["T1"], list.Ready);
    }

    [Theory]
    [InlineData("Slice", "Slice 1")]
    [InlineData("Milestone", "Milestones 1-1")]
    [InlineData("Epic", "Epic 1")]
    [InlineData("Workstream", "Workstream 1 and Workstream 3")]
    public void Headings_are_named_by_their_own_word(string word, string on)
    {
        var list = Lists.Read($"### {word} 1: a\n- [ ] a\n### {word} 2: b\n**Dependencies:** {on}\n- [ ] b\n### {word} 3: c\n- [ ] c\n");
        Assert.Contains("1", list.Tasks[1].DependsOn);
        Assert.Empty(list.Problems);
    }

    [Fact]
    public void A_box_that_names_a_heading_is_ticked_with_what_stands_there()
    {
        const string Text =
            "## Phases\n- [ ] **Phase 8: Export** - files\n- [ ] **Phase 9: Import**\n\n## Details\n### Phase 8: Export\n- [ ] 08-01: Writer\n- [ ] 08-02: Reader\n### Phase 9: Import\n**Depends on**: Phase 8\nPlans: TBD\n";
        var list = Lists.Read(Text);
        Assert.Equal(["1 todo", "2 todo unit", "08-01 todo in 1 unit", "08-02 todo in 1 unit"], Lists.Shape(list));
        Assert.Equal(Text.Replace("[ ] 08-01", "[x] 08-01", StringComparison.Ordinal), Ticked(Text, "08-01"));
    }

    [Theory]
    [InlineData("- [ ] <Name>\n- [ ] <paste the list here, one a line>\n- [ ] …\n")]
    [InlineData("- [ ] {name}: [what]\n- [ ] ...\n- [ ] Real\n")]
    public void Places_to_be_filled_in_are_no_tasks(string text) =>
        Assert.Contains("placeholders", Lists.Refusal(text).Message, StringComparison.Ordinal);

    [Fact]
    public void Work_on_prompts_may_speak_of_their_arguments()
    {
        Assert.Single(Lists.Read("Takes `$ARGUMENTS` as it is.\n- $ARGUMENTS in an item\n- [ ] Write the prompt\n").Tasks);
        Assert.Contains("$ARGUMENTS", Lists.Refusal("User input: $ARGUMENTS\n- [ ] Read it\n").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("## Task 1: Parse\n\nText.\n", "## [ ] Task 1: Parse")]
    [InlineData("# Plan\n### T01 — Parse\n", "### [ ] T01 — Parse")]
    public void Headings_without_a_box_are_refused_with_what_helps(string text, string boxed)
    {
        var refusal = Lists.Refusal(text, "docs/my plan.md");
        Assert.Contains(boxed, refusal.Remedy, StringComparison.Ordinal);
        Assert.Contains("--task-file \"docs/my plan.md\"", refusal.Remedy, StringComparison.Ordinal);
        Assert.Single(Lists.Read(text.Replace(boxed.Replace(" [ ]", "", StringComparison.Ordinal), boxed, StringComparison.Ordinal)).Tasks);
    }

    [Fact]
    public void Of_the_tags_of_Task_Master_one_is_worked_on()
    {
        const string Text =
            """{"later": {"tasks": [{"id": 8, "title": "x", "status": "pending", "subtasks": [{"id": 1, "title": "y", "status": "pending"}]}]}, "master": {"tasks": [{"id": 1, "title": "a", "status": "pending"}]}}""";
        var list = Lists.Read(Text, ".taskmaster/tasks/tasks.json");

        Assert.Equal(["later:8", "later:8.1", "1"], list.Tasks.Select(task => task.Id));
        Assert.Equal(["1"], list.Order);
        Assert.Equal(["1"], list.Ready);
        Assert.Equal(["later:8.1"], list.InTag("later").Order);
        Assert.Equal(["1"], list.InTag("none").Order);
        Assert.Equal(["later:8.1"], Assignment.Of(list, ["later:8"]).Units.Select(task => task.Id));
        Assert.Equal(2, TaskListEdit.Tick("tasks.json", Lists.Bytes(Text), ["later:8"]).Changes.Count);
    }

    [Theory]
    [InlineData("## Task 1: a\n\nStatus: todo\n\nState: open\n")]
    [InlineData("- [ ] 1. a\n  - [ ] 1.1 b\n- [ ] 2. c\n")]
    [InlineData("---\nid: task-1\ntitle: a\nstatus: To Do\n---\n")]
    public void A_tick_that_is_taken_back_leaves_the_file_as_it_was(string text)
    {
        var id = Lists.Read(text).Order[0];
        var ticked = TaskListEdit.Tick("tasks/list.md", Lists.Bytes(text), [id]).Content!;
        Assert.NotEqual(text, Encoding.UTF8.GetString(ticked));
        var back = Encoding.UTF8.GetString(TaskListEdit.Untick("tasks/list.md", ticked, [id]).Content!);
        Assert.Equal(text, back, ignoreCase: true);
    }

    private static string Ticked(string text, string id, string path = "tasks/list.md")
    {
        var tick = TaskListEdit.Tick(path, Lists.Bytes(text), [id]);
        Assert.Empty(tick.Problems);
        return Encoding.UTF8.GetString(tick.Content!);
    }
}
