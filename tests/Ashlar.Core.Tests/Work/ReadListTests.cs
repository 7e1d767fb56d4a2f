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
}
