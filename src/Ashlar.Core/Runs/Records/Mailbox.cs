using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>
/// Answers of people, given from any terminal. Each lies as a file of its own until the process that works on the run takes it
/// into the journal; an agent has no way to write there.
/// </summary>
public static class Mailbox
{
    /// <summary>Leaves an answer. The first one to a question counts.</summary>
    /// <returns>Whether it was the first.</returns>
    public static bool Leave(RunFolder folder, EscalationAnswered answer)
    {
        Directory.CreateDirectory(folder.AnswersPath);
        var path = PathOf(folder, answer.Id);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, answer, RunJson.Default.EscalationAnswered);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path) && Read(path) is null)
        {
            // What lies there was never a whole answer.
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
            return false;
        }
    }

    /// <summary>The answers that lie there.</summary>
    public static IReadOnlyList<EscalationAnswered> Read(RunFolder folder) =>
        Directory.Exists(folder.AnswersPath)
            ? Directory
                .EnumerateFiles(folder.AnswersPath, "*.json")
                .Order(StringComparer.Ordinal)
                .Select(Read)
                .OfType<EscalationAnswered>()
                .ToList()
            : [];

    /// <summary>One answer; null where the file is cut off or no answer, as a full disk leaves it: the question stays open.</summary>
    private static EscalationAnswered? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(OrdinaryFile.ReadAllBytes(path), RunJson.Default.EscalationAnswered);
        }
        catch (Exception trouble) when (trouble is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes the answers into the journal.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="state">What the journal comes to so far.</param>
    /// <param name="mask">Masks them: whoever left one may not have known all secrets of the run.</param>
    public static void Collect(RunFolder folder, JournalFile journal, RunState state, SecretMask mask)
    {
        foreach (var answer in Read(folder))
        {
            if (
                state.Escalations.FirstOrDefault(one => string.Equals(one.Raised.Id, answer.Id, StringComparison.Ordinal)) is
                { Answer: null } open
            )
            {
                journal.Append(open.Task, journal.Masked(Masked(folder, answer, mask), RunJson.Default.EscalationAnswered));
                journal.Sync();
            }

            File.Delete(PathOf(folder, answer.Id));
        }
    }

    private static EscalationAnswered Masked(RunFolder folder, EscalationAnswered answer, SecretMask mask) =>
        answer with
        {
            Text = MaskedText.Of(mask, answer.Text.Text),
            With =
            [
                .. answer.With.Select(document =>
                    document with
                    {
                        Content = folder.Artifacts.Put(MaskedBytes.Of(mask, folder.Artifacts.Get(document.Content))),
                    }
                ),
            ],
        };

    private static string PathOf(RunFolder folder, string id) => Path.Combine(folder.AnswersPath, $"{RunFolder.FileName(id)}.json");
}
