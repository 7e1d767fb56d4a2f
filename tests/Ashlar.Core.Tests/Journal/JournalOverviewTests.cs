using Ashlar.Core.Journal;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

public sealed class JournalOverviewTests
{
    private static readonly EntryKind[] wanted = [new("a.one")];

    [Fact]
    public void What_is_kept_is_used_until_the_journal_changes()
    {
        using var folder = new TemporaryFolder();
        var path = folder["journal.jsonl"];
        Write(path, "a.one", "b.two", "a.one", "b.two");

        Assert.Equal([1, 3, 4], Read(path));
        Assert.Equal(4, File.ReadAllLines(folder["overview.jsonl"]).Length);

        // It is what the overview says that is used: a seen difference shows it.
        File.WriteAllText(
            folder["overview.jsonl"],
            File.ReadAllText(folder["overview.jsonl"]).Replace("\"seq\":3", "\"seq\":33", StringComparison.Ordinal)
        );
        Assert.Equal([1, 33, 4], Read(path));

        Write(path, "a.one", "b.two", "a.one", "b.two", "a.one", "b.two");
        Assert.Equal([1, 3, 5, 6], Read(path));
        Assert.Equal([1, 3, 5, 6], Read(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{\"length\":1,\"changed\":2,\"types\":\"x\"}\n")]
    public void An_overview_that_cannot_be_used_is_made_again(string text)
    {
        using var folder = new TemporaryFolder();
        Write(folder["journal.jsonl"], "a.one", "b.two");
        File.WriteAllText(folder["overview.jsonl"], text);

        Assert.Equal([1, 2], Read(folder["journal.jsonl"]));
        Assert.Equal(3, File.ReadAllLines(folder["overview.jsonl"]).Length);
    }

    [Fact]
    public void Nothing_is_kept_of_a_run_that_works_or_of_a_damaged_journal()
    {
        using var folder = new TemporaryFolder();
        var path = folder["journal.jsonl"];
        Write(path, "a.one", "a.one");
        Assert.Equal([1, 2], Read(path));
        Assert.False(File.Exists(folder["overview.jsonl"]));

        File.AppendAllText(path, "nonsense\n");
        Assert.NotNull(new JournalOverview(path).Read(wanted, _ => true).Damage);
        Assert.False(File.Exists(folder["overview.jsonl"]));
    }

    private static IReadOnlyList<long> Read(string path) =>
        [.. new JournalOverview(path).Read(wanted, last => last.Type == "b.two").Entries.Select(entry => entry.Seq)];

    private static void Write(string path, params string[] types) =>
        File.WriteAllText(
            path,
            string.Concat(
                types.Select(
                    (type, index) =>
                        $"{{\"seq\":{index + 1},\"at\":\"2026-11-20T12:00:00.000Z\",\"type\":\"{type}\",\"run\":\"r-1\",\"prev\":\"\",\"body\":{{}}}}\n"
                )
            )
        );
}
