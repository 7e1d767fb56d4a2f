using System.Text;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tests.Runs;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

/// <summary>Overviews read journals quickly, and one that is broken neither hides nor stops the others.</summary>
public sealed class JournalSkimTests
{
    private const string Other = "\"at\":\"2026-01-05T10:00:00Z\",\"type\":\"tool.started\",\"run\":\"r\",\"prev\":\"\",\"body\":{}}";
    private const string Turn = "\"at\":\"2026-01-05T10:00:00Z\",\"type\":\"turn.received\",\"run\":\"r\",\"prev\":\"\",\"body\":{}}";

    [Fact]
    public void Entries_of_the_types_wanted_and_the_last_one_are_read_and_their_numbers_hold()
    {
        using var folder = new TemporaryFolder();
        folder.Write("journal.jsonl", Lines(Other, Turn, Other, Turn, Other, Other));

        var content = JournalSkim.Read(folder["journal.jsonl"], [new EntryKind("turn.received")]);

        Assert.Equal([2L, 4L, 6L], content.Entries.Select(entry => entry.Seq));
        Assert.Null(content.Damage);
        Assert.Equal(new FileInfo(folder["journal.jsonl"]).Length, content.Length);
    }

    [Theory]
    [InlineData("{\"seq\":3," + Other + "\n", 2)] // a line is missing
    [InlineData("{\"seq\":2,\"at\":\"2026-01-05T10:0\n", 2)] // half a line
    [InlineData("\0\0\0\0\n", 2)] // what a power cut leaves
    [InlineData("{\"seq\":2," + Turn + "\n{\"seq\":2," + Turn + "\n", 3)] // a line twice
    public void Damage_is_told_with_its_line_and_what_is_before_it_is_read(string rest, int line)
    {
        using var folder = new TemporaryFolder();
        folder.Write("journal.jsonl", Lines(Turn) + rest + Lines(Other));

        var content = JournalSkim.Read(folder["journal.jsonl"], [new EntryKind("turn.received")]);

        Assert.Equal(line, content.Damage!.Line);
        Assert.Equal(1, content.Entries[0].Seq);
    }

    [Fact]
    public void A_torn_last_line_is_no_damage()
    {
        using var folder = new TemporaryFolder();
        folder.Write("journal.jsonl", Lines(Turn, Other) + "{\"seq\":3,\"at\":");

        var content = JournalSkim.Read(folder["journal.jsonl"], [new EntryKind("turn.received")]);

        Assert.Equal((true, null), (content.Torn, content.Damage));
        Assert.Equal([1L, 2L], content.Entries.Select(entry => entry.Seq));
    }

    [Fact]
    public void What_is_skimmed_folds_to_the_same_state_as_the_whole()
    {
        using var room = new RunRoom();
        room.With(null, RunRoom.Started)
            .With("2", new TaskSkipped("1/end", "it builds on 1"))
            .With("1", new SetupFinished("1/setup/1", "true", 0, null));
        var whole = RunState.Of(JournalReader.Read(room.Folder.Record.Place).Entries);

        var skimmed = RunState.Of(JournalSkim.Read(room.Folder.Record.Place, RunState.Types).Entries);

        Assert.Equal(
            (whole.Run, whole.State, whole.Times, whole.Tasks.Count),
            (skimmed.Run, skimmed.State, skimmed.Times, skimmed.Tasks.Count)
        );
    }

    [Theory]
    [InlineData("{\"seq\":1,", "its first entry is damaged")]
    [InlineData("", "its journal holds no entry")]
    [InlineData(null, "its journal is gone")]
    public void A_run_whose_first_entry_is_damaged_is_named_and_the_others_are_shown(string? journal, string expected)
    {
        using var room = new RunRoom();
        room.With(null, RunRoom.Started);
        var broken = Path.Combine(room.StateFolder, "runs", "r-20260105-beef");
        Directory.CreateDirectory(broken);
        Directory.CreateDirectory(Path.Combine(broken, "artifacts"));
        if (journal is not null)
        {
            File.WriteAllText(Path.Combine(broken, "journal.jsonl"), journal);
        }

        var planned = new FolderStore(room.StateFolder).Make(DateTimeOffset.UnixEpoch);
        File.WriteAllText(planned.Record.Place, "");
        var warned = new List<Problem>();

        var runs = new RunCatalog(new FolderStore(room.StateFolder)).Runs(null, warned.Add);

        Assert.Single(runs);
        Assert.Equal([$"the run r-20260105-beef cannot be read: {expected}"], warned.Select(problem => problem.Message));
    }

    private static string Lines(params string[] bodies)
    {
        var text = new StringBuilder();
        for (var index = 0; index < bodies.Length; index++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"seq\":{index + 1},{bodies[index]}\n");
        }

        return text.ToString();
    }
}
