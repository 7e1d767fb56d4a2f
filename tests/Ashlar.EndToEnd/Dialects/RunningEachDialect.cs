using System.Text;
using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>Each kind of task list from its first open box to the last one, with real tests as the gate.</summary>
public sealed class RunningEachDialect
{
    [Fact]
    public async Task Spec_Kit_does_set_up_and_foundations_before_the_stories()
    {
        const string List = "specs/001-shop/tasks.md";
        using var project = PythonShop.With(
            ("specs/001-shop/spec.md", "# Shop\n\nA shop.\n"),
            ("specs/001-shop/plan.md", "# Plan\n\nPython.\n"),
            (
                List,
                """
                # Tasks: Shop

                **Prerequisites**: plan.md, spec.md

                ## Format: `[ID] [P?] [Story] Description`

                - **[P]**: Can run in parallel

                ## Phase 3: User Story 1 - Orders (Priority: P1)

                - [ ] T003 [P] [US1] Create the order in shop/t003.py
                - [ ] T004 [US1] Create the receipt in shop/t004.py (depends on T003)

                **Checkpoint**: orders work

                ## Phase 1: Setup

                - [ ] T001 Create the settings in shop/t001.py

                ## Phase 2: Foundational

                - [ ] T002 [P] Create the store in shop/t002.py
                """
            )
        );
        string[] order = ["T001", "T002", "T003", "T004"];
        await using var server = await PythonShop.DoneInOrderAsync(order);

        await project.Ashlar("run", "specs/001-shop", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(order, project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(["red-green", "red-green", "red-green", "red-green"], project.Trailers("work", "Ashlar-Proof"));
        Assert.Equal(
            [
                "- [x] T001 Create the settings in shop/t001.py",
                "- [x] T002 [P] Create the store in shop/t002.py",
                "- [x] T003 [P] [US1] Create the order in shop/t003.py",
                "- [x] T004 [US1] Create the receipt in shop/t004.py (depends on T003)",
            ],
            ListHistory.Ticks(project, "work", List)
        );
        await AllDoneAsync(project, List, "spec-kit");
    }

    [Fact]
    public async Task Kiro_leaves_optional_tasks_open_and_ticks_the_parent_all_the_same()
    {
        const string List = ".kiro/specs/shop/tasks.md";
        using var project = PythonShop.With(
            (".kiro/specs/shop/requirements.md", "# Requirements\n\n1.1 Orders\n"),
            (".kiro/specs/shop/design.md", "# Design\n\nPython.\n"),
            (
                List,
                """
                # Implementation Plan

                - [ ] 1. Orders
                - [ ] 1.1 Write the order (P)
                  - One module
                  - _Requirements: 1.1, 2.3_
                - [ ]* 1.2 Write property tests for orders
                  - _Requirements: 1.1_
                - [ ] 2. Receipts
                  - [ ] 2.1 Write the receipt
                    - _Requirements: 2.3_
                  - [ ]* 2.2 Measure it
                """
            )
        );
        await using var server = await PythonShop.DoneInOrderAsync(["1.1", "2.1"]);

        await project.Ashlar("run", ".kiro/specs/shop", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1.1", "2.1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(
            ["- [x] 1. Orders | - [x] 1.1 Write the order (P)", "- [x] 2. Receipts | - [x] 2.1 Write the receipt"],
            ListHistory.Ticks(project, "work", List)
        );
        var tasks = await ListedAsync(project, List);
        Assert.Equal("kiro", tasks.GetProperty("dialect").GetString());
        Assert.Equal(
            [
                ("1", true, false),
                ("1.1", true, false),
                ("1.2", false, true),
                ("2", true, false),
                ("2.1", true, false),
                ("2.2", false, true),
            ],
            tasks
                .GetProperty("tasks")
                .EnumerateArray()
                .Select(task =>
                    (task.GetProperty("id").GetString()!, task.GetProperty("done").GetBoolean(), task.GetProperty("optional").GetBoolean())
                )
        );
    }

    [Fact]
    public async Task OpenSpec_runs_a_change_and_keeps_the_letter_of_its_file()
    {
        const string List = "openspec/changes/add-orders/tasks.md";
        using var project = PythonShop.With(
            ("openspec/changes/add-orders/proposal.md", "## Why\n\nOrders.\n\n## What Changes\n\n- Orders\n"),
            (
                List,
                "## 1. Orders\n\n- [X] 1.1 Decide on the format\n- [ ] 1.2 Write the order\n\n## 2. Receipts\n\n- [ ] 2.1 Write the receipt\n"
            )
        );
        await using var server = await PythonShop.DoneInOrderAsync(["1.2", "2.1"]);

        await project.Ashlar("run", "openspec/changes/add-orders", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1.2", "2.1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(["- [X] 1.2 Write the order", "- [X] 2.1 Write the receipt"], ListHistory.Ticks(project, "work", List, 'X'));
        await AllDoneAsync(project, List, "openspec");
    }

    [Fact]
    public async Task Task_Master_tells_the_tenth_sub_task_from_the_first()
    {
        const string List = ".taskmaster/tasks/tasks.json";
        var subtasks = string.Join(
            ",\n",
            Enumerable
                .Range(1, 10)
                .Select(id =>
                    $$"""          {"id": {{id}}, "title": "Part {{id}}", "status": "{{(id is 1 or 10 ? "pending" : "done")}}", "dependencies": []}"""
                )
        );
        using var project = PythonShop.With(
            (
                List,
                $$"""
                {
                  "master": {
                    "tasks": [
                      {"id": 2, "title": "Receipts", "status": "pending", "dependencies": [1], "subtasks": []},
                      {"id": 1, "title": "Orders", "status": "pending", "dependencies": [], "subtasks": [
                {{subtasks}}
                      ]}
                    ]
                  }
                }
                """
            )
        );
        await using var server = await PythonShop.DoneInOrderAsync(["1.1", "1.10", "2"]);

        await project.Ashlar("run", List, "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1.1", "1.10", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(
            [
                """{"id": 1, "title": "Part 1", "status": "done", "dependencies": []},""",
                """{"id": 1, "title": "Orders", "status": "done", "dependencies": [], "subtasks": [ | {"id": 10, "title": "Part 10", "status": "done", "dependencies": []}""",
                """{"id": 2, "title": "Receipts", "status": "done", "dependencies": [1], "subtasks": []},""",
            ],
            ListHistory.Lines(project, "work", List)
        );
        await AllDoneAsync(project, List, "task-master");
    }

    [Fact]
    public async Task Agent_OS_ticks_a_group_with_its_steps_in_a_file_with_a_mark_and_carriage_returns()
    {
        const string List = "agent-os/specs/2026-03-01-orders/tasks.md";
        var text = """
            # Task Breakdown: Orders

            Total Tasks: 2

            ### Layers

            #### Task Group 1: Data
            **Dependencies:** None

            - [ ] 1.0 Complete the data layer
              - [ ] 1.1 Write the tests
              - [x] 1.2 Write the model

            **Acceptance Criteria:**
            - The tests pass

            #### Task Group 2: Receipts
            **Dependencies:** Task Group 1

            - [ ] 2.0 Complete the receipts
              - [ ] 2.1 Write the receipt
            """;
        using var project = PythonShop.With(
            ("agent-os/specs/2026-03-01-orders/spec.md", "# Orders\n"),
            (List, "\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal))
        );
        await using var server = await PythonShop.DoneInOrderAsync(
            ["1.0", "2.0"],
            new Dictionary<string, string[]> { ["1.0"] = ["The tests pass"] }
        );

        await project.Ashlar("run", "agent-os/specs/2026-03-01-orders", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1.0", "2.0"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(
            [
                "- [x] 1.0 Complete the data layer | - [x] 1.1 Write the tests",
                "- [x] 2.0 Complete the receipts | - [x] 2.1 Write the receipt",
            ],
            ListHistory.Ticks(project, "work", List)
        );
        var bytes = ListHistory.Bytes(project, "work", List);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        Assert.Equal(bytes.Count(one => one == '\n'), bytes.Count(one => one == '\r'));
        await AllDoneAsync(project, List, "agent-os");
    }

    /// <summary>Reads the list again as the branch has it.</summary>
    private static async Task<JsonElement> ListedAsync(Project project, string list)
    {
        project.Git("checkout", "--quiet", "work");
        return (await project.Ashlar("tasks", "list", list, "--json").EndsWithAsync(0)).Json;
    }

    private static async Task AllDoneAsync(Project project, string list, string dialect)
    {
        var tasks = await ListedAsync(project, list);
        Assert.Equal(dialect, tasks.GetProperty("dialect").GetString());
        Assert.All(tasks.GetProperty("tasks").EnumerateArray(), task => Assert.Equal("done", task.GetProperty("state").GetString()));
        Assert.Equal(0, tasks.GetProperty("ready").GetArrayLength());
        Assert.Equal(0, tasks.GetProperty("problems").GetArrayLength());
    }
}
