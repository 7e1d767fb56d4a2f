using Ashlar.Core.Journal;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

public sealed class JournalReserveTests
{
    [Theory]
    [InlineData(28, true)] // ENOSPC: blocks or inodes
    [InlineData(122, true)] // EDQUOT
    [InlineData(5, false)] // EIO
    [InlineData(13, false)] // EACCES
    [Trait("case", "CRASH-011")]
    public void A_quota_that_is_used_up_is_a_full_disk_and_other_trouble_is_not(int error, bool isFull) =>
        Assert.Equal(isFull, JournalReserve.IsFull(new IOException("trouble", error)));
}
