using System.Buffers.Binary;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>What the kernel says of a path itself; a link is not followed.</summary>
/// <param name="Owner">User id of the owner.</param>
/// <param name="Group">Group id.</param>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Device">The device of the file system.</param>
/// <param name="Inode">The number in the file system; together with the device it is the same for every path that leads here.</param>
internal sealed record FileStatus(uint Owner, uint Group, uint Mode, ulong Device, ulong Inode)
{
    private const uint TypeMask = 0xf000;

    /// <summary>A folder.</summary>
    public bool IsFolder => (Mode & TypeMask) == 0x4000;

    /// <summary>A symbolic link.</summary>
    public bool IsLink => (Mode & TypeMask) == 0xa000;

    /// <summary>An ordinary file.</summary>
    public bool IsFile => (Mode & TypeMask) == 0x8000;

    /// <summary>A socket.</summary>
    public bool IsSocket => (Mode & TypeMask) == 0xc000;

    /// <summary>Somebody may execute it.</summary>
    public bool IsExecutable => (Mode & 0x49) != 0;

    /// <summary>In a folder: only the owner of an entry may rename or remove it.</summary>
    public bool IsSticky => (Mode & 0x200) != 0;

    /// <summary>Those beside owner and group may write.</summary>
    public bool OthersMayWrite => (Mode & 0x2) != 0;

    /// <summary>The group may write.</summary>
    public bool GroupMayWrite => (Mode & 0x10) != 0;

    /// <summary>The status of an absolute path, or null where nothing is there or it cannot be looked at.</summary>
    public static unsafe FileStatus? Of(string path)
    {
        const int WithoutFollowing = 0x100;
        const uint Basic = 0x7ff;
        var buffer = stackalloc byte[256];
        if (Libc.Status(-1, path, WithoutFollowing, Basic, buffer) != 0)
        {
            return null;
        }

        var bytes = new ReadOnlySpan<byte>(buffer, 256);
        return new FileStatus(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[136..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..])
        );
    }
}
