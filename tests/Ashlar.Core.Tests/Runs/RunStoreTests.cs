using System.Text.RegularExpressions;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tests.Settings;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed partial class RunStoreTests
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static TheoryData<string> Stores => new("folder", "memory");

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_run_is_planned_begun_asked_answered_and_resumed_in_any_store(string kind)
    {
        using var place = new TemporaryFolder();
        IRunStore store = kind is "folder" ? new FolderStore(place.Path) : new MemoryStore(place.Path);
        var clock = new ManualClock();
        var (folder, held) = await store.NewAsync(Clock, CancellationToken.None);
        var record = folder.Record;
        Assert.Equal((false, true, 1), (record.HasBegun, record.IsHeld, store.Planned().Count));
        Assert.Null(await record.TryTakeAsync(Clock, CancellationToken.None));

        using (var journal = record.Create(clock, SecretMask.None))
        {
            var steps = new StepLog(journal, RunJson.Default);
            steps.Record(null, RunRoom.Started);
            steps.Record("1", new TaskStarted("1", 1, Said.Text("First"), "base", "/1"));
            steps.Keep("1", RunRoom.Question("Which one?"));
        }

        held.Dispose();
        var catalog = new RunCatalog(store);
        Assert.Equal("interrupted", catalog.FindWhole(folder.Id, null, _ => { }).State.State);
        Assert.Equal("run.unknown", Assert.Throws<ProblemException>(() => catalog.Locate("r-0", null, _ => { })).Problems[0].Code);

        Assert.True(record.Leave(new EscalationAnswered("E1", "E1", Said.Text("this one"), [])));
        Assert.False(record.Leave(new EscalationAnswered("E1", "E1", Said.Text("that one"), [])));
        Assert.Empty(catalog.Find(null, new RepositoryPlace("/repository", "/repository/.git"), _ => { }).State.OpenEscalations);
        using (var journal = record.Open(clock, SecretMask.None, record.ReadWhole()))
        {
            PendingAnswers.Collect(record, journal, RunState.Of(journal.Past), SecretMask.None);
        }

        var again = new StepLog(record.Open(clock, SecretMask.None), RunJson.Default);
        Assert.Equal("this one", again.Past<EscalationAnswered>("1", "E1")?.Text.Text);
        Assert.Equal((0, 4, "r"), (record.Answers.Count, record.Read().Entries.Count, record.First()?.Type[..1]));
        again.Journal.Dispose();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Who_asks_a_run_to_stop_reaches_the_process_that_holds_it_and_no_other_run(string kind)
    {
        using var place = new TemporaryFolder();
        IRunStore store = kind is "folder" ? new FolderStore(place.Path) : new MemoryStore(place.Path);
        var ((first, held), (second, _)) = (
            await store.NewAsync(Clock, CancellationToken.None),
            await store.NewAsync(Clock, CancellationToken.None)
        );
        using var end = new CancellationTokenSource();
        var (one, other) = (first.Record.StopAskedAsync(Clock, end.Token), second.Record.StopAskedAsync(Clock, end.Token));

        first.Record.AskToStop();
        await one.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(other.IsCompleted);

        held.Dispose();
        using var again = await first.Record.TryTakeAsync(Clock, CancellationToken.None);
        var later = first.Record.StopAskedAsync(Clock, end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => later);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_branch_and_a_checkout_are_claimed_by_one_run_at_a_time_in_any_store(string kind)
    {
        using var place = new TemporaryFolder();
        IRunStore store = kind is "folder" ? new FolderStore(place.Path) : new MemoryStore(place.Path);
        var first = RunClaim.OfBranch(store, "/repository", "work", "r-1", out _);
        using var beside = RunClaim.OfBranch(store, "/repository", "other", "r-2", out _);
        using var checkout = RunClaim.OfCheckout(store, "/repository", isInPlace: true, "r-1");

        var busy = Assert.Throws<ProblemException>(() => RunClaim.OfBranch(store, "/repository", "work", "r-2", out _));
        var inside = Assert.Throws<ProblemException>(() => RunClaim.OfCheckout(store, "/repository", isInPlace: true, "r-2"));
        Assert.Equal("r-1 works on the branch work", busy.Problems[0].Message);
        Assert.Equal("r-1 works in this checkout", inside.Problems[0].Message);
        Assert.Null(RunClaim.OfCheckout(store, "/repository", isInPlace: false, "r-2"));

        first.Dispose();
        RunClaim.OfBranch(store, "/repository", "work", "r-2", out _).Dispose();
    }

    [Fact]
    public void Nothing_outside_the_records_knows_where_they_lie()
    {
        Assert.Equal(
            ["src/Ashlar.Core/Runs/Replays/ArchiveManifest.cs", "src/Ashlar.Core/Runs/Replays/ArchiveNames.cs"],
            SourceTree
                .Code("src")
                .Where(file => !file.Path.StartsWith("src/Ashlar.Core/Journal/", StringComparison.Ordinal))
                .Where(file => !file.Path.StartsWith("src/Ashlar.Core/Runs/Records/", StringComparison.Ordinal))
                .Where(file => Files().IsMatch(file.Text))
                .Select(file => file.Path)
        );
        Assert.Matches(Files(), "JournalReader.Read(path)");
        Assert.Matches(Files(), "Path.Combine(folder.Path, \"answers\")");
    }

    [GeneratedRegex(
        "\\b(JournalFile|JournalReader|JournalSkim|FolderRecord|FolderLock|FolderAnswers|FolderClaims|StopRequest)\\b|Path, \"(journal.jsonl|answers|artifacts|lock|stop)\""
    )]
    private static partial Regex Files();
}
