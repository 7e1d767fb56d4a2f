using System.Text;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

public sealed class TaskListReaderTests
{
    private const string AgentOs = """
        # Task Breakdown: Invitations

        ## Task List

        ### Data Layer

        #### Task Group 1: Models
        **Dependencies:** None

        - [x] 1.0 Complete models
          - [x] 1.1 Write 4-6 focused tests
          - [x] 1.2 Add migration

        **Acceptance Criteria:**
        - Tests pass
        - [ ] Migration runs

        #### Task Group 2: API
        **Dependencies:** Task Group 1

        - [ ] 2.0 Complete API layer
          - [x] 2.1 Write tests
          - [ ] 2.2 Add controller

        #### Task Group 10: Review
        **Dependencies:** Task Groups 1-2 (COMPLETED)

        - [ ] 10.0 Review all
          - [ ] 10.1 Read
        """;

    [Fact]
    public void Agent_os_takes_the_groups_parent_item_as_the_unit_and_its_sub_items_as_steps()
    {
        var list = Lists.Read(AgentOs, "agent-os/specs/2026-01-05-invitations/tasks.md");

        Assert.Equal("agent-os", list.Dialect);
        Assert.Equal(
            [
                "1.0 done unit",
                "1.1 done in 1.0",
                "1.2 done in 1.0",
                "2.0 todo after 1.0 unit",
                "2.1 done in 2.0",
                "2.2 todo in 2.0",
                "10.0 todo after 1.0,2.0 unit",
                "10.1 todo in 10.0",
            ],
            Lists.Shape(list)
        );
        Assert.Equal(["2.0", "10.0"], list.Order);
        Assert.Equal(["2.0"], list.Ready);
        Assert.Equal(["Tests pass", "Migration runs"], list.Tasks[0].Acceptance);
        Assert.Equal("Task Group 2: API", list.Tasks[3].Group);
        Assert.Empty(list.Problems);
        Assert.True(list.StatesDependencies);
    }

    [Fact]
    public void The_text_of_a_group_is_its_whole_block()
    {
        var list = Lists.Read(AgentOs, "agent-os/specs/x/tasks.md");

        Assert.Equal(
            """
            #### Task Group 2: API
            **Dependencies:** Task Group 1

            - [ ] 2.0 Complete API layer
              - [x] 2.1 Write tests
              - [ ] 2.2 Add controller
            """,
            list.Tasks[3].Text
        );
    }

    [Fact]
    public void An_agent_os_group_without_a_parent_item_has_the_id_of_its_heading()
    {
        var list = Lists.Read(
            """
            #### Task Group 2: API
            - [x] 2.1 Write tests
            - [ ] 2.2 Add controller
            """,
            "agent-os/specs/x/tasks.md"
        );

        Assert.Equal(["2 todo unit", "2.1 done in 2", "2.2 todo in 2"], Lists.Shape(list));
        Assert.Equal(["2"], list.Order);
    }

    [Fact]
    public void Spec_kit_reads_ids_tags_dependencies_and_leaves_legend_and_check_lists_out()
    {
        var list = Lists.Read(
            """
            # Tasks: Search
            **Prerequisites**: plan.md, spec.md
            ## Format: `[ID] [P?] [Story] Description`
            - [P] tasks = different files, no dependencies
            ## Phase 1: Setup
            - [X] T001 Create project
            ## Phase 3: User Story 1
            - [ ] T012 [P] [US1] Create model in src/model.py
            - [ ] **T013** [P] Create service (depends on T012)
            - [ ] **T014 [P]** Wire up (depends on T012-T013)
            ## Phase 2: Foundational
            - [ ] T002 Set up storage
            ## Validation Checklist
            ### Tests
            - [ ] All endpoints have tests
            """,
            "specs/001-search/tasks.md"
        );

        Assert.Equal("spec-kit", list.Dialect);
        Assert.Equal(
            [
                "T001 done unit",
                "T012 todo parallel unit",
                "T013 todo after T012 parallel unit",
                "T014 todo after T012,T013 parallel unit",
                "T002 todo unit",
            ],
            Lists.Shape(list)
        );
        Assert.Equal("Create model in src/model.py", list.Tasks[1].Title);
        Assert.Equal(["T002", "T012", "T013", "T014"], list.Order);
        Assert.Equal(["T012", "T002"], list.Ready);
        Assert.Equal(["All endpoints have tests"], list.Tasks[4].Acceptance);
    }

    [Fact]
    public void Kiro_reads_optional_parallel_and_begun_tasks_and_children_that_stand_beside_their_parent()
    {
        var list = Lists.Read(
            """
            # 実装計画
            - [-] 1. データモデル
            - [x] 1.1 (P) モデルを追加
              - _Requirements: 1.1, 2.3_
            - [ ]* 1.2 テストを作成する
            - [ ] 2. API
              - [ ] 2.1 エンドポイント
            """,
            ".kiro/specs/animals/tasks.md"
        );

        Assert.Equal(
            ["1 in_progress", "1.1 done in 1 parallel unit", "1.2 todo in 1 optional unit", "2 todo", "2.1 todo in 2 unit"],
            Lists.Shape(list)
        );
        Assert.Equal(["2.1"], list.Order);
    }

    [Fact]
    public void Openspec_reads_numbered_groups_and_does_not_take_a_numbered_validation_group_for_criteria()
    {
        var list = Lists.Read(
            """
            ## 1. Implementation
            - [x] 1.1 Add parser
            - [ ] 1.10 Add writer
            ## 2. Validation
            - [ ] 2.1 Run all tests
            """,
            "openspec/changes/add-parser/tasks.md"
        );

        Assert.Equal(["1.1 done unit", "1.10 todo unit", "2.1 todo unit"], Lists.Shape(list));
        Assert.Equal("openspec", list.Dialect);
    }

    [Fact]
    public void Task_master_keeps_the_raw_token_of_ids()
    {
        var list = Lists.Read(
            """
            {"master": {"tasks": [
              {"id": 10, "title": "Ten", "status": "in-progress", "dependencies": [], "subtasks": [
                {"id": 1, "title": "a", "status": "done", "dependencies": []},
                {"id": 10.10, "title": "b", "status": "pending", "dependencies": [1]}
              ]},
              {"id": "11", "title": "Eleven", "status": "cancelled", "dependencies": [10, "10.1"]}
            ]}}
            """,
            ".taskmaster/tasks/tasks.json"
        );

        Assert.Equal(
            ["10 in_progress", "10.1 done in 10 unit", "10.10 todo in 10 after 10.1 unit", "11 cancelled after 10,10.1 unit"],
            Lists.Shape(list)
        );
        Assert.Equal([2, 3, 4, 6], list.Tasks.Select(task => task.Line));
    }

    [Fact]
    public void Task_master_tells_tags_apart_and_reads_the_older_form()
    {
        var tagged = Lists.Read(
            """{"master": {"tasks": [{"id": 1, "title": "a", "status": "done"}]}, "next": {"tasks": [{"id": 1, "title": "b", "status": "pending"}, {"id": 2, "title": "c", "status": "pending", "dependencies": [1]}]}}""",
            "tasks.json"
        );
        var untagged = Lists.Read("""{"tasks": [{"id": 1, "title": "a", "status": "done"}]}""", "tasks.json");

        Assert.Equal(["1 done unit", "next:1 todo unit", "next:2 todo after next:1 unit"], Lists.Shape(tagged));
        Assert.Equal(["1 done unit"], Lists.Shape(untagged));
    }

    [Fact]
    public void Backlog_is_one_task_a_file_with_boxes_as_criteria()
    {
        var list = Lists.Read(
            """
            ---
            id: BACK-355.01
            title: 'Core: add a type field'
            status: To Do
            dependencies: [BACK-12]
            ---
            ## Acceptance Criteria
            - [x] #1 The field is stored
            - [ ] #2 The field is shown
            """,
            "backlog/tasks/back-355.01 - Core.md"
        );

        Assert.Equal(["BACK-355.01 todo unit"], Lists.Shape(list));
        Assert.Equal("Core: add a type field", list.Tasks[0].Title);
        Assert.Equal(["#1 The field is stored", "#2 The field is shown"], list.Tasks[0].Acceptance);
        Assert.Equal(["tasks.unknown-dependency"], list.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Markdown_reads_heading_tasks_status_lines_and_named_dependencies()
    {
        var list = Lists.Read(
            """
            ### [ ] T-006: Build the API
            **Depends on**: T-005
            #### Acceptance
            - [ ] Answers in 100 ms
            ### Task 5: Prepare
            **Status**: todo
            **Depends on**: the auth service, PostgreSQL 15
            ### Task 7: Finish
            **Status**: Done
            **Depends on**: Tasks 5, T-006
            """
        );

        Assert.Equal(["T-006 todo unit", "5 todo unit", "7 done after 5,T-006 unit"], Lists.Shape(list));
        Assert.Equal("Build the API", list.Tasks[0].Title);
        Assert.Equal(["Answers in 100 ms"], list.Tasks[0].Acceptance);
        Assert.Equal([2, 7], list.Problems.Where(problem => problem.Warning).Select(problem => problem.Line!.Value));
    }

    [Fact]
    public void Ids_that_are_not_given_are_made_from_the_position()
    {
        var list = Lists.Read(
            """
            # TODO
            - [ ] First
            * [x] Second
            + [X]Third
              1. [~] inner
              2) [-] other
            - [✅] Marked its own way
            - [ ](https://example.org) a link
            - [^1] a footnote
            """
        );

        Assert.Equal(
            ["1 todo unit", "2 done unit", "3 done", "3.1 in_progress in 3 unit", "3.2 cancelled in 3 unit", "4 other unit"],
            Lists.Shape(list)
        );
        Assert.Equal("Third", list.Tasks[2].Title);
    }

    [Theory]
    [InlineData("```\n- [ ] 1.1 in a fence\n```\n- [ ] 1.2 real\n")]
    [InlineData("- [ ] 1.2 real\n~~~~\n```\n- [ ] 1.1 in a fence that is never closed\n")]
    [InlineData("<!--\n- [ ] 1.1 in a comment\n-->\n- [ ] 1.2 real\n")]
    [InlineData("\uFEFF- [ ] 1.2 real\r\n")]
    [InlineData("Text\r- [ ] 1.2 real\rMore\r\nText\n")]
    [InlineData("---\ntitle: x\n- [ ] 1.1 front matter\n---\n- [ ] 1.2 real")]
    public void What_is_no_text_of_the_list_is_left_out(string text) => Assert.Equal(["1.2 todo unit"], Lists.Shape(Lists.Read(text)));

    [Theory]
    [InlineData("SHA-256 hashing", null)]
    [InlineData("4 focused tests", null)]
    [InlineData("1.10 Title", "1.10")]
    [InlineData("3. Title", "3")]
    [InlineData("2) Title", "2")]
    [InlineData("**Task 1.1**: Title", "1.1")]
    [InlineData("Task 4: Title", "4")]
    [InlineData("[T007] Title", "T007")]
    [InlineData("T-006: Title", "T-006")]
    [InlineData("TASK-12 Title", "TASK-12")]
    [InlineData("1.1.2 创建", "1.1.2")]
    public void Ids_are_told_from_numbers_in_prose(string text, string? id)
    {
        var title = TaskTitle.Parse(" " + text, new HashSet<string>(StringComparer.Ordinal));

        Assert.Equal(id, title.Id);
        Assert.Equal(
            id is null ? text
                : text.EndsWith("创建", StringComparison.Ordinal) ? "创建"
                : "Title",
            title.Title
        );
    }

    [Fact]
    public void Letters_are_ids_where_a_file_uses_them_as_such()
    {
        var list = Lists.Read("- [ ] AUTH-1: Log in\n- [ ] AUTH-2: Log out (depends on AUTH-1)\n");

        Assert.Equal(["AUTH-1 todo unit", "AUTH-2 todo after AUTH-1 unit"], Lists.Shape(list));
    }

    [Fact]
    public void Wrong_lists_are_named_with_their_lines()
    {
        var list = Lists.Read(
            """
            - [ ] T001 a (depends on T003)
            - [ ] T002 b (depends on T001)
            - [ ] T003 c (depends on T002)
            - [ ] T004 d (depends on T004)
            - [ ] T001 e
            - [ ] T005 f (depends on T099)
            - [ ] T006 g mentions T005 only
            """
        );

        Assert.Equal(
            [
                "tasks.cycle 1 T001 → T003 → T002 → T001",
                "tasks.self-dependency 4 T004 → T004",
                "tasks.duplicate-id 5 ",
                "tasks.unknown-dependency 6 T099",
            ],
            list.Problems.Select(problem => $"{problem.Code} {problem.Line} {problem.Observed}")
        );
        Assert.Equal([false, false, false, true], list.Problems.Select(problem => problem.Warning));
        Assert.Equal(["T001", "T005", "T006"], list.Order);
    }

    [Theory]
    [InlineData("None (can run beside Task Group 1)", "")]
    [InlineData("All prior task groups", "1.0,2.0,3.0")]
    [InlineData("Task Groups 1 and 3", "1.0,3.0")]
    [InlineData("Task Group 1, 2", "1.0,2.0")]
    [InlineData("[Task Group 2](#task-group-2-b)", "2.0")]
    [InlineData("Task Groups 1 through 3", "1.0,2.0,3.0")]
    [InlineData("the design of version 2", "")]
    [InlineData("C", "3.0")]
    public void Dependency_lines_are_understood(string value, string expected)
    {
        var groups = string.Concat(
            Enumerable.Range(1, 3).Select(n => $"#### Task Group {n}: {(char)('@' + n)}\n- [ ] {n}.0 Do\n  - [ ] {n}.1 Step\n")
        );
        var list = Lists.Read(
            $"{groups}#### Task Group 4: D\n**Dependencies:** {value}\n- [ ] 4.0 Do\n  - [ ] 4.1 Step\n",
            "agent-os/specs/x/tasks.md"
        );

        Assert.Equal(expected, string.Join(",", list.Tasks.Single(task => task.Id == "4.0").DependsOn));
    }

    [Theory]
    [InlineData("# Notes\nNo boxes here\n", "tasks.md", "no check-box")]
    [InlineData("```\n- [ ] a\n```\n", "tasks.md", "code or comments")]
    [InlineData("- [ ] {{TASK}}\n- [ ] {{OTHER}}\n", "tasks.md", "placeholders")]
    [InlineData("- [ ] T001 [Description]\n", "tasks.md", "placeholders")]
    [InlineData("- [ ] a real task\n", "app/templates/tasks/todo.md", "template")]
    [InlineData("---\nallowed-tools: Read\n---\n- [ ] a\n", "commands/do.md", "prompt")]
    [InlineData("Work on:\n\n$ARGUMENTS\n\n- [ ] check it\n", "do.md", "prompt")]
    [InlineData("## Acceptance Criteria\n- [ ] It works\n", "prd.md", "criteria")]
    [InlineData("{\"a\": [1, 2}", "tasks.json", "JSON")]
    [InlineData("{\"tasks\": []}", "tasks.json", "no tasks")]
    [InlineData("", "tasks.md", "no check-box")]
    public void What_only_looks_like_a_list_is_refused_with_the_reason(string text, string path, string reason)
    {
        var refusal = Lists.Refusal(text, path);

        Assert.Equal("tasks.no-list", refusal.Code);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        var random = new Random(20_261);
        string[] parts =
        [
            "- [ ] ",
            "- [x]",
            "1.",
            "T001",
            " (depends on ",
            ")",
            "\n",
            "\r\n",
            "```",
            "**",
            "Task Group 1",
            "# ",
            "\t",
            "{",
            "}",
            "\"tasks\":",
            "[",
            "]",
            "é",
            "[✅]",
            "---\n",
            "<!--",
            "-->",
            "Dependencies:",
            "All prior",
        ];
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => parts[random.Next(parts.Length)]));
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > 0 && i % 3 == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(1, 256);
            }

            var reading = TaskListReader.Read(i % 2 == 0 ? "tasks.json" : "specs/001-x/tasks.md", bytes);
            Assert.True(reading.List is null != reading.Refusal is null);
        }
    }
}
