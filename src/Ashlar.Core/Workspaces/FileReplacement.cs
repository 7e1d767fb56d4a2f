using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>Replaces a file in an open directory atomically: the old content stays until the new one is complete.</summary>
internal static class FileReplacement
{
    private const uint NewFileMode = 0x1A4; // 0644

    /// <summary>The name under which new content waits to take its place; the same for the same file, so that a cut-off write can be cleaned up.</summary>
    public static string TemporaryPath(string path)
    {
        var cut = path.LastIndexOf('/');
        return path[..(cut + 1)] + TemporaryName(path[(cut + 1)..]);
    }

    /// <summary>Why a file with several names is not written.</summary>
    public static Problem HardLinkProblem(string path, FileStamp stamp) =>
        new(FileProblems.HardLink, $"{path} is a hard link: the same file has {stamp.Links} names, one of which may lie outside")
        {
            Path = path,
            Remedy = "Make it a file of its own first: cp it to a new name and mv that over it",
        };

    /// <summary>Writes the file that <paramref name="path"/> names in the directory; see <see cref="SafeFiles.Write"/>.</summary>
    public static FileResult<FileStamp> Write(
        SafeFileHandle directory,
        string path,
        ReadOnlySpan<byte> content,
        uint? mode,
        bool breakLinks
    )
    {
        var name = DirectoryRoot.Name(path);
        var present = Posix.StampAt(directory, name);
        if (present is { } stamp && Unwritable(path, stamp, breakLinks) is { } problem)
        {
            return problem;
        }

        var temporary = TemporaryName(name);
        var file = CreateFresh(directory, temporary, path);
        if (!file.Ok)
        {
            return file.Problem;
        }

        using var handle = file.Value;
        try
        {
            RandomAccess.Write(handle, content, 0);
        }
        catch (IOException error)
        {
            _ = Posix.UnlinkAt(directory, temporary, 0);
            return new Problem("file.failed", $"{path}: {error.Message}; it is as before") { Path = path };
        }

        _ = Posix.ChangeMode(handle, mode ?? present?.Permissions ?? NewFileMode);
        if (Posix.RenameAt(directory, temporary, directory, name) != 0)
        {
            var failed = FileProblems.Last(path);
            _ = Posix.UnlinkAt(directory, temporary, 0);
            return failed;
        }

        return Posix.StampOf(handle) is { } written ? written : FileProblems.Last(path);
    }

    private static string TemporaryName(string name) =>
        $".ashlar-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 6))}.tmp";

    private static Problem? Unwritable(string path, FileStamp stamp, bool breakLinks) =>
        stamp.IsLink ? FileProblems.Of(Posix.Loop, path)
        : !stamp.IsFile ? FileProblems.NotOrdinary(path, stamp)
        : stamp.Links > 1 && !breakLinks ? HardLinkProblem(path, stamp)
        : null;

    private static FileResult<SafeFileHandle> CreateFresh(SafeFileHandle directory, string name, string path)
    {
        const int flags = Posix.WriteOnly | Posix.Create | Posix.Exclusive;
        var descriptor = Posix.OpenAt(directory, name, flags, 0x180);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == Posix.Exists)
        {
            // Left over from a write that was cut off.
            _ = Posix.UnlinkAt(directory, name, 0);
            descriptor = Posix.OpenAt(directory, name, flags, 0x180);
        }

        return descriptor < 0 ? FileProblems.Last(path) : new SafeFileHandle(descriptor, ownsHandle: true);
    }
}
