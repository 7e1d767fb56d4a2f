namespace Ashlar.Testing;

/// <summary>An empty folder under the system's temporary folder; it and all that is in it goes when it is disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Creates the folder.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("ashlar-test-").FullName;

    /// <summary>The folder's absolute path, without a trailing slash.</summary>
    public string Path { get; }

    /// <summary>The absolute path of something in the folder.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file, creating the folders above it; returns its absolute path.</summary>
    public string Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Removes the folder, write-protected parts of it too.</summary>
    public void Dispose()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            MakeWritable(Path);
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Names that are no UTF-8 cannot be told to .NET.
            using var removal = System.Diagnostics.Process.Start("rm", ["-rf", "--", Path]);
            removal.WaitForExit();
        }
    }

    private static void MakeWritable(string folder)
    {
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            MakeWritable(inner.FullName);
        }
    }
}
