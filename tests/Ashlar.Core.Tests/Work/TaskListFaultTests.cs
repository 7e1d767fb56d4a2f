using Xunit;

namespace Ashlar.Core.Tests.Work;

public sealed class TaskListFaultTests
{
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
}
