using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

public sealed class AssignmentTests
{
    private static readonly HashSet<string> Nothing = [];

    private static string[] Ids(Assignment assignment) => [.. assignment.Units.Select(unit => unit.Id)];

    private static HashSet<string> Set(params string[] ids) => [.. ids];

    [Fact]
    public void Units_come_again_and_again_as_the_first_ready_one_in_file_order()
    {
        var list = Lists.Read("- [ ] T001 a (depends on T003)\n- [ ] T002 b\n- [ ] T003 c\n- [x] T004 d\n- [ ]* T005 e\n");

        Assert.Equal(["T002", "T003", "T001"], Ids(Assignment.Of(list, [])));
        Assert.Equal(["T002", "T003", "T001"], list.Order);
    }

    [Fact]
    public void Named_ids_are_the_only_ones_and_a_parent_means_its_children()
    {
        var kiro = Lists.Read("- [ ] 1. a\n  - [ ] 1.1 b\n  - [ ]* 1.2 c\n- [ ] 2. d\n", ".kiro/specs/x/tasks.md");
        var groups = Lists.Read(
            "#### Task Group 2: API\n- [ ] 2.0 All\n  - [ ] 2.1 a\n#### Task Group 3: UI\n- [ ] 3.0 All\n  - [ ] 3.1 a\n",
            "agent-os/specs/x/tasks.md"
        );

        Assert.Equal(["1.1"], Ids(Assignment.Of(kiro, ["1"])));
        Assert.Equal(["1.2", "2"], Ids(Assignment.Of(kiro, Assignment.Ids("2, 1.2"))));
        Assert.Equal(["2.0"], Ids(Assignment.Of(groups, ["2"])));
        Assert.Equal(["3.0"], Ids(Assignment.Of(groups, ["3.1"])));
    }

    [Fact]
    public void Nothing_left_is_empty()
    {
        var list = Lists.Read("- [x] 1. a\n");

        Assert.Empty(Assignment.Of(list, []).Units);
        Assert.Empty(Assignment.Of(list, ["1"]).Units);
    }

    [Theory]
    [InlineData("T002", "tasks.unmet-dependency")]
    [InlineData("T009", "tasks.unknown-task")]
    [InlineData("T003", "tasks.self-dependency")]
    [InlineData("T004", "tasks.duplicate-id")]
    public void What_cannot_be_done_is_said_before_anything_starts(string only, string code)
    {
        var list = Lists.Read("- [ ] T001 a\n- [ ] T002 b (depends on T001)\n- [ ] T003 c (depends on T003)\n- [ ] T004 d\n- [ ] T004 e\n");

        var trouble = Assert.Throws<ProblemException>(() => Assignment.Of(list, [only]));

        Assert.Equal(2, trouble.ExitStatus);
        Assert.Equal(code, trouble.Problems[0].Code);
    }

    [Fact]
    public void When_a_task_stops_its_dependants_are_skipped_and_others_go_on()
    {
        var assignment = Assignment.Of(
            Lists.Read("- [ ] T001 a\n- [ ] T002 b (depends on T001)\n- [ ] T003 c (depends on T002)\n- [ ] T004 d\n"),
            []
        );

        Assert.Equal("T001", assignment.Next(Nothing, Nothing, Nothing)?.Id);
        Assert.Equal("T004", assignment.Next(Nothing, Set("T001"), Nothing)?.Id);
        Assert.Equal(["T002", "T003"], assignment.Blocked(Set("T001")).Keys.Order(StringComparer.Ordinal));
        Assert.Null(assignment.Next(Set("T004"), Set("T001"), Nothing));
        Assert.Equal(["T001", "T004"], assignment.ReadyNow(Nothing, Nothing, Nothing).Select(unit => unit.Id));
    }

    [Fact]
    public void In_a_list_that_states_no_dependency_all_later_tasks_are_skipped_except_parallel_siblings()
    {
        var assignment = Assignment.Of(Lists.Read("## Part\n- [ ] T001 [P] a\n- [ ] T002 [P] b\n- [ ] T003 c\n"), []);

        Assert.Equal("T002", assignment.Next(Nothing, Set("T001"), Nothing)?.Id);
        Assert.Equal(["T003"], assignment.Blocked(Set("T001")).Keys);
        Assert.Equal(["T001", "T002"], assignment.ReadyNow(Nothing, Nothing, Nothing).Select(unit => unit.Id));
        Assert.Null(assignment.Next(Set("T002"), Set("T001"), Nothing));
    }

    [Fact]
    public void Setup_and_foundational_phases_come_before_all_later_ones()
    {
        var list = Lists.Read(
            """
            ## Phase 3: User Story 1
            - [ ] T003 a (depends on T001)
            ## Phase 2: Foundational
            - [ ] T002 b
            ## Phase 1: Setup
            - [ ] T001 c
            """,
            "specs/001-x/tasks.md"
        );
        var assignment = Assignment.Of(list, []);

        Assert.Equal(["T001", "T002", "T003"], Ids(assignment));
        Assert.Equal(["T002", "T003"], assignment.Blocked(Set("T001")).Keys.Order(StringComparer.Ordinal));
    }
}
