using static Ashlar.EndToEnd.Remedies.RemedyScene;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>Remedies that edit a task list.</summary>
internal static class Lists
{
    public static IReadOnlyList<RemedyScene> All { get; } =
    [
        new("tasks.cycle", [("t.md", "- [ ] T1 a (depends on T2)\n- [ ] T2 b (depends on T1)\n")], LintTasks)
        {
            Edits = [("t.md", "- [ ] T1 a\n- [ ] T2 b (depends on T1)\n")],
        },
        new("tasks.dependency-unread", [("t.md", "- [ ] T1 a\n- [ ] T2 b\n\n## Dependencies\n\n- the second needs much\n")], LintTasks)
        {
            Edits = [("t.md", "- [ ] T1 a\n- [ ] T2 b\n\n## Dependencies\n\n- T2 depends on T1\n")],
        },
        new("tasks.duplicate-id", [("t.md", "- [ ] T1 a\n- [ ] T1 b\n")], LintTasks) { Edits = [("t.md", "- [ ] T1 a\n- [ ] T2 b\n")] },
        new("tasks.no-list", [("t.md", "# Notes\n\nNothing here.\n")], LintTasks)
        {
            Edits = [("t.md", "# Tasks\n\n- [ ] Something here\n")],
        },
        new("tasks.no-title", [("t.md", "- [ ] T1 a\n- [ ] T2\n")], LintTasks) { Edits = [("t.md", "- [ ] T1 a\n- [ ] T2 b\n")] },
        new("tasks.odd-box", [("t.md", "- [ ] a\n- [o] b\n")], LintTasks) { Edits = [("t.md", "- [ ] a\n- [ ] b\n")] },
        new("tasks.open-under-done", [("t.md", "- [x] 1. a\n  - [ ] 1.1 b\n")], LintTasks)
        {
            Edits = [("t.md", "- [ ] 1. a\n  - [ ] 1.1 b\n")],
        },
        new("tasks.optional-dependency", [("t.md", "- [ ]* 1. a\n- [ ] 2. b (depends on 1)\n")], LintTasks)
        {
            Edits = [("t.md", "- [ ] 1. a\n- [ ] 2. b (depends on 1)\n")],
        },
        new(
            "tasks.order-unknown",
            [
                (
                    "t.md",
                    "- [ ] 1. a\n- [ ] 2. b\n\n## Dependencies\n\n```json\n{\"waves\": [{\"tasks\": [\"1\"]}, {\"tasks\": [\"9\"]}]}\n```\n"
                ),
            ],
            LintTasks
        )
        {
            Edits =
            [
                (
                    "t.md",
                    "- [ ] 1. a\n- [ ] 2. b\n\n## Dependencies\n\n```json\n{\"waves\": [{\"tasks\": [\"1\"]}, {\"tasks\": [\"2\"]}]}\n```\n"
                ),
            ],
        },
        new("tasks.order-unread", [("t.md", "- [ ] 1. a\n- [ ] 2. b\n\n## Dependencies\n\n```json\n{\"first\": 1}\n```\n")], LintTasks)
        {
            Edits = [("t.md", "- [ ] 1. a\n- [ ] 2. b (depends on 1)\n")],
        },
        new("tasks.self-dependency", [("t.md", "- [ ] T1 a (depends on T1)\n")], LintTasks) { Edits = [("t.md", "- [ ] T1 a\n")] },
        new("tasks.unknown-dependency", [("t.md", "- [ ] T1 a\n- [ ] T2 b (depends on T9)\n")], LintTasks)
        {
            Edits = [("t.md", "- [ ] T1 a\n- [ ] T2 b (depends on T1)\n")],
        },
        new("tasks.unknown-task", [("t.md", "- [ ] T1 a\n")], ["tasks", "tick", "t.md", "T9"]) { Then = ["tasks", "tick", "t.md", "T1"] },
        new("tasks.own-mark", [("t.md", "- [🔥] T1 a\n- [ ] T2 b\n")], ["tasks", "tick", "t.md", "T1"])
        {
            Edits = [("t.md", "- [ ] T1 a\n- [ ] T2 b\n")],
        },
        new("tasks.no-mark", [("tasks.json", "{\"tasks\": [{\"id\": 1, \"title\": \"a\"}]}\n")], ["tasks", "tick", "tasks.json", "1"])
        {
            Edits = [("tasks.json", "{\"tasks\": [{\"id\": 1, \"title\": \"a\", \"status\": \"pending\"}]}\n")],
        },
        new("cli.path-missing", [("t.md", "- [ ] a\n")], ["tasks"]) { Then = ["tasks", "list", "t.md"] },
        new(
            "tasks.unmet-dependency",
            [("t.md", "- [ ] T1 a\n- [ ] T2 b (depends on T1)\n"), (Configuration, Gate)],
            ["run", "t.md", "--only", "T2", "--dry-run"]
        )
        {
            Then = ["run", "t.md", "--only", "T1,T2", "--dry-run"],
        },
    ];
}
