using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Copies folders in which commands did as they liked. It walks by opened folders and follows no link: files, folders and links are copied, with modes,
/// times and names as they are; pipes, sockets and devices are left out. Where the file system can, the copy shares the blocks of
/// the original until one of them is written.
/// </summary>
internal static class TreeCopy
{
    private const int DeepestFolder = 200;

    /// <summary>Makes a folder with all that is in another one; nothing stood there before.</summary>
    /// <param name="source">The original; the folders above it are such as no command can write. It must not be a link.</param>
    /// <param name="target">The copy.</param>
    /// <exception cref="IOException">Something cannot be copied.</exception>
    public static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        using var from = new DirectoryRoot(source, walk: false);
        using var to = new DirectoryRoot(target, walk: false);
        Into(from.Handle, to.Handle, target);
    }

    /// <summary>Copies all that is in an opened folder into another one, which has nothing of these names.</summary>
    /// <exception cref="IOException">Something cannot be copied.</exception>
    public static void Into(SafeFileHandle from, SafeFileHandle to, string told) => new Walk(told).Fill(from, to, 0);

    private sealed class Walk(string told)
    {
        private readonly FileCopy files = new();

        public void Fill(SafeFileHandle from, SafeFileHandle to, int depth)
        {
            var folders = new List<(byte[] Name, FileStamp Stamp)>();
            DirectoryEntries.Visit(
                from,
                (name, stamp) =>
                {
                    byte[] ended = [.. name, 0];
                    if (stamp.IsDirectory)
                    {
                        folders.Add((ended, stamp));
                    }
                    else if (stamp.IsFile)
                    {
                        Check(files.Copy(from, to, ended, stamp) || IsGone(from, ended));
                    }
                    else if (stamp.IsLink && Posix.ReadLink(from, ended) is { } target)
                    {
                        Check(Posix.SymlinkAt([.. target, 0], to, ended) == 0);
                    }
                }
            );
            foreach (var (name, stamp) in folders)
            {
                if (depth < DeepestFolder)
                {
                    Enter(from, to, name, stamp, depth);
                }
            }
        }

        private void Enter(SafeFileHandle from, SafeFileHandle to, byte[] name, FileStamp stamp, int depth)
        {
            var descriptor = Posix.OpenAt(from, name, Posix.ReadOnly | Posix.Directory);
            if (descriptor < 0)
            {
                // A folder that its owner may not read: what is in it nobody used.
                return;
            }

            using var source = new SafeFileHandle(descriptor, ownsHandle: true);
            Check(Posix.MakeDirectoryAt(to, name, 0x1C0) == 0);
            using var target = new SafeFileHandle(Posix.OpenAt(to, name, Posix.ReadOnly | Posix.Directory), ownsHandle: true);
            Check(!target.IsInvalid);
            Fill(source, target, depth + 1);
            _ = Posix.ChangeMode(target, stamp.Permissions & 0x1FF);
            Posix.SetModified(target, stamp.Modified);
        }

        private static bool IsGone(SafeFileHandle from, byte[] name) => Posix.StampAt(from, name) is null;

        private void Check(bool isDone)
        {
            if (!isDone)
            {
                throw new IOException($"{told} cannot be written: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }
}

/// <summary>Copies one file after the other, by sharing blocks as long as that works.</summary>
internal sealed unsafe class FileCopy
{
    private bool shares = true;

    /// <summary>Copies an ordinary file; false on trouble, with the error number of the call that failed.</summary>
    public bool Copy(SafeFileHandle from, SafeFileHandle to, byte[] name, FileStamp stamp)
    {
        var source = Posix.OpenAt(from, name, Posix.ReadOnly | Posix.NonBlock);
        if (source < 0)
        {
            // Unreadable even for its owner: made so on purpose, and nothing that a gate could read.
            return Marshal.GetLastPInvokeError() == Posix.Access;
        }

        var target = -1;
        try
        {
            target = Posix.OpenAt(to, name, Posix.WriteOnly | Posix.Create | Posix.Exclusive, stamp.Permissions & 0x1FF);
            if (target < 0 || !Content(source, target, stamp.Size))
            {
                return false;
            }

            _ = Posix.ChangeMode(target, stamp.Permissions & 0x1FF);
            Posix.SetModified(target, stamp.Modified);
            return true;
        }
        finally
        {
            _ = Posix.Close(source);
            _ = target < 0 ? 0 : Posix.Close(target);
        }
    }

    private bool Content(int source, int target, long size)
    {
        if (size == 0)
        {
            return true;
        }

        if (shares && Posix.ShareBlocks(target, source))
        {
            return true;
        }

        shares = false;
        for (long count, done = 0; done < size; done += count)
        {
            count = Posix.CopyRange(source, target, size - done);
            if (count <= 0)
            {
                return count == 0 || Plainly(source, target);
            }
        }

        return true;
    }

    /// <summary>From where both files stand to the end, where the kernel does not copy between them.</summary>
    private static bool Plainly(int source, int target)
    {
        var buffer = new byte[128 * 1024];
        fixed (byte* start = buffer)
        {
            nint count;
            while ((count = Posix.Read(source, start, buffer.Length)) > 0)
            {
                for (nint done = 0; done < count; )
                {
                    var written = Posix.Write(target, start + done, count - done);
                    if (written <= 0)
                    {
                        return false;
                    }

                    done += written;
                }
            }

            return count == 0;
        }
    }
}
