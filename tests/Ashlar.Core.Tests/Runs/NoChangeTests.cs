using Ashlar.Core.Runs.People;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class NoChangeTests
{
    [Theory]
    [InlineData("Verify that the migration runs", "", true)]
    [InlineData("**Run** the whole suite", "", true)]
    [InlineData("check: all links", "", true)]
    [InlineData("Add a check", "", false)]
    [InlineData("Checkout page", "", false)]
    [InlineData("", "", false)]
    [InlineData("Final round", "- [ ] Verify a\n- [ ] Run b\n", true)]
    [InlineData("Final round", "- [ ] Verify a\n- [ ] Write b\n", false)]
    [InlineData("Final round", "- [x] Write a\n- [ ] Verify b\n", true)]
    public void Only_tasks_that_look_may_end_without_a_change(string title, string text, bool allowed)
    {
        var item = new TaskItem
        {
            Id = "1",
            Title = title,
            State = TaskState.Todo,
            Line = 1,
            Text = text,
        };

        Assert.Equal(allowed, NoChange.Allows(item));
    }
}
