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
        Assert.Equal(["All endpoints have tests"], list.Acceptance);
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

        Assert.Equal(["BACK-355.01 todo after BACK-12 unit"], Lists.Shape(list));
        Assert.Equal("Core: add a type field", list.Tasks[0].Title);
        Assert.Equal(["#1 The field is stored", "#2 The field is shown"], list.Tasks[0].Acceptance);
        Assert.Empty(list.Problems);
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
}
