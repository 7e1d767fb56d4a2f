using System.Runtime.InteropServices;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>The C library calls that starting, watching and ending processes needs. Numbers are those of Linux on 64-bit machines.</summary>
internal static unsafe partial class Libc
{
    public const int OpenReadOnly = 0;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;
    public const int OpenPathOnly = 0x200000;
    public const int DuplicateCloseOnExec = 1030;
    public const int SetDescriptorFlags = 2;
    public const int SetStatusFlags = 4;
    public const int GetStatusFlags = 3;
    public const int Kill = 9;
    public const short PollIn = 1;
    public const int ErrorNoProcess = 3;
    public const int ErrorInterrupted = 4;
    public const int ErrorNoChild = 10;
    public const int ErrorAgain = 11;
    private const long CallPidfdSend = 424;
    private const long CallPidfdOpen = 434;
    private const long CallCloseRange = 436;
    private const long CallOpenAt2 = 437;
    private const long CallPidfdGet = 438;

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, long argument);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int Wait(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "prlimit64", SetLastError = true)]
    public static partial int SetLimit(int pid, int resource, ulong* newLimit, ulong* oldLimit);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(int descriptor, long offset, int origin);

    [LibraryImport("libc", EntryPoint = "sysinfo", SetLastError = true)]
    public static partial int SystemInfo(byte* info);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(int* pid, string path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int ActionsInit(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int ActionsDestroy(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int ActionsDuplicate(void* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int AttributesInit(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int AttributesDestroy(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int AttributesFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int AttributesDefaultSignals(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int AttributesSignalMask(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    public static partial int FillSignals(void* signals);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Call(long number, long a, long b, long c, long d);

    /// <summary>A descriptor that stands for the process, or -1 (kernel before 5.3, or no such process).</summary>
    public static int OpenProcess(int pid) => (int)Call(CallPidfdOpen, pid, 0, 0, 0);

    /// <summary>Kills the process that the descriptor stands for; no other one can be hit.</summary>
    public static void KillProcess(int pidfd) => _ = Call(CallPidfdSend, pidfd, Kill, 0, 0);

    /// <summary>A copy of another process's descriptor, or -1 (kernel before 5.6, or not permitted).</summary>
    public static int TakeDescriptor(int pidfd, int descriptor) => (int)Call(CallPidfdGet, pidfd, descriptor, 0, 0);

    /// <summary>Marks every descriptor from 3 on as not inherited; false where the kernel (before 5.11) cannot.</summary>
    public static bool CloseAllOnExec() => Call(CallCloseRange, 3, uint.MaxValue, 4, 0) == 0;

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, uint who, int value);

    /// <summary>Puts the calling thread before others, where the user may do that.</summary>
    public static void Hasten() => _ = SetPriority(0, 0, -15);

    /// <summary>Opens a path below a directory without following any link, or -1.</summary>
    public static int OpenBeneath(int directory, string path, int flags)
    {
        const ulong Beneath = 0x08;
        const ulong NoLinks = 0x04;
        const ulong NoMagicLinks = 0x02;
        var how = stackalloc ulong[3] { (ulong)(flags | OpenCloseOnExec), 0, Beneath | NoLinks | NoMagicLinks };
        var bytes = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            return (int)Call(CallOpenAt2, directory, bytes, (long)how, 24);
        }
        finally
        {
            Marshal.FreeCoTaskMem(bytes);
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnlinkAt(int directory, string name, int flags);

    /// <summary>Removes an empty folder of an opened one; negative on trouble.</summary>
    public static int RemoveDirectoryAt(int directory, string name) => UnlinkAt(directory, name, 0x200);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Got;
    }
}
