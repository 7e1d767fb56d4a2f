using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Removes folders in which commands did as they liked: without permission to write, with names that are no UTF-8, with links to elsewhere, as deep
/// and as many as a disk holds. It walks by opened folders, so that nothing outside is touched whatever is swapped meanwhile, and does
/// not enter what is mounted below.
/// </summary>
public static class FolderRemoval
{
    private const uint OwnersAll = 0x1C0; // 0700
    private const int Rounds = 3;

    /// <summary>Removes a folder with all that is in it; of a link only the link. What is not there is no trouble.</summary>
    /// <param name="path">The folder. The folders above it are such as no command can write.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Delete(string path)
    {
        var full = Path.GetFullPath(path).TrimEnd('/');
        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            return;
        }

        using var above = new DirectoryRoot(Path.GetDirectoryName(full)!, walk: false);
        Delete(above.Handle, System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(full) + '\0'), full);
    }

    /// <summary>Removes an entry of an opened folder with all below it.</summary>
    /// <param name="above">The folder.</param>
    /// <param name="name">The entry's name as it is on disk, with NUL at the end.</param>
    /// <param name="told">What trouble names.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    internal static void Delete(SafeFileHandle above, byte[] name, string told)
    {
        for (var round = 0; ; round++)
        {
            if (Posix.UnlinkAt(above, name, 0) == 0 || Marshal.GetLastPInvokeError() == Posix.NoEntry)
            {
                return;
            }

            if (Open(above, name) is { } folder)
            {
                using (folder)
                {
                    new Walk(Posix.FolderOf(folder), told).Empty(folder);
                }
            }

            if (Posix.UnlinkAt(above, name, Posix.RemoveDirectory) == 0 || Marshal.GetLastPInvokeError() == Posix.NoEntry)
            {
                return;
            }

            // Somebody may still have been writing.
            if (round == Rounds)
            {
                throw KernelTrouble.Last($"{told} cannot be removed");
            }
        }
    }

    /// <summary>Opens a folder and takes the right to empty it; null where it is none.</summary>
    private static SafeFileHandle? Open(SafeFileHandle above, byte[] name)
    {
        var descriptor = Posix.OpenAt(above, name, Posix.ReadOnly | Posix.Directory);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == Posix.Access)
        {
            // Without the right to read it can only be known by name; the mode is changed through a descriptor that is no link.
            _ = Posix.ChangeModeAt(above, name, OwnersAll);
            descriptor = Posix.OpenAt(above, name, Posix.ReadOnly | Posix.Directory);
        }

        if (descriptor < 0)
        {
            return null;
        }

        var folder = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Posix.StampOf(folder) is { } stamp && (stamp.Permissions & OwnersAll) != OwnersAll)
        {
            _ = Posix.ChangeMode(folder, stamp.Permissions | OwnersAll);
        }

        return folder;
    }

    /// <summary>
    /// One walk. It holds two folders open at most, however deep the tree is: from a folder it goes back up by <c>..</c>, which is checked to be
    /// the folder that it came from.
    /// </summary>
    private sealed class Walk(MountedFolder top, string told)
    {
        public void Empty(SafeFileHandle folder)
        {
            var levels = new Stack<Level>();
            var at = Again(folder, "."u8);
            var names = Names(at);
            try
            {
                while (true)
                {
                    if (Deeper(at, names) is var (below, entered))
                    {
                        levels.Push(new Level(Posix.FolderOf(at), entered, names));
                        at.Dispose();
                        at = below;
                        names = Names(at);
                        continue;
                    }

                    if (levels.Count == 0)
                    {
                        return;
                    }

                    var left = levels.Pop();
                    var above = Again(at, ".."u8);
                    at.Dispose();
                    at = above;
                    names = left.Rest;
                    if (Posix.FolderOf(at) != left.Folder)
                    {
                        throw new IOException($"{told} cannot be removed: it was moved meanwhile");
                    }

                    _ = Posix.UnlinkAt(at, left.Entered, Posix.RemoveDirectory);
                }
            }
            finally
            {
                at.Dispose();
            }
        }

        /// <summary>Removes entries up to the first folder that is not empty; that one opened, or null when all are through.</summary>
        private (SafeFileHandle Below, byte[] Name)? Deeper(SafeFileHandle at, Stack<byte[]> names)
        {
            while (names.TryPop(out var name))
            {
                // Which of both it is costs no look of its own: one of the calls fits.
                if (
                    Posix.UnlinkAt(at, name, 0) == 0
                    || Posix.UnlinkAt(at, name, Posix.RemoveDirectory) == 0
                    || Open(at, name) is not { } below
                )
                {
                    continue;
                }

                if (!Posix.FolderOf(below).IsMountedWith(top))
                {
                    below.Dispose();
                    throw new IOException($"{told} cannot be removed: something is mounted in it");
                }

                return (below, name);
            }

            return null;
        }

        private static Stack<byte[]> Names(SafeFileHandle at)
        {
            var names = new Stack<byte[]>();
            DirectoryEntries.Names(at, name => names.Push([.. name, 0]));
            return names;
        }

        private SafeFileHandle Again(SafeFileHandle at, ReadOnlySpan<byte> name)
        {
            var descriptor = Posix.OpenAt(at, [.. name, 0], Posix.ReadOnly | Posix.Directory);
            return descriptor < 0
                ? throw KernelTrouble.Last($"{told} cannot be removed")
                : new SafeFileHandle(descriptor, ownsHandle: true);
        }

        private sealed record Level(MountedFolder Folder, byte[] Entered, Stack<byte[]> Rest);
    }
}
