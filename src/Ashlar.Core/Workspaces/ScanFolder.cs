using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>A folder as the last scan found it. Names are kept as bytes, so that a rescan makes no strings.</summary>
internal sealed class ScanFolder
{
    /// <summary>What is in it, by name.</summary>
    public Dictionary<byte[], ScanEntry> Entries { get; } = new(NameComparer.Instance);

    /// <summary>Lookup without a copy of the name.</summary>
    public Dictionary<byte[], ScanEntry>.AlternateLookup<ReadOnlySpan<byte>> ByName => Entries.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The entry at a path below, or null.</summary>
    public ScanEntry? Find(string path)
    {
        var folder = this;
        ScanEntry? entry = null;
        foreach (var name in path.Split('/'))
        {
            if (folder is null || !folder.ByName.TryGetValue(Encoding.UTF8.GetBytes(name), out entry))
            {
                return null;
            }

            folder = entry.Folder;
        }

        return entry;
    }

    private sealed class NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static NameComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

/// <summary>One name in a folder.</summary>
/// <param name="path">Relative to the root.</param>
internal sealed class ScanEntry(string path)
{
    /// <summary>Relative to the root with <c>/</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The name.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>As last seen.</summary>
    public FileStamp Stamp { get; set; }

    /// <summary>Permission bits of a file that was as in the base when it was first seen.</summary>
    public uint BasePermissions { get; set; }

    /// <summary>Number of the first scan that saw it.</summary>
    public int FirstSeenIn { get; init; }

    /// <summary>Number of the last scan that saw it.</summary>
    public int SeenIn { get; set; }

    /// <summary>Whether changes to it count: not ignored by git, or ruled explicitly.</summary>
    public bool Judged { get; set; }

    /// <summary>Changed so shortly before it was read that a further change might not show in the stamp.</summary>
    public bool Racy { get; set; }

    /// <summary>What is in it, for a folder.</summary>
    public ScanFolder? Folder { get; set; }

    /// <summary>A repository of its own that was there from the start, or a <c>.git</c>: never entered.</summary>
    public bool Closed { get; set; }
}
