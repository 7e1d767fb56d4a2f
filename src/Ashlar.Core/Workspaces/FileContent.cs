using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>A file that was read whole.</summary>
internal sealed record FileContent(byte[] Bytes, FileStamp Stamp)
{
    /// <summary>Reads what is open to its end.</summary>
    public static byte[] All(SafeFileHandle handle, long size)
    {
        var bytes = new byte[size];
        var filled = 0;
        while (filled < bytes.Length)
        {
            var read = RandomAccess.Read(handle, bytes.AsSpan(filled), filled);
            if (read == 0)
            {
                return bytes[..filled];
            }

            filled += read;
        }

        return bytes;
    }
}
