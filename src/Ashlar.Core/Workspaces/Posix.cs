using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>The system calls behind <see cref="SafeFiles"/> and <see cref="WorktreeScan"/>: Linux, x86-64 and arm64.</summary>
internal static unsafe partial class Posix
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;
    internal const int NonBlock = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const int PathOnly = 0x200000;
    internal const int RemoveDirectory = 0x200;
    internal const ulong ResolveNoMagicLinks = 0x02;
    internal const ulong ResolveNoSymlinks = 0x04;
    internal const ulong ResolveBeneath = 0x08;

    internal const int Perm = 1;
    internal const int NoEntry = 2;
    internal const int Io = 5;
    internal const int NoDevice = 6;
    internal const int Access = 13;
    internal const int Exists = 17;
    internal const int CrossDevice = 18;
    internal const int NotDirectory = 20;
    internal const int IsDirectory = 21;
    internal const int Invalid = 22;
    internal const int NoSpace = 28;
    internal const int ReadOnlyFileSystem = 30;
    internal const int NameTooLong = 36;
    internal const int NotEmpty = 39;
    internal const int Loop = 40;
    internal const int Quota = 122;

    private const int SymlinkNoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const uint MountNumber = 0x1000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    // These two flags have other values on arm64.
    internal static int Directory => IsArm ? 0x4000 : 0x10000;

    internal static int NoFollow => IsArm ? 0x8000 : 0x20000;

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public long ChangeSeconds;

        [FieldOffset(104)]
        public uint ChangeNanoseconds;

        [FieldOffset(112)]
        public long ModifySeconds;

        [FieldOffset(120)]
        public uint ModifyNanoseconds;

        [FieldOffset(136)]
        public ulong Device;

        [FieldOffset(144)]
        public ulong Mount;
    }

    /// <summary>Opens beneath a directory with openat2; -1 and an error number on trouble.</summary>
    internal static int OpenBeneath(SafeFileHandle directory, string path, int flags, uint mode, ulong resolve)
    {
        var how = new OpenHow
        {
            Flags = (uint)(flags | CloseOnExec),
            Mode = mode,
            Resolve = resolve,
        };
        return (int)OpenAt2(437, directory, path, &how, (nuint)sizeof(OpenHow));
    }

    /// <summary>Opens one name in a directory, never following a link.</summary>
    internal static int OpenAt(SafeFileHandle directory, string name, int flags, uint mode) =>
        OpenAtRaw(directory, name, flags | NoFollow | CloseOnExec, mode);

    /// <summary>Opens one name in a directory, given with NUL at its end, never following a link.</summary>
    internal static int OpenAt(SafeFileHandle directory, byte[] name, int flags, uint mode = 0) =>
        OpenAtRaw(directory, name, flags | NoFollow | CloseOnExec, mode);

    /// <summary>Which folder is open, and where it is mounted; all zero on trouble.</summary>
    internal static MountedFolder FolderOf(SafeFileHandle folder)
    {
        Statx found;
        byte empty = 0;
        return StatxRaw(folder, &empty, EmptyPath | SymlinkNoFollow, BasicStats | MountNumber, &found) == 0
            ? new MountedFolder(found.Device, (found.Mask & MountNumber) != 0 ? found.Mount : 0, found.Inode)
            : default;
    }

    /// <summary>Sets the mode of a folder that may not be read, links not followed; whether it could be set.</summary>
    internal static bool ChangeModeAt(SafeFileHandle directory, byte[] name, uint mode)
    {
        var descriptor = OpenAt(directory, name, PathOnly | Directory);
        if (descriptor < 0)
        {
            return false;
        }

        using var folder = new SafeFileHandle(descriptor, ownsHandle: true);
        return ChangeModeAt(-100, $"/proc/self/fd/{descriptor}", mode, 0) == 0;
    }

    /// <summary>The stamp of what is open; null on trouble.</summary>
    internal static FileStamp? StampOf(SafeFileHandle file)
    {
        Statx found;
        byte empty = 0;
        return StatxRaw(file, &empty, EmptyPath | SymlinkNoFollow, BasicStats, &found) == 0 ? Stamp(found) : null;
    }

    /// <summary>The stamp of a name in a directory, links not followed; null on trouble.</summary>
    internal static FileStamp? StampAt(SafeFileHandle directory, byte* name)
    {
        Statx found;
        return StatxRaw(directory, name, SymlinkNoFollow, BasicStats, &found) == 0 ? Stamp(found) : null;
    }

    /// <summary>The stamp of a name in a directory, links not followed; null on trouble.</summary>
    internal static FileStamp? StampAt(SafeFileHandle directory, string name)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(name + '\0');
        fixed (byte* start = bytes)
        {
            return StampAt(directory, start);
        }
    }

    /// <summary>Fills the buffer with directory entries; their bytes, 0 at the end, negative on trouble.</summary>
    internal static long Entries(SafeFileHandle directory, byte* buffer, int size) =>
        GetDirectoryEntries(IsArm ? 61 : 217, directory, buffer, (nuint)size);

    /// <summary>The target of a symbolic link as it is written; null on trouble.</summary>
    internal static byte[]? ReadLink(SafeFileHandle directory, string name)
    {
        var buffer = stackalloc byte[4096];
        var length = ReadLinkAt(directory, name, buffer, 4096);
        return length < 0 ? null : new ReadOnlySpan<byte>(buffer, (int)length).ToArray();
    }

    /// <summary>Gives a file a second name; false where something has that name, or on other trouble.</summary>
    internal static bool HardLink(string file, string name) => LinkRaw(file, name) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int LinkRaw(string file, string name);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RenameAt(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int UnlinkAt(SafeFileHandle directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int UnlinkAt(SafeFileHandle directory, byte[] name, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeDirectoryAt(SafeFileHandle directory, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    internal static partial int SymlinkAt(byte[] target, SafeFileHandle directory, byte[] name);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(SafeFileHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeModeAt(int directory, string path, uint mode, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAtRaw(SafeFileHandle directory, byte[] name, int flags, uint mode);

    /// <summary>The target of a symbolic link, whose name is given with NUL at its end; null on trouble.</summary>
    internal static byte[]? ReadLink(SafeFileHandle directory, byte[] name)
    {
        var buffer = stackalloc byte[4096];
        var length = ReadLinkAt(directory, name, buffer, 4096);
        return length < 0 ? null : new ReadOnlySpan<byte>(buffer, (int)length).ToArray();
    }

    /// <summary>The stamp of a name in a directory, given with NUL at its end, links not followed; null on trouble.</summary>
    internal static FileStamp? StampAt(SafeFileHandle directory, byte[] name)
    {
        fixed (byte* start = name)
        {
            return StampAt(directory, start);
        }
    }

    /// <summary>Sets the time of the last change of what is open; trouble is passed over.</summary>
    internal static void SetModified(SafeFileHandle file, long nanoseconds) => SetModified((int)file.DangerousGetHandle(), nanoseconds);

    /// <summary>Sets the time of the last change of what is open; trouble is passed over.</summary>
    internal static void SetModified(int file, long nanoseconds)
    {
        const long Omitted = 0x3FFFFFFE;
        var seconds = Math.DivRem(nanoseconds, 1_000_000_000, out var rest);
        var times = stackalloc long[4] { 0, Omitted, rest < 0 ? seconds - 1 : seconds, rest < 0 ? rest + 1_000_000_000 : rest };
        _ = SetTimes(file, times);
    }

    /// <summary>Makes a folder in another one and opens it; null on trouble.</summary>
    internal static SafeFileHandle? MakeFolder(SafeFileHandle directory, string name)
    {
        var descriptor = MakeDirectoryAt(directory, name, 0x1ED) == 0 ? OpenAt(directory, name, ReadOnly | Directory, 0) : -1;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Lets a file share all blocks of another one; false where the file system cannot.</summary>
    internal static bool ShareBlocks(int target, int source) => Control(target, 0x40049409, source) == 0;

    /// <summary>Has the kernel copy from where one file stands to where the other stands; the bytes copied, negative where it cannot.</summary>
    internal static long CopyRange(int source, int target, long count) =>
        CopyRange(IsArm ? 285 : 326, source, null, target, null, (nuint)Math.Min(count, 1L << 30), 0);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(int file, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    internal static partial int MakeDirectoryAt(SafeFileHandle directory, byte[] name, uint mode);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int SetTimes(int file, long* times);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long CopyRange(long number, long source, long* at, long target, long* to, nuint count, long flags);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    private static partial nint ReadLinkAt(SafeFileHandle directory, byte[] name, byte* buffer, nuint size);

    private static FileStamp Stamp(in Statx found) =>
        new(
            (long)found.Size,
            (found.ModifySeconds * 1_000_000_000) + found.ModifyNanoseconds,
            (found.ChangeSeconds * 1_000_000_000) + found.ChangeNanoseconds,
            found.Inode,
            found.Mode,
            found.Links
        );

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long OpenAt2(long number, SafeFileHandle directory, string path, OpenHow* how, nuint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long GetDirectoryEntries(long number, SafeFileHandle directory, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAtRaw(SafeFileHandle directory, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int StatxRaw(SafeFileHandle directory, byte* path, int flags, uint mask, Statx* result);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLinkAt(SafeFileHandle directory, string name, byte* buffer, nuint size);
}

/// <summary>A folder and where it is mounted.</summary>
/// <param name="Device">The device.</param>
/// <param name="Mount">The mount; 0 where the kernel does not tell.</param>
/// <param name="Inode">The folder's number on the device.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MountedFolder(ulong Device, ulong Mount, ulong Inode)
{
    /// <summary>Whether both belong to one mount.</summary>
    public bool IsMountedWith(MountedFolder other) => Device == other.Device && Mount == other.Mount;
}
