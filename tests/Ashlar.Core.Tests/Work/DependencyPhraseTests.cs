using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

/// <summary>What people write to say that one task comes after another, and what only looks like it.</summary>
public sealed class DependencyPhraseTests
{
    [Theory]
    [InlineData("(depends on 1)")]
    [InlineData("(depends on #1)")]
    [InlineData("; depends on 1")]
    [InlineData("depends on Task 1")]
    [InlineData("(after 1)")]
    [InlineData("(after #1)")]
    [InlineData(", after #1")]
    [InlineData("— after task 1")]
    [InlineData("- once 1 is done")]
    [InlineData("[requires: 1]")]
    [InlineData("(P, needs 1)")]
    [InlineData("(blocked by 1; 2 hours)")]
    [InlineData("@depends(1)")]
    [InlineData("@after(1)")]
    [InlineData("(waits for 1)")]
    [InlineData("(after the previous task)")]
    [InlineData("(hängt ab von 1)")]
    [InlineData("(зависит от 1)")]
    [InlineData("\n  depends_on: 1")]
    [InlineData("\n  depends_on: [1]")]
    [InlineData("\n  dependsOn: [\"1\"]")]
    [InlineData("\n  Depends-On: 1")]
    [InlineData("\n  depends_on:\n    - 1")]
    [InlineData("\n  - **Blocked by:** 1")]
    [InlineData("\n  - **Prerequisites**: Task 1")]
    [InlineData("\n  - Priority: high | Depends on: 1")]
    [InlineData("\n  - _Requires: 1_")]
    [InlineData("\n  - after 1")]
    [InlineData("\n  - Depends on: Read the amounts")]
    [InlineData("\n  - Abhängigkeiten: 1")]
    [InlineData("\n  - 依存: 1")]
    public void A_phrase_that_names_tasks_binds(string phrase) => Assert.Equal(["1"], Second(phrase).DependsOn);

    [Theory]
    [InlineData("after 1 second")]
    [InlineData("after 1")]
    [InlineData("(after 1 retry)")]
    [InlineData("before 2026")]
    [InlineData("(needs Node 1)")]
    [InlineData("and require 1 approval")]
    [InlineData("\n  - Requires: 1 approval")]
    [InlineData("\n  - Prerequisites: all artifacts of phase 1 are complete")]
    [InlineData("\n  - **Blocker**: 1 of 3 servers is down")]
    [InlineData("\n  - _Requirements: 1_")]
    [InlineData("\n  - Before: 1 module, after: 2 modules")]
    [InlineData("(dependency injection)")]
    public void Words_about_other_things_bind_nothing_and_warn_of_nothing(string phrase)
    {
        var list = Lists.Read($"- [ ] 1. Read the amounts\n- [ ] 2. Show them {phrase}\n");

        Assert.Empty(list.Tasks[1].DependsOn);
        Assert.Empty(list.Problems);
    }

    [Theory]
    [InlineData("(blocks 2)")]
    [InlineData("; blocks #2")]
    [InlineData(", before 2")]
    [InlineData("\n  - Blocks: 2")]
    [InlineData("\n  - **Unblocks:** Task 2")]
    [InlineData("\n  required by: 2")]
    public void A_task_that_blocks_another_comes_before_it(string phrase)
    {
        var list = Lists.Read($"- [ ] 1. Read the amounts {phrase}\n- [ ] 2. Show them\n");

        Assert.Empty(list.Tasks[0].DependsOn);
        Assert.Equal(["1"], list.Tasks[1].DependsOn);
    }

    [Theory]
    [InlineData("- [ ] 1. Read\n- [ ] 2. Join\n  <!-- depends on 1 -->\n")]
    [InlineData("- [ ] 1. Read\n- [ ] 2. Join\n  <!-- depends: 1 -->\n")]
    [InlineData("- [ ] 1. Read\n- [ ] 2. Join\n  _Depends on: 1_\n")]
    [InlineData("## Milestone A: Base\n\n- [ ] Read\n\n## Milestone B: More\n\n*Requires Milestone A*\n\n- [ ] Join\n")]
    [InlineData("## Milestone A: Base\n\n- [ ] Read\n\n## Milestone B: More\n\n**Depends on Milestone A**\n\n- [ ] Join\n")]
    public void A_comment_or_a_line_in_emphasis_says_what_stands_in_it(string list) =>
        Assert.Equal(["1"], Lists.Read(list, "tasks.md").Tasks[1].DependsOn);

    [Theory]
    [InlineData("<!-- Dependencies: ids of tasks, such as T001 -->")]
    [InlineData("<!-- depends on the weather -->")]
    [InlineData("<!-- after 1 it is easier -->")]
    [InlineData("*Requires Node 20*")]
    [InlineData("*Requires Milestone planning*")]
    public void One_about_other_things_binds_nothing_and_warns_of_nothing(string line)
    {
        var list = Lists.Read($"- [ ] 1. Read\n- [ ] 2. Join\n  {line}\n", "tasks.md");

        Assert.Empty(list.Tasks[1].DependsOn);
        Assert.Empty(list.Problems);
    }

    [Fact]
    public void Both_directions_in_one_bracket_are_read() =>
        Assert.Equal(
            ["T1 todo unit", "T2 todo after T1 unit", "T3 todo after T2 unit"],
            Lists.Shape(Lists.Read("- [ ] T1 a\n- [ ] T2 b (depends on T1; blocks T3)\n- [ ] T3 c\n"))
        );

    [Theory]
    [InlineData("A.1.1", "A.1.2")]
    [InlineData("A.1", "B.1")]
    [InlineData("M1.T1", "M1.T2")]
    [InlineData("P1-T1", "P1-T2")]
    [InlineData("E1S1", "E1S2")]
    [InlineData("FE_1", "FE_2")]
    [InlineData("1.a", "1.b")]
    [InlineData("S1", "C2")]
    public void Ids_that_people_write_are_ids(string one, string two)
    {
        var list = Lists.Read($"- [ ] {one} Read\n- [ ] {two} Show (depends on {one})\n");

        Assert.Equal([$"{one} todo unit", $"{two} todo after {one} unit"], Lists.Shape(list));
        Assert.Equal(["Read", "Show"], list.Tasks.Select(task => task.Title));
    }

    [Theory]
    [InlineData("({0})")]
    [InlineData("[{0}]")]
    [InlineData("#{0}")]
    [InlineData("#{0}:")]
    [InlineData("{0} -")]
    [InlineData("**({0})**")]
    public void Numbers_in_any_dress_are_ids(string form)
    {
        var list = Lists.Read(
            $"- [ ] {form.Replace("{0}", "7", StringComparison.Ordinal)} Read\n- [ ] {form.Replace("{0}", "9", StringComparison.Ordinal)} Show (after #7)\n"
        );

        Assert.Equal(["7 todo unit", "9 todo after 7 unit"], Lists.Shape(list));
        Assert.Equal("Read", list.Tasks[0].Title);
    }

    [Theory]
    [InlineData("Hash with SHA-256", "Sign with RS-256")]
    [InlineData("(2x) faster reading", "(3x) faster writing")]
    [InlineData("3 - 4 examples", "5 - 6 examples")]
    [InlineData("[optional] Read", "[later] Show")]
    public void What_only_looks_like_an_id_is_a_title(string one, string two) =>
        Assert.Equal(["1 todo unit", "2 todo unit"], Lists.Shape(Lists.Read($"- [ ] {one}\n- [ ] {two}\n")));

    [Fact]
    public void Letters_and_numbers_nest_as_numbers_do() =>
        Assert.Equal(
            ["A.1 todo", "A.1.1 todo in A.1 unit", "A.1.2 todo in A.1 unit", "A.2 todo unit"],
            Lists.Shape(Lists.Read("- [ ] A.1 Parent\n- [ ] A.1.1 One\n- [ ] A.1.2 Two\n- [ ] A.2 Other\n"))
        );

    [Theory]
    [InlineData("T2 depends on T1")]
    [InlineData("T1 blocks T2")]
    [InlineData("T1 must be completed before T2")]
    [InlineData("T2 runs after T1")]
    [InlineData("T2: T1")]
    public void Sentences_below_a_heading_bind_in_their_direction(string sentence) =>
        Assert.Equal(["T1"], Lists.Read($"# L\n\n- [ ] T1 a\n- [ ] T2 b\n\n## Dependencies\n\n- {sentence}\n").Tasks[1].DependsOn);

    [Theory]
    [InlineData("| Task | Depends on |\n|---|---|\n| T1 | - |\n| T2 | T1 |\n")]
    [InlineData("| ID | Effort | Blocked by |\n|:--|--:|---|\n| **T1** | 1 h | none |\n| T2 Show | 2 h | `T1` |\n")]
    [InlineData("| Task | Blocks |\n|---|---|\n| T1 | T2 |\n")]
    [InlineData("| Task | After |\n|---|---|\n| Show | Read |\n")]
    [InlineData("## Dependencies\n\n- T1 → T2: the second needs the first\n")]
    [InlineData("## Dependency graph\n\nT1 --> T2\n")]
    public void Tables_and_arrows_bind(string text) =>
        Assert.Equal(["T1 todo unit", "T2 todo after T1 unit"], Lists.Shape(Lists.Read($"- [ ] T1 Read\n- [ ] T2 Show\n\n{text}")));

    [Fact]
    public void An_arrow_against_the_order_of_the_list_binds_nothing_and_is_told()
    {
        var list = Lists.Read("- [ ] T1 Read\n- [ ] T2 Show\n\n## Dependencies\n\n- T2 -> T1\n");

        Assert.Equal(["T1 todo unit", "T2 todo unit"], Lists.Shape(list));
        Assert.Equal(["tasks.dependency-unread"], list.Problems.Select(problem => problem.Code));
    }

    private static TaskItem Second(string phrase)
    {
        var list = Lists.Read($"- [ ] 1. Read the amounts\n- [ ] 2. Show them {phrase}\n");
        Assert.Empty(list.Problems);
        return list.Tasks[1];
    }
}
