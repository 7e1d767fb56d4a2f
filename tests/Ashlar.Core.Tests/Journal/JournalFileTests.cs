using System.Text;
using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

public sealed class JournalFileTests
{
    [Fact]
    public void Each_line_names_the_hash_of_the_one_before_and_the_first_names_zeros()
    {
        using var room = new JournalRoom().With(3);

        var lines = room.Lines;
        Assert.Equal(
            [JournalReader.FirstPrevious, Hash(lines[0]), Hash(lines[1])],
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("prev").GetString())
        );
        Assert.Equal(
            """{"seq":1,"at":"2026-01-05T12:00:00.000Z","type":"effect.finished","run":"r-1","prev":"PREV","body":{"key":"1","effect":"test","outcome":"done"}}""".Replace(
                "PREV",
                JournalReader.FirstPrevious,
                StringComparison.Ordinal
            ),
            lines[0]
        );
    }

    [Fact]
    public void A_journal_that_was_opened_again_goes_on_with_the_same_chain()
    {
        using var room = new JournalRoom().With(2);

        using (var journal = room.Open())
        {
            Assert.Equal(["1", "2"], JournalRoom.Keys(journal.Past));
            Assert.Equal(3, JournalRoom.Append(journal, "3").Seq);
        }

        var content = JournalReader.Read(room.Path);
        Assert.Equal(["1", "2", "3"], JournalRoom.Keys(content.Entries));
        Assert.Equal((false, null), (content.Torn, content.Damage));
    }

    [Fact]
    public void What_was_appended_goes_to_disk_together_and_only_once()
    {
        using var room = new JournalRoom();
        using var journal = room.Create();
        foreach (var key in new[] { "1", "2", "3" })
        {
            JournalRoom.Append(journal, key);
        }

        Assert.Equal(0, journal.Flushes);
        journal.Sync();
        journal.Sync();

        Assert.Equal(1, journal.Flushes);
    }

    [Fact]
    public void What_is_known_of_a_journal_is_read_no_second_time()
    {
        using var room = new JournalRoom().With(3);
        var known = JournalReader.Read(room.Path);
        using (var journal = room.Open())
        {
            JournalRoom.Append(journal, "4");
        }

        var all = JournalReader.ReadOn(room.Path, known);

        Assert.Equal(["1", "2", "3", "4"], JournalRoom.Keys(all.Entries));
        Assert.Same(known.Entries[0], all.Entries[0]);
        Assert.Equal(room.Bytes.Length, all.Length);
        Assert.Equal(3, known.Entries.Count);
    }

    [Fact]
    public void What_was_torn_is_read_again_and_a_line_that_does_not_follow_what_is_known_is_damage()
    {
        using var room = new JournalRoom().With(3);
        var whole = room.Bytes;
        room.Bytes = whole[..^5];
        var torn = JournalReader.Read(room.Path);
        room.Bytes = whole;

        Assert.Equal(["1", "2", "3"], JournalRoom.Keys(JournalReader.ReadOn(room.Path, torn).Entries));

        var lines = room.Lines;
        var known = JournalReader.Read(room.Path);
        room.Lines = [.. lines, lines[2]];
        Assert.Equal(4, JournalReader.ReadOn(room.Path, known).Damage?.Line);
    }

    [Fact]
    public void A_journal_is_never_begun_over_another()
    {
        using var room = new JournalRoom().With(1);

        Assert.Throws<IOException>(() => room.Create());
        Assert.Single(room.Lines);
    }

    [Fact]
    public void A_last_line_torn_at_any_byte_is_cut_off_and_the_journal_goes_on()
    {
        using var room = new JournalRoom().With(3);
        var whole = room.Bytes;
        var end = whole.AsSpan()[..^1].LastIndexOf((byte)'\n') + 1;

        for (var length = end; length < whole.Length; length++)
        {
            room.Bytes = whole[..length];
            Assert.Equal(length > end, JournalReader.Read(room.Path).Torn);

            using (var journal = room.Open())
            {
                Assert.Equal(2, journal.Past.Count);
                JournalRoom.Append(journal, "3");
            }

            Assert.Equal(whole, room.Bytes);
        }
    }

    [Fact]
    public void Nothing_is_appended_to_an_empty_journal()
    {
        using var room = new JournalRoom().With(0);

        var refused = Assert.Throws<ProblemException>(room.Open);

        Assert.Equal(("journal.empty", 1), (refused.Problems[0].Code, refused.ExitStatus));
        Assert.Empty(room.Bytes);
    }

    [Fact]
    [Trait("case", "SECRET-001")]
    public void Secrets_are_masked_in_every_value_and_the_line_stays_json()
    {
        using var room = new JournalRoom();
        var secret = $"s3cret\"{Guid.NewGuid():N}";
        var mask = SecretMask.Of([KeyValuePair.Create("TOKEN", secret)]);

        using (var journal = room.Create(mask))
        {
            var entry = JournalRoom.Append(journal, "1", $"the token is {secret}.");
            Assert.Equal(
                "the token is [secret TOKEN].",
                entry.Text("outcome")!.Replace(SecretMask.Placeholder("TOKEN"), "[secret TOKEN]", StringComparison.Ordinal)
            );
        }

        Assert.DoesNotContain(secret, Encoding.UTF8.GetString(room.Bytes), StringComparison.Ordinal);
        Assert.Single(JournalReader.Read(room.Path).Entries);
    }

    [Fact]
    public void Observers_see_each_entry_after_it_is_written()
    {
        using var room = new JournalRoom();
        using var journal = room.Create();
        var seen = new List<(long Seq, int Lines)>();
        journal.Observe(entry => seen.Add((entry.Seq, room.Lines.Length)));

        JournalRoom.Append(journal, "1");
        JournalRoom.Append(journal, "2");

        Assert.Equal([(1, 1), (2, 2)], seen);
    }

    [Fact]
    public void An_observer_that_fails_ends_nothing_and_is_not_called_again()
    {
        using var room = new JournalRoom();
        using var journal = room.Create();
        var (calls, seen) = (0, 0);
        journal.Observe(_ => throw new InvalidOperationException($"{++calls}"));
        journal.Observe(_ => seen++);

        JournalRoom.Append(journal, "1");
        JournalRoom.Append(journal, "2");

        Assert.Equal((1, 2, 2), (calls, seen, room.Lines.Length));
    }

    [Fact]
    public void Several_threads_may_append_while_readers_read()
    {
        using var room = new JournalRoom();
        using var journal = room.Create();
        JournalRoom.Append(journal, "0");

        Parallel.For(
            0,
            200,
            number =>
            {
                if (number % 4 == 0)
                {
                    Assert.Null(JournalReader.Read(room.Path).Damage);
                }
                else
                {
                    JournalRoom.Append(journal, $"{number}");
                }
            }
        );

        Assert.Equal(151, JournalReader.Read(room.Path).Entries.Count);
    }

    [Fact]
    public async Task Lines_are_written_while_an_observer_works_and_observers_hear_of_them_in_order()
    {
        using var room = new JournalRoom();
        using var journal = room.Create();
        using var go = new ManualResetEventSlim();
        var (busy, written) = (new TaskCompletionSource(), new TaskCompletionSource());
        var told = new List<string?>();
        journal.Failpoint = entry => _ = entry.Seq == 2 && written.TrySetResult();
        journal.Observe(entry =>
        {
            busy.TrySetResult();
            go.Wait();
            told.Add(entry.Text("key"));
        });

        var first = Task.Run(() => JournalRoom.Append(journal, "1"));
        await busy.Task;
        var second = Task.Run(() => JournalRoom.Append(journal, "2"));
        await written.Task;
        journal.Sync();
        Assert.Equal((2, false), (JournalReader.Read(room.Path).Entries.Count, first.IsCompleted));

        go.Set();
        await Task.WhenAll(first, second);
        Assert.Equal(["1", "2"], told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("line\nfeed \u2028 \u0001 \ud83d\ude00 \"quoted\" \\ </script>")]
    public void Any_text_stays_on_one_line_and_comes_back(string text)
    {
        using var room = new JournalRoom();
        using (var journal = room.Create())
        {
            JournalRoom.Append(journal, "1", text);
        }

        Assert.Equal(text, Assert.Single(JournalReader.Read(room.Path).Entries).Text("outcome"));
        Assert.Single(room.Lines);
    }

    private static string Hash(string line) => ArtifactFolder.HashOf(Encoding.UTF8.GetBytes(line));
}
