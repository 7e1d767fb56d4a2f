using System.Globalization;
using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// A pointer of Git LFS: what is committed in place of a large file (git-lfs(1), "The Pointer"). It is text of a fixed form that names the
/// content by its SHA-256.
/// </summary>
/// <param name="Hash">SHA-256 of the content, lower-case hex.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record LfsPointer(string Hash, long Size)
{
    /// <summary>The longest pointer, in bytes.</summary>
    public const int Longest = 1024;

    private const string Version = "version https://git-lfs.github.com/spec/v1\n";

    /// <summary>Reads a content; null where it is not a pointer.</summary>
    public static LfsPointer? Of(ReadOnlySpan<byte> content)
    {
        if (content.Length > Longest || !content.StartsWith("version https://git-lfs"u8))
        {
            return null;
        }

        string? hash = null;
        long? size = null;
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            if (line.StartsWith("oid sha256:", StringComparison.Ordinal))
            {
                hash = line["oid sha256:".Length..].Trim();
            }
            else if (
                line.StartsWith("size ", StringComparison.Ordinal)
                && long.TryParse(line["size ".Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            )
            {
                size = number;
            }
        }

        return hash is { Length: 64 } && hash.All(char.IsAsciiHexDigitLower) && size is { } known ? new LfsPointer(hash, known) : null;
    }

    /// <summary>The pointer as it is committed.</summary>
    public byte[] Bytes() =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}oid sha256:{Hash}\nsize {Size}\n"));

    /// <summary>Where git-lfs keeps the content, below its own folder.</summary>
    public string PathIn(string store) => Path.Combine(store, "objects", Hash[..2], Hash[2..4], Hash);
}
