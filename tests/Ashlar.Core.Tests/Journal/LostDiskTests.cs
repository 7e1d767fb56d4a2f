using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

public sealed class LostDiskTests
{
    [Fact]
    [Trait("case", "CRASH-009")]
    public void Nothing_is_appended_after_the_disk_failed_to_take_what_was()
    {
        using var folder = new TemporaryFolder();
        var file = new FailingOnce(folder["journal.jsonl"]);
        using var journal = new JournalFile(file, "r-1", new ManualClock(), SecretMask.None, []);
        JournalRoom.Append(journal, "1");
        journal.Sync();
        JournalRoom.Append(journal, "2");
        file.Fails = true;

        var first = Assert.Throws<IOException>(journal.Sync);
        var length = file.Length;

        Assert.Equal(first.Message, Assert.Throws<IOException>(() => JournalRoom.Append(journal, "3")).Message);
        Assert.Equal(first.Message, Assert.Throws<IOException>(journal.Sync).Message);
        Assert.Equal(length, file.Length);
    }

    /// <summary>A file that cannot be synced once.</summary>
    private sealed class FailingOnce(string path)
        : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)
    {
        public bool Fails { get; set; }

        public override void Flush(bool flushToDisk)
        {
            if (Fails && flushToDisk)
            {
                Fails = false;
                throw new IOException("Input/output error");
            }

            base.Flush(flushToDisk);
        }
    }
}
