using System.Text.Json;

namespace Ashlar.Core.Runs.Records;

/// <summary>Answers of people, each a file of its own until the process that works on the run takes it.</summary>
/// <param name="folder">Where they lie; made when the first is left.</param>
internal sealed class FolderAnswers(string folder)
{
    /// <summary>Leaves an answer. The first one to a question counts.</summary>
    /// <returns>Whether it was the first.</returns>
    public bool Leave(EscalationAnswered answer)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(answer.Id);
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
    public IReadOnlyList<EscalationAnswered> All() =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<EscalationAnswered>()]
            : [];

    /// <summary>Removes the answer to a question.</summary>
    public void Forget(string question) => File.Delete(PathOf(question));

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

    private string PathOf(string question) => Path.Combine(folder, $"{RunFolder.FileName(question)}.json");
}
