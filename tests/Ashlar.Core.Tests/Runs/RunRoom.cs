using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Work;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Runs;

/// <summary>A run's folder with a journal, and entries for it.</summary>
internal sealed class RunRoom : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RunRoom()
    {
        Folder = new RunFolder(folder.Path, "r-1");
        Directory.CreateDirectory(Folder.Path);
        Journal = (JournalFile)Folder.Record.Create(Clock, SecretMask.None);
    }

    public RunFolder Folder { get; }

    public string StateFolder => folder.Path;

    public ManualClock Clock { get; } = new();

    public JournalFile Journal { get; private set; }

    public static RunStarted Started { get; } =
        new(
            RunStarted.Present,
            "/repository",
            "work",
            "base",
            "base",
            Said.Text("title"),
            ["1", "2"],
            "agent",
            "agent.md",
            "hash",
            "model",
            "bubblewrap",
            new RecordedWork(WorkOrderKind.TaskFile, null, null, "tasks.md", null, null, null, [], null),
            [],
            [],
            null,
            new RunOptions()
        );

    /// <summary>The steps of this execution.</summary>
    public StepLog Steps => new(Journal, RunJson.Default);

    /// <summary>The state that the journal gives.</summary>
    public RunState State => RunState.Of(Folder.Record.Read().Entries);

    /// <summary>Records an entry a second after the one before.</summary>
    public RunRoom With<T>(string? task, T body)
        where T : class, IEvent
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        Steps.Record(task, body);
        return this;
    }

    /// <summary>Another execution opens the journal.</summary>
    public RunRoom Again()
    {
        Journal.Dispose();
        Journal = (JournalFile)Folder.Record.Open(Clock, SecretMask.None);
        return this;
    }

    public static EscalationRaised Question(string summary, string id = "E1") =>
        new("1/question/1", id, "question", summary, null, [], [], []);

    public void Dispose()
    {
        Journal.Dispose();
        folder.Dispose();
    }
}
