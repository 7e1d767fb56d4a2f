using Ashlar.Core.Runs.Execution;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class FinalCheckTests
{
    [Fact]
    public void A_failing_case_takes_back_no_tick_that_rests_on_another_case_of_its_test() =>
        Assert.Equal(
            ["t[b]"],
            FinalCheck.Failing(new HashSet<string> { "t[a]", "t[b]" }, [Case("t[a]", TestOutcome.Passed), Case("t[b]", TestOutcome.Failed)])
        );

    [Fact]
    public void A_case_that_goes_by_another_name_now_is_answered_for_by_its_test() =>
        Assert.Equal(["t[a]"], FinalCheck.Failing(new HashSet<string> { "t[a]", "gone" }, [Case("t[x]", TestOutcome.Error)]));

    private static TestCase Case(string id, TestOutcome outcome) => new(id, outcome);
}
