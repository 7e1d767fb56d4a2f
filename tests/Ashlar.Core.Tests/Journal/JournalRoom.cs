using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Journal;

/// <summary>A journal in a temporary folder, and entries for it.</summary>
internal sealed class JournalRoom : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Path => folder["run/journal.jsonl"];

    public ManualClock Clock { get; } = new();

    public JournalFile Create(SecretMask? mask = null) => JournalFile.Create(Path, "r-1", Clock, mask ?? SecretMask.None);

    public JournalFile Open() => JournalFile.Open(Path, Clock, SecretMask.None);

    /// <summary>A journal with this many entries; their keys are the numbers from 1.</summary>
    public JournalRoom With(int entries)
    {
        using var journal = Create();
        for (var number = 1; number <= entries; number++)
        {
            Append(journal, $"{number}");
        }

        return this;
    }

    public static Entry Append(JournalFile journal, string key, string outcome = "done", string? task = null) =>
        journal.Append(task, journal.Masked(new EffectFinished(key, "test", outcome), RunJson.Default.EffectFinished));

    public byte[] Bytes
    {
        get => File.ReadAllBytes(Path);
        set => File.WriteAllBytes(Path, value);
    }

    public string[] Lines
    {
        get => File.ReadAllText(Path).TrimEnd('\n').Split('\n');
        set => File.WriteAllText(Path, string.Join('\n', value) + "\n");
    }

    public static IReadOnlyList<string?> Keys(IEnumerable<Entry> entries) => [.. entries.Select(entry => entry.Text("key"))];

    public void Dispose() => folder.Dispose();
}
