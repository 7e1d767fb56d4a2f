using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class TestSummaryTests
{
    [Theory]
    [InlineData("..s.x\n3 passed, 1 skipped, 1 xfailed in 0.12s\n", 3, 0, 2)]
    [InlineData("===== 1 failed, 2 passed, 1 error, 3 warnings in 1.02s (0:00:01) =====\n", 2, 2, 0)]
    [InlineData("....\n----------\nRan 4 tests in 0.001s\n\nOK\n", 4, 0, 0)]
    [InlineData("Ran 5 tests in 0.001s\n\nFAILED (failures=1, errors=1, skipped=1)\n", 2, 2, 1)]
    [InlineData("ℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n", 2, 1, 1)]
    [InlineData("# tests 3\n# pass 3\n# fail 0\n", 3, 0, 0)]
    [InlineData("Tests:       1 failed, 1 skipped, 3 passed, 5 total\n", 3, 1, 1)]
    [InlineData("Passed!  - Failed:     0, Passed:    61, Skipped:     1, Total:    62\n", 61, 0, 1)]
    public void The_last_summary_of_a_runner_is_read(string output, int passing, int failing, int skipped) =>
        Assert.Equal(new TestSummary(passing, failing, skipped), TestSummary.Of(output));

    [Theory]
    [InlineData("")]
    [InlineData("3 passed the exam in 2025\n")]
    [InlineData("hello\n")]
    public void An_output_without_one_has_none(string output) => Assert.Null(TestSummary.Of(output));
}
