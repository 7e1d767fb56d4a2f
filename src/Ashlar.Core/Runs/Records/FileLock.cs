namespace Ashlar.Core.Runs.Records;

/// <summary>A lock that is an open file. The operating system releases it when its process ends.</summary>
internal static class FileLock
{
    /// <summary>What an exception carries when flock(2) finds the file locked (EWOULDBLOCK); anything else is not about another process.</summary>
    private const int WouldBlock = 11;

    /// <summary>Opens the file; null where another holds it in a way that excludes this.</summary>
    /// <exception cref="IOException">It cannot be opened for another reason.</exception>
    public static FileStream? TryOpen(string path, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, mode, access, share, bufferSize: 0);
        }
        catch (IOException held) when (held.HResult == WouldBlock)
        {
            return null;
        }
    }
}
