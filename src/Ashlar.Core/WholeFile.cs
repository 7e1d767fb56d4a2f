namespace Ashlar.Core;

/// <summary>Files of Ashlar's own that are there as a whole or as they were, also when the process is killed while it writes.</summary>
internal static class WholeFile
{
    /// <summary>Writes a small file that one process writes; its folder must be there.</summary>
    /// <exception cref="IOException">It cannot be written; it is as before.</exception>
    public static void Write(string path, string text)
    {
        var temporary = path + ".new";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Writes a file that several may write at once: the last one counts. Where it cannot be written, nothing is left beside it.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="content">Its content.</param>
    /// <param name="toDisk">Whether it is on disk before it has its name; false for what can be made again.</param>
    /// <param name="mode">Who may read it; null as usual.</param>
    /// <exception cref="IOException">It cannot be written; it is as before.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; it is as before.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool toDisk = true, UnixFileMode? mode = null)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = mode,
        };
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: toDisk);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Discard(temporary);
            throw;
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception again) when (again is IOException or UnauthorizedAccessException)
        {
            // What was wrong is told already.
        }
    }
}
