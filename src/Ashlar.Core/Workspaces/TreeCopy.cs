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
    public static void Into(SafeFileHandle from, SafeFileHandle to, string told) => new Walk(told).Fill(from, to);

    /// <summary>
    /// One walk. It holds few folders open, however deep the tree is: from a folder it goes back up by <c>..</c>, which is checked to be the
    /// folder that it came from.
    /// </summary>
    private sealed class Walk(string told)
    {
        private const int MostOpen = 8;

        private readonly FileCopy files = new();
        private readonly List<Level> levels = [];

        public void Fill(SafeFileHandle from, SafeFileHandle to)
        {
            levels.Add(Read(new Level(from, to, default)));
            try
            {
                while (levels is [.., var at])
                {
                    if (at.Folders.TryPop(out var next))
                    {
                        Enter(at, next.Name, next.Stamp);
                    }
                    else
                    {
                        Leave(at);
                    }
                }
            }
            finally
            {
                foreach (var level in levels.Skip(1))
                {
                    level.Close();
                }
            }
        }

        private void Enter(Level at, byte[] name, FileStamp stamp)
        {
            var descriptor = Posix.OpenAt(at.From, name, Posix.ReadOnly | Posix.Directory);
            if (descriptor < 0)
            {
                // A folder that its owner may not read: what is in it nobody used.
                Check(Marshal.GetLastPInvokeError() is Posix.Access or Posix.NoEntry);
                return;
            }

            var source = new SafeFileHandle(descriptor, ownsHandle: true);
            SafeFileHandle? target = null;
            try
            {
                Check(Posix.MakeDirectoryAt(at.To, name, 0x1C0) == 0);
                target = Opened(at.To, name);
                levels.Add(new Level(source, target, stamp));
            }
            catch
            {
                source.Dispose();
                target?.Dispose();
                throw;
            }

            _ = Read(levels[^1]);
            if (levels.Count - 1 - MostOpen is > 0 and var far)
            {
                levels[far].Close();
            }
        }

        private void Leave(Level at)
        {
            levels.RemoveAt(levels.Count - 1);
            if (levels.Count == 0)
            {
                return;
            }

            try
            {
                if (levels[^1] is { IsOpen: false } above)
                {
                    above.From = Opened(at.From, [.. ".."u8, 0]);
                    above.To = Opened(at.To, [.. ".."u8, 0]);
                    if (Posix.FolderOf(above.From) != above.Source || Posix.FolderOf(above.To) != above.Target)
                    {
                        throw new IOException($"{told} cannot be written: a folder was moved meanwhile");
                    }
                }

                _ = Posix.ChangeMode(at.To, at.Stamp.Permissions & 0x1FF);
                Posix.SetModified(at.To, at.Stamp.Modified);
            }
            finally
            {
                at.Close();
            }
        }

        /// <summary>Copies the files and links of a folder, and takes note of its folders.</summary>
        private Level Read(Level at)
        {
            DirectoryEntries.Visit(
                at.From,
                (name, stamp) =>
                {
                    byte[] ended = [.. name, 0];
                    if (stamp.IsDirectory)
                    {
                        at.Folders.Push((ended, stamp));
                    }
                    else if (stamp.IsFile)
                    {
                        var error = files.Copy(at.From, at.To, ended, stamp);
                        if (error != 0 && !IsGone(at.From, ended))
                        {
                            throw Trouble(error);
                        }
                    }
                    else if (stamp.IsLink && Posix.ReadLink(at.From, ended) is { } target)
                    {
                        Check(Posix.SymlinkAt([.. target, 0], at.To, ended) == 0);
                    }
                }
            );
            return at;
        }

        private SafeFileHandle Opened(SafeFileHandle above, byte[] name)
        {
            var descriptor = Posix.OpenAt(above, name, Posix.ReadOnly | Posix.Directory);
            Check(descriptor >= 0);
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        private static bool IsGone(SafeFileHandle from, byte[] name) => Posix.StampAt(from, name) is null;

        private void Check(bool isDone)
        {
            if (!isDone)
            {
                throw Trouble(Marshal.GetLastPInvokeError());
            }
        }

        private IOException Trouble(int error) => KernelTrouble.Of($"{told} cannot be written", error);
    }

    /// <summary>A folder on the way down, and its copy.</summary>
    private sealed class Level(SafeFileHandle from, SafeFileHandle to, FileStamp stamp)
    {
        public SafeFileHandle From { get; set; } = from;

        public SafeFileHandle To { get; set; } = to;

        public FileStamp Stamp { get; } = stamp;

        public MountedFolder Source { get; } = Posix.FolderOf(from);

        public MountedFolder Target { get; } = Posix.FolderOf(to);

        public Stack<(byte[] Name, FileStamp Stamp)> Folders { get; } = new();

        public bool IsOpen => !From.IsClosed;

        public void Close()
        {
            From.Dispose();
            To.Dispose();
        }
    }
}
