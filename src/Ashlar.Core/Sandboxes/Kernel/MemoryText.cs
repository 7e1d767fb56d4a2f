using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>Text or bytes in a file that exists in memory only, to hand to a process by descriptor.</summary>
internal static class MemoryText
{
    /// <summary>A descriptor from which the text can be read, from its start.</summary>
    public static SafeFileHandle Open(string text) => Open(Encoding.UTF8.GetBytes(text));

    /// <summary>A descriptor from which the bytes can be read, from their start.</summary>
    public static SafeFileHandle Open(ReadOnlySpan<byte> bytes)
    {
        const uint CloseOnExec = 1;
        var descriptor = Libc.MemoryFile("command", CloseOnExec);
        if (descriptor < 0)
        {
            throw new CommandStartException("A file in memory could not be made", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(file, bytes, 0);
        _ = Libc.Seek(descriptor, 0, 0);
        return file;
    }
}
