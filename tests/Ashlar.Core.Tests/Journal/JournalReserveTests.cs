using Ashlar.Core.Journal;
using Ashlar.Testing;
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

    [Fact]
    public void What_killed_processes_set_aside_goes_when_the_journal_is_written_again_and_nothing_else_does()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.Write("journal.jsonl", "");
        folder.Write("journal.jsonl.1.reserve", "left");
        folder.Write("journal.jsonl.4194303.reserve", "left");
        folder.Write("other.jsonl.1.reserve", "of another journal");

        var reserve = JournalReserve.Beside(journal);

        Assert.Equal([$"{journal}.{Environment.ProcessId}.reserve"], JournalReserve.Left(journal));
        Assert.True(reserve!.Release());
        Assert.Empty(JournalReserve.Left(journal));
        Assert.True(File.Exists(folder["other.jsonl.1.reserve"]));
    }
}
