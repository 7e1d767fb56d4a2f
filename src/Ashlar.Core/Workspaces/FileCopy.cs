using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>Copies one file after the other, by sharing blocks as long as that works.</summary>
internal sealed unsafe class FileCopy
{
    private bool shares = true;

    /// <summary>Copies an ordinary file.</summary>
    /// <returns>0, or the error number of the call that failed, which what is closed behind it would overwrite.</returns>
    public int Copy(SafeFileHandle from, SafeFileHandle to, byte[] name, FileStamp stamp)
    {
        var source = Posix.OpenAt(from, name, Posix.ReadOnly | Posix.NonBlock);
        if (source < 0)
        {
            // Unreadable even for its owner: made so on purpose, and nothing that a gate could read.
            return Marshal.GetLastPInvokeError() is var closed and not Posix.Access ? closed : 0;
        }

        var target = -1;
        try
        {
            target = Posix.OpenAt(to, name, Posix.WriteOnly | Posix.Create | Posix.Exclusive, stamp.Permissions & 0x1FF);
            if (target < 0 || !Content(source, target, stamp.Size))
            {
                return Marshal.GetLastPInvokeError();
            }

            _ = Posix.ChangeMode(target, stamp.Permissions & 0x1FF);
            Posix.SetModified(target, stamp.Modified);
            return 0;
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
