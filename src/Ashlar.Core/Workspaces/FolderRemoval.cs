using System.Diagnostics;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Removes folders in which commands did as they liked: without permission to write, or with names that are no UTF-8 and that .NET
/// cannot say.
/// </summary>
public static class FolderRemoval
{
    private static readonly EnumerationOptions WithoutLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>Removes a folder with all that is in it. What is not there is no trouble.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Delete(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(path, "*", WithoutLinks).Prepend(path))
        {
            File.SetUnixFileMode(
                folder,
                File.GetUnixFileMode(folder) | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.UserRead
            );
        }

        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            using var removal = Process.Start("rm", ["-rf", "--", path]);
            removal.WaitForExit();
            if (Directory.Exists(path))
            {
                throw;
            }
        }
    }
}
