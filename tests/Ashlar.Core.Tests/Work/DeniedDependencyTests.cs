using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

/// <summary>Statements of dependency that deny something, leave something out, or say it the other way round.</summary>
public sealed class DeniedDependencyTests
{
    [Theory]
    [InlineData("(not before T1)")]
    [InlineData("(not until T1)")]
    [InlineData("(not until T1 is done)")]
    [InlineData("(only after T1)")]
    [InlineData("(must not start before T1)")]
    [InlineData("(can't begin until T1 is merged)")]
    [InlineData("(no earlier than T1)")]
    [InlineData("(blocked until T1)")]
    [InlineData("(only once T1 is done)")]
    [InlineData("; not before T1")]
    [InlineData("(nicht vor T1)")]
    [InlineData("(erst nach T1)")]
    [InlineData("(nicht bevor T1 fertig)")]
    [InlineData("(pas avant T1)")]
    [InlineData("(no antes de T1)")]
    [InlineData("(não antes de T1)")]
    [InlineData("(non prima di T1)")]
    [InlineData("(niet voor T1)")]
    [InlineData("(nie przed T1)")]
    [InlineData("(не раньше T1)")]
    [InlineData("\n  - not before T1")]
    [InlineData("\n  - Not before: T1")]
    public void Not_before_is_after(string phrase) => Assert.Equal(("T1", "", ""), Edges($"docs {phrase}", "more"));

    [Fact]
    public void Not_before_binds_a_number_too() =>
        Assert.Equal(["1 todo unit", "2 todo after 1 unit"], Lists.Shape(Lists.Read("- [ ] 1. a\n- [ ] 2. b (not before 1)\n")));

    [Theory]
    [InlineData("(no longer depends on T1)")]
    [InlineData("(not blocked by T1)")]
    [InlineData("(does not depend on T1)")]
    [InlineData("(doesn't depend on T1)")]
    [InlineData("(is not strictly blocked by T1)")]
    [InlineData("; no longer depends on T1")]
    [InlineData("(no depende de T1)")]
    [InlineData("(não depende de T1)")]
    [InlineData("(non dipende da T1)")]
    [InlineData("(hängt nicht von T1 ab)")]
    [InlineData("(ne dépend pas de T1)")]
    [InlineData("(nie zależy od T1)")]
    [InlineData("(не зависит от T1)")]
    [InlineData("(不依赖 T1)")]
    [InlineData("(does not block T3)")]
    [InlineData("(not required for T3)")]
    [InlineData("\n  Depends on: not T1")]
    [InlineData("\n  Depends on: nothing, not T1")]
    [InlineData("\n  Depends on: neither T1 nor T3")]
    public void What_is_denied_does_not_bind(string phrase)
    {
        var list = Read($"docs {phrase}", "more");
        Assert.All(list.Tasks, task => Assert.Empty(task.DependsOn));
        Assert.Empty(list.Problems);
    }

    [Theory]
    [InlineData("(depends on T1 through T3, except T2)", "T1,T3")]
    [InlineData("(depends on T1 through T3 except T2)", "T1,T3")]
    [InlineData("(depends on T1 through T3 (except T2))", "T1,T3")]
    [InlineData("; depends on T1, T3, but not T2", "T1,T3")]
    [InlineData("(after T1 and T3, not T2)", "T1,T3")]
    [InlineData("\n  Depends on: T1 (only for tests), not T2", "T1")]
    [InlineData("\n  Depends on: T1 (not yet merged)", "T1")]
    [InlineData("\n  Depends on: T1; not urgent", "T1")]
    [InlineData("\n  Depends on: T1 - not urgent", "T1")]
    [InlineData("\n  Depends on: T3 instead of T2", "T3")]
    [InlineData("\n  Depends on: T1, no longer T2", "T1")]
    [InlineData("\n  Depends on: nothing but T1", "T1")]
    [InlineData("\n  Depends on: none except T1", "T1")]
    [InlineData("\n  Depends on: all previous tasks except T2", "T1,T3")]
    [InlineData("\n  Abhängigkeiten: T1, T3, außer T2", "T1,T3")]
    [InlineData("\n  Dépendances: T1, T3 sauf T2", "T1,T3")]
    [InlineData("\n  Dependencias: T1, pero no T2", "T1")]
    [InlineData("(depends on T1; not blocked by T2)", "T1")]
    [InlineData("\n  Depends on: Show it, not Print it", "T2")]
    public void What_is_left_out_does_not_bind_and_the_rest_does(string phrase, string on)
    {
        var list = Lists.Read($"- [ ] T1 Read it\n- [ ] T2 Show it\n- [ ] T3 Print it\n- [ ] T4 docs {phrase}\n");
        Assert.Equal(on, string.Join(',', list.Tasks[3].DependsOn));
        Assert.All(list.Tasks.Take(3), task => Assert.Empty(task.DependsOn));
        Assert.Empty(list.Problems);
    }

    [Theory]
    [InlineData("(depends on T1, no longer)")]
    [InlineData("(not after T1)")]
    [InlineData("\n  Depends on: T1 is not needed")]
    [InlineData("\n  Depends on: T1, but not for the first release")]
    public void A_denial_that_is_not_understood_does_not_bind_and_is_told(string phrase)
    {
        var list = Read($"docs {phrase}", "more");
        Assert.All(list.Tasks, task => Assert.Empty(task.DependsOn));
        Assert.Equal(["tasks.unknown-dependency"], list.Problems.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("Do not crash (depends on T1)")]
    [InlineData("Do not crash; depends on T1")]
    [InlineData("Never retry, depends on T1")]
    public void A_denial_in_the_words_of_a_task_says_nothing_of_what_it_waits_for(string words) =>
        Assert.Equal(("T1", "", ""), Edges(words, "more"));

    [Fact]
    public void A_title_that_denies_something_can_be_named() =>
        Assert.Equal(["1"], Lists.Read("- [ ] Do not crash\n- [ ] Ship\n  - Depends on: Do not crash\n").Tasks[1].DependsOn);

    [Theory]
    [InlineData("- [ ] A1 Read\n- [ ] A2 Show (hängt von A1 ab)\n", "A2 after A1")]
    [InlineData("- [ ] A1 Read\n- [ ] A2 Show (hangt van A1 af)\n", "A2 after A1")]
    [InlineData("- [ ] A1 Read\n- [ ] A2 Show（A1に依存）\n", "A2 after A1")]
    [InlineData("- [ ] A1 Read\n- [ ] A2 Show (A1에 의존)\n", "A2 after A1")]
    [InlineData("- [ ] 任务1：读\n- [ ] 任务2：写（依赖：任务1）\n", "2 after 1")]
    [InlineData("- [ ] 任务1：读\n- [ ] 任务2：写（依赖任务1）\n", "2 after 1")]
    [InlineData("- [ ] 任务1：读\n- [ ] 任务2：写（在任务1之后）\n", "2 after 1")]
    [InlineData("- [ ] 任务1：读\n- [ ] 任务2：写\n- [ ] 任务3：印（依赖：任务1和任务2）\n", "3 after 1,2")]
    [InlineData("- [ ] タスク1：読む\n- [ ] タスク2：書く（タスク1に依存）\n", "2 after 1")]
    public void Words_bind_in_the_order_of_their_language(string text, string edge)
    {
        var list = Lists.Read(text);
        Assert.Equal(
            [edge],
            list.Tasks.Where(task => task.DependsOn.Count > 0).Select(task => $"{task.Id} after {string.Join(',', task.DependsOn)}")
        );
        Assert.Empty(list.Problems);
        Assert.DoesNotContain(list.Tasks, task => task.Title.Contains('（') || task.Title.Contains('('));
    }

    [Theory]
    [InlineData("Group", "Group A, Group B")]
    [InlineData("Group", "Groups A and B")]
    [InlineData("Stream", "Streams A, B")]
    [InlineData("Phase", "Phase A and Phase B")]
    public void A_group_keeps_its_name_beside_what_it_waits_for(string word, string on)
    {
        var list = Lists.Read(
            $"## {word} A\n- [ ] a\n\n## {word} B (depends on {word} C)\n- [ ] b\n\n## {word} C\n- [ ] c\n\n## {word} D\nDepends on: {on}\n- [ ] d\n"
        );
        var units = list.Tasks.Where(task => task.IsUnit).ToList();
        Assert.Equal([units[2].Id], units[1].DependsOn);
        Assert.Equal([units[0].Id, units[1].Id], units[3].DependsOn);
        Assert.DoesNotContain(units, unit => unit.Title.Contains("depends", StringComparison.Ordinal));
        Assert.Empty(list.Problems);
    }

    private static TaskList Read(string two, string three) => Lists.Read($"- [ ] T1: code\n- [ ] T2: {two}\n- [ ] T3: {three}\n");

    private static (string Second, string First, string Third) Edges(string two, string three)
    {
        var list = Read(two, three);
        return (
            string.Join(',', list.Tasks[1].DependsOn),
            string.Join(',', list.Tasks[0].DependsOn),
            string.Join(',', list.Tasks[2].DependsOn)
        );
    }
}
