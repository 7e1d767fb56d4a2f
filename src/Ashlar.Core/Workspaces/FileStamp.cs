namespace Ashlar.Core.Workspaces;

/// <summary>What the file system says of a file without reading it; two equal stamps mean unchanged content.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Last change of the content, nanoseconds since 1970.</param>
/// <param name="Changed">Last change of content or metadata, nanoseconds since 1970; no program can set it.</param>
/// <param name="Inode">Number of the file.</param>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="Links">Names of the file.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct FileStamp(long Size, long Modified, long Changed, ulong Inode, uint Mode, uint Links)
{
    private uint Type => Mode & 0xF000;

    /// <summary>An ordinary file.</summary>
    public bool IsFile => Type == 0x8000;

    /// <summary>A directory.</summary>
    public bool IsDirectory => Type == 0x4000;

    /// <summary>A symbolic link.</summary>
    public bool IsLink => Type == 0xA000;

    /// <summary>A named pipe or a device: to read it may never end.</summary>
    public bool IsEndless => Type is 0x1000 or 0x2000 or 0x6000;

    /// <summary>Set-user-id or set-group-id.</summary>
    public bool HasSetId => (Mode & 0xC00) != 0;

    /// <summary>The permission bits.</summary>
    public uint Permissions => Mode & 0xFFF;

    /// <summary>What a directory entry of this type is, in words.</summary>
    public string Kind =>
        Type switch
        {
            0x8000 => "file",
            0x4000 => "folder",
            0xA000 => "symbolic link",
            0x1000 => "named pipe",
            0xC000 => "socket",
            _ => "device",
        };
}
