using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class ExhaustionTests
{
    [Theory]
    [InlineData(28, true)]
    [InlineData(122, true)]
    [InlineData(24, false)]
    [InlineData(13, false)]
    public void The_number_of_a_failed_call_is_kept_whatever_it_is_wrapped_in(int number, bool isDisk)
    {
        Exception[] same =
        [
            KernelTrouble.Of("the folder cannot be made", number),
            KernelTrouble.Of(FileProblems.Of(number, "a.txt")),
            new InvalidOperationException("a step failed", KernelTrouble.Of(FileProblems.Of(number, "a.txt"))),
        ];

        Assert.All(same, trouble => Assert.Equal(isDisk, Exhaustion.IsDisk(trouble)));
        Assert.All(same, trouble => Assert.Equal(number == 24, Exhaustion.Of(trouble, "try again") is not null));
    }
}
