using Xunit;

namespace Ashlar.Core.Tests.Work;

/// <summary>What a person sees in a list: each task once, and nothing that waits for what it does not wait for.</summary>
public sealed class ReadListTests
{
    [Theory]
    [InlineData("T2 Does not depend on T1", "")]
    [InlineData("T2 This doesn't depend on T1", "")]
    [InlineData("T2 Not blocked by T1", "")]
    [InlineData("T2 Cache no longer depends on T1", "")]
    [InlineData("T2 Rename the label \"depends on T1\"", "")]
    [InlineData("T2 Must not start until T1", "T1")]
    [InlineData("T2 Printer depends on T1", "T1")]
    [InlineData("T2 Rename \"a\" (depends on T1)", "T1")]
    public void A_title_that_denies_or_quotes_a_dependency_has_none(string title, string expected) =>
        Assert.Equal(expected, string.Join(", ", Lists.Read($"- [ ] T1 Parser\n- [ ] {title}\n").Tasks[1].DependsOn));

    [Theory]
    [InlineData("- [ ] T2 — Printer *(blocked by T1)*", "Printer")]
    [InlineData("- [ ] T2 Printer **[depends: T1]**", "Printer")]
    [InlineData("- [ ] [T2](#two) Printer", "Printer")]
    [InlineData("- [ ] [T2](https://tracker.example/T2): Printer", "Printer")]
    [InlineData("- [ ] [Printer](https://tracker.example/2)", "[Printer](https://tracker.example/2)")]
    public void A_title_holds_no_remains_of_marks_and_links(string line, string expected) =>
        Assert.Equal(expected, Lists.Read($"- [ ] T1 Parser\n{line}\n").Tasks[1].Title);

    [Theory]
    [InlineData("- [ ] ~~T2 Old~~ replaced by T3", true)]
    [InlineData("- [ ] ~~T2 Old~~ — moved to T3", true)]
    [InlineData("- [ ] ~~T2 Old~~ not needed", true)]
    [InlineData("- [ ] T2 ~~Old~~ New", false)]
    [InlineData("- [ ] ~~Old~~ → New", false)]
    public void A_struck_task_with_a_remark_is_given_up(string line, bool isGivenUp) =>
        Assert.Equal(isGivenUp, Lists.Read($"- [ ] T1 Parser\n{line}\n").Tasks[1].StateName == "cancelled");

    [Theory]
    [InlineData("- \\[ \\] T2 Printer")]
    [InlineData("- **[ ] T2** Printer")]
    [InlineData("- <input type=\"checkbox\"> T2 Printer")]
    public void What_looks_like_a_box_and_is_none_is_said(string line) =>
        Assert.Contains(Lists.Read($"- [ ] T1 Parser\n{line}\n").Problems, problem => problem.Code == "tasks.odd-box");

    [Theory]
    [InlineData("Save (depends on A-1)")]
    [InlineData("Save; depends on A-1")]
    [InlineData("Save — needs A-1")]
    [InlineData("Save — *needs A-1*")]
    [InlineData("Save — _needs A-1_")]
    [InlineData("Save — **after A-1**")]
    [InlineData("Save - *requires A-1*")]
    [InlineData("Save *(blocked by A-1)*")]
    [InlineData("Save (*blocked by A-1*)")]
    [InlineData("Save (after `A-1`)")]
    [InlineData("Save, **depends on** A-1")]
    public void What_a_title_waits_for_binds_in_a_box_in_a_heading_and_in_a_cell(string words)
    {
        foreach (
            var text in new[]
            {
                $"- [ ] A-1: Load\n- [ ] A-2: {words}\n",
                $"### [ ] A-1: Load\n\n### [ ] A-2: {words}\n",
                $"| ID | Task | Status |\n|--|--|--|\n| A-1 | Load | todo |\n| A-2 | {words} | todo |\n",
                $"| Task | Status |\n|--|--|\n| A-1: Load | todo |\n| A-2: {words} | todo |\n",
            }
        )
        {
            var list = Lists.Read(text);

            Assert.Equal(["A-1 todo unit", "A-2 todo after A-1 unit"], Lists.Shape(list));
            Assert.Equal(["Load", "Save"], list.Tasks.Select(task => task.Title));
            Assert.Empty(list.Problems);
        }
    }

    [Theory]
    [InlineData("Retry — *after 3 tries*")]
    [InlineData("Rename the label \"after A-1\"")]
    [InlineData("Move __init__.py")]
    [InlineData("Compare A-1 with A-3")]
    public void What_a_cell_says_besides_stays(string title)
    {
        var list = Lists.Read($"| ID | Task | Status |\n|--|--|--|\n| A-1 | Load | todo |\n| A-2 | {title} | todo |\n");

        Assert.Equal(title, list.Tasks[1].Title);
        Assert.Empty(list.Tasks[1].DependsOn);
    }

    [Fact]
    public void What_another_cell_says_of_the_order_binds_too() =>
        Assert.Equal(
            ["1 todo unit", "2 todo after 1 unit"],
            Lists.Shape(
                Lists.Read("| ID | Task | Notes | Status |\n|--|--|--|--|\n| 1 | Load | | todo |\n| 2 | Save | depends on 1 | todo |\n")
            )
        );

    [Theory]
    [InlineData("**API-5:** Two", "API-5")]
    [InlineData("__API-5:__ Two", "API-5")]
    [InlineData("__API-5__: Two", "API-5")]
    [InlineData("*API-5*: Two", "API-5")]
    [InlineData("_API-5:_ Two", "API-5")]
    [InlineData("***API-5:*** Two", "API-5")]
    [InlineData("`API-5`: Two", "API-5")]
    [InlineData("__T7__ Two", "T7")]
    [InlineData("_4.2_ Two", "4.2")]
    public void An_id_in_emphasis_is_an_id(string line, string id)
    {
        var list = Lists.Read($"- [ ] **API-3:** One\n- [ ] {line}\n");

        Assert.Equal(["API-3", id], list.Tasks.Select(task => task.Id));
        Assert.Equal("Two", list.Tasks[1].Title);
    }

    [Theory]
    [InlineData("__init__.py is too long")]
    [InlineData("_Notes_ of the release")]
    [InlineData("*Load* the file")]
    public void Other_words_in_emphasis_are_no_id(string line)
    {
        var list = Lists.Read($"- [ ] One\n- [ ] {line}\n- [ ] Three\n");

        Assert.Equal(["1", "2", "3"], list.Tasks.Select(task => task.Id));
        Assert.Equal(line, list.Tasks[1].Title);
    }

    [Fact]
    public void A_number_of_a_heading_may_stand_in_emphasis() =>
        Assert.Equal(
            ["1 todo unit", "2 todo unit"],
            Lists.Shape(Lists.Read("### Task 1: Load\n**Status**: todo\n\n### __Task 2__: Save\n**Status**: todo\n"))
        );

    [Theory]
    [InlineData("### T1 A\n- **Status**: todo\n\n### T2 B\n\nWords.\n", 4)]
    [InlineData("### T1 A\n- **Status**: todo\n\n### T2 B\n- **State of affairs**: todo\n", 4)]
    [InlineData("### [ ] T1 A\n\n### T2 B\n\nWords.\n", 3)]
    [InlineData("### Task 1: Load\n\n- [ ] **Step 1: a**\n- [ ] **Step 2: b**\n\n### Task 2: Save\n\nWords.\n", 6)]
    [InlineData("| ID | Task | Status |\n|--|--|--|\n| T1 | A | todo |\n| T2 | B |\n", 4)]
    public void What_looks_like_the_tasks_beside_it_and_is_none_is_said(string text, int line) =>
        Assert.Equal([("tasks.no-mark", line)], Lists.Read(text).Problems.Select(problem => (problem.Code, problem.Line ?? 0)));

    [Fact]
    public void A_heading_of_a_task_without_words_is_said() =>
        Assert.Equal(
            [("tasks.no-title", 3)],
            Lists.Read("### T1: A\nStatus: todo\n### T2\nStatus: todo\n").Problems.Select(problem => (problem.Code, problem.Line ?? 0))
        );

    [Theory]
    [InlineData("### T1 A\n- **Status**: todo\n\n### Notes\n\nWords.\n")]
    [InlineData("### [ ] T1 A\n\n### ~~T2 B~~\n\nWords.\n")]
    [InlineData("## 1. Base\n\n- [ ] 1.1 A\n\n## 2. Later\n\nNothing yet.\n")]
    [InlineData("- [ ] T1 A\n- [ ] T2 B\n\n## T1: Details of A\n\nWords.\n\n## T2: Details of B\n\nWords.\n")]
    public void What_does_not_look_so_is_not_said(string text) => Assert.Empty(Lists.Read(text).Problems);

    [Theory]
    [InlineData("Self-Review")]
    [InlineData("Self Review")]
    [InlineData("Plan Self-Review")]
    [InlineData("Self-Review (before handing off)")]
    [InlineData("Self-Review Notes")]
    [InlineData("Self-assessment")]
    [InlineData("Review of the plan")]
    [InlineData("Plan review")]
    [InlineData("Spec coverage check")]
    [InlineData("Code Review")]
    [InlineData("Reviewer sign-off")]
    public void Boxes_of_a_look_at_the_plan_are_criteria(string heading)
    {
        var list = Lists.Read($"# Plan\n\n- [ ] Load\n- [ ] Save\n\n## {heading}\n\n- [ ] No placeholders\n");

        Assert.Equal(["1 todo unit", "2 todo unit"], Lists.Shape(list));
        Assert.All(list.Tasks, task => Assert.DoesNotContain("placeholders", task.Title, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Review screen")]
    [InlineData("Security review")]
    [InlineData("Peer review feature")]
    [InlineData("Sign-off page")]
    [InlineData("Document review workflow")]
    public void Work_on_reviews_is_work(string heading) =>
        Assert.Equal(3, Lists.Read($"# Plan\n\n- [ ] Load\n- [ ] Save\n\n## {heading}\n\n- [ ] Draw it\n").Tasks.Count);

    [Theory]
    [InlineData("  AC:\n  - It works")]
    [InlineData("  ACs:\n  - It works")]
    [InlineData("  A/C:\n  - It works")]
    [InlineData("  **AC**\n  - It works")]
    [InlineData("  - AC:\n    - It works")]
    [InlineData("  AC: It works")]
    [InlineData("  *Acceptance:* It works")]
    [InlineData("  Done when: It works")]
    [InlineData("  Done when:\n  - It works")]
    [InlineData("  DoD:\n  - It works")]
    [InlineData("  Definition of done:\n  - It works")]
    [InlineData("  Success criteria:\n  - [ ] It works")]
    public void Short_labels_of_criteria_are_known(string block)
    {
        var list = Lists.Read($"- [ ] 1.1 Load\n{block}\n- [ ] 1.2 Save\n");

        Assert.Equal(["1.1 todo unit", "1.2 todo unit"], Lists.Shape(list));
        Assert.Equal(["It works"], list.Tasks[0].Acceptance);
        Assert.Empty(list.Tasks[1].Acceptance);
    }

    [Theory]
    [InlineData("  ACL: It works")]
    [InlineData("  Account:\n  - It works")]
    [InlineData("  AC power:\n  - It works")]
    public void Other_labels_are_none(string block) => Assert.Empty(Lists.Read($"- [ ] 1.1 Load\n{block}\n").Tasks[0].Acceptance);

    [Theory]
    [InlineData("  Acceptance criteria:\n  - **Speed:** 1 s\n  - It works\n  - Works: yes", "**Speed:** 1 s|It works|Works: yes")]
    [InlineData("  - AC1: It reads\n  - AC2: It shows", "AC1: It reads|AC2: It shows")]
    [InlineData("  - **AC1**: It reads\n  - **AC2**: It shows", "**AC1**: It reads|**AC2**: It shows")]
    public void No_criterion_is_lost_for_its_label(string block, string criteria) =>
        Assert.Equal(criteria.Split('|'), Lists.Read($"- [ ] 1.1 Load\n{block}\n- [ ] 1.2 Save\n").Tasks[0].Acceptance);
}
