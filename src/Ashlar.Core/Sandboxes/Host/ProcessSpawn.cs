using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// Starts a process by <c>posix_spawn</c>: a session of its own, default signals, exactly the descriptors named and the environment
/// given. <see cref="System.Diagnostics.Process"/> hands every descriptor on that lacks close-on-exec, and cannot start a session.
/// </summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments, the program's own name first.</param>
/// <param name="Environment">Its whole environment.</param>
/// <param name="Descriptors">The descriptor that it sees, by number, and ours behind it. Those not named are closed.</param>
internal sealed record ProcessSpawn(
    HostProgram Program,
    IReadOnlyList<string> Arguments,
    IEnumerable<KeyValuePair<string, string>> Environment,
    IReadOnlyDictionary<int, int> Descriptors
)
{
    private const short Flags = 0x04 | 0x08 | 0x80; // default signals, empty signal mask, new session
    private const int FirstSafeDescriptor = 64;

    /// <summary>Starts it and returns its process id. Close-on-exec is set on all of our own descriptors on the way.</summary>
    /// <exception cref="CommandStartException">The system refused; the message names the program and the reason.</exception>
    public unsafe int Start()
    {
        if (!Libc.CloseAllOnExec())
        {
            CloseEachOnExec();
        }

        using var arguments = new CStringArray(Arguments);
        using var environment = new CStringArray([.. Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        var moved = new List<int>(Descriptors.Count);
        var actions = stackalloc byte[1024];
        var attributes = stackalloc byte[1024];
        _ = Libc.ActionsInit(actions);
        _ = Libc.AttributesInit(attributes);
        try
        {
            Prepare(attributes);
            foreach (var (number, ours) in Descriptors)
            {
                var copy = Libc.Control(ours, Libc.DuplicateCloseOnExec, FirstSafeDescriptor);
                moved.Add(copy);
                _ = Libc.ActionsDuplicate(actions, copy, number);
            }

            int pid;
            var error = Libc.Spawn(&pid, Program.Path, actions, attributes, arguments.Pointer, environment.Pointer);
            return error == 0 ? pid : throw new CommandStartException($"{Program.Path} could not be started", new Win32Exception(error));
        }
        finally
        {
            moved.ForEach(copy => _ = Libc.Close(copy));
            _ = Libc.AttributesDestroy(attributes);
            _ = Libc.ActionsDestroy(actions);
        }
    }

    private static unsafe void Prepare(void* attributes)
    {
        var signals = stackalloc byte[256];
        new Span<byte>(signals, 256).Clear();
        _ = Libc.AttributesSignalMask(attributes, signals);
        _ = Libc.FillSignals(signals);
        _ = Libc.AttributesDefaultSignals(attributes, signals);
        _ = Libc.AttributesFlags(attributes, Flags);
    }

    private static void CloseEachOnExec()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var descriptor) && descriptor > 2)
            {
                _ = Libc.Control(descriptor, Libc.SetDescriptorFlags, 1);
            }
        }
    }

    /// <summary>A null-terminated array of C strings.</summary>
    private sealed unsafe class CStringArray : IDisposable
    {
        private readonly int count;

        public CStringArray(IReadOnlyList<string> texts)
        {
            count = texts.Count;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < count; i++)
            {
                Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
            }
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < count; i++)
            {
                Marshal.FreeCoTaskMem((nint)Pointer[i]);
            }

            NativeMemory.Free(Pointer);
        }
    }
}
