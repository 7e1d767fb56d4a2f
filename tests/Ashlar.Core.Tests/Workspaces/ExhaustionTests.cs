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

    [Fact]
    public void A_file_whose_space_cannot_be_set_aside_is_a_full_disk()
    {
        var trouble = new IOException("Failed to create '/state/a' with allocation size '8393' because the disk was full.");

        Assert.True(Exhaustion.IsDisk(trouble));
        Assert.False(Exhaustion.IsDisk(new IOException("The pipe is broken.")));
    }
}
