using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>A pipe whose ends no other process inherits unless they are handed to it.</summary>
internal sealed class PipePair : IDisposable
{
    public unsafe PipePair()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.OpenCloseOnExec) != 0)
        {
            throw new CommandStartException("A pipe could not be made", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        Reader = new SafeFileHandle(ends[0], ownsHandle: true);
        Writer = new SafeFileHandle(ends[1], ownsHandle: true);
    }

    public SafeFileHandle Reader { get; }

    public SafeFileHandle Writer { get; }

    /// <summary>Writes a few bytes; false when nobody reads the other end.</summary>
    public unsafe bool Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return Libc.Write((int)Writer.DangerousGetHandle(), start, bytes.Length) == bytes.Length;
        }
    }

    /// <summary>Waits for bytes: how many were read, 0 at the end of the stream, -1 when the time is up.</summary>
    public unsafe int Receive(Span<byte> buffer, TimeSpan patience)
    {
        var descriptor = (int)Reader.DangerousGetHandle();
        var entry = new Libc.PollEntry { Descriptor = descriptor, Wanted = Libc.PollIn };
        if (Libc.Poll(&entry, 1, (int)patience.TotalMilliseconds) == 0)
        {
            return -1;
        }

        fixed (byte* start = buffer)
        {
            return (int)Math.Max(0, Libc.Read(descriptor, start, buffer.Length));
        }
    }

    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }
}
