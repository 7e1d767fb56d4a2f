namespace Ashlar.Core.Journal;

/// <summary>Space that is set aside beside a journal while it is written, so that a run can write its end when the disk is full.</summary>
internal sealed class JournalReserve
{
    private const int Bytes = 1024 * 1024;

    private readonly string path;

    private JournalReserve(string path) => this.path = path;

    /// <summary>Whether it was given back.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Sets it aside; null where there is no room for it.</summary>
    /// <param name="journal">The journal's path.</param>
    public static JournalReserve? Beside(string journal)
    {
        Clear(journal);
        var file = $"{journal}.{Environment.ProcessId}.reserve";
        try
        {
            File.WriteAllBytes(file, new byte[Bytes]);
            return new JournalReserve(file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Remove(file);
            return null;
        }
    }

    /// <summary>Removes what killed processes set aside beside a journal that this process alone may write.</summary>
    /// <param name="journal">The journal's path.</param>
    public static void Clear(string journal)
    {
        foreach (var file in Left(journal))
        {
            Remove(file);
        }
    }

    /// <summary>The files that are set aside beside a journal.</summary>
    /// <param name="journal">The journal's path.</param>
    public static IReadOnlyList<string> Left(string journal)
    {
        var folder = Path.GetDirectoryName(journal);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Path.GetFileName(journal)}.*.reserve") : [];
    }

    /// <summary>Whether trouble says that no space is left: ENOSPC or EDQUOT.</summary>
    public static bool IsFull(Exception trouble) => trouble is IOException { HResult: 28 or 122 or unchecked((int)0x80070070) };

    /// <summary>Gives it back; whether that makes room.</summary>
    public bool Release()
    {
        IsReleased = true;
        return Remove(path);
    }

    private static bool Remove(string file)
    {
        try
        {
            File.Delete(file);
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
