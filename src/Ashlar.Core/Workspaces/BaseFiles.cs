using System.Security.Cryptography;
using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>A file of a commit.</summary>
/// <param name="Executable">Whether its mode is 100755.</param>
/// <param name="Blob">Git's id of its content, SHA-1 or SHA-256 in lower-case hex; empty when it is not known.</param>
/// <param name="Link">Whether it is a symbolic link (mode 120000); its content is the target.</param>
internal sealed record BaseFile(bool Executable, string Blob, bool Link = false);

/// <summary>The files of the task base: what a worktree holds before anybody changes it.</summary>
/// <param name="files">All of them by path relative to the root.</param>
/// <param name="read">The content of one as a checkout writes it, or null.</param>
internal sealed class BaseFiles(IReadOnlyDictionary<string, BaseFile> files, Func<string, byte[]?> read)
{
    /// <summary>A base without files.</summary>
    public static BaseFiles None { get; } = new(new Dictionary<string, BaseFile>(StringComparer.Ordinal), _ => null);

    /// <summary>Every path.</summary>
    public IEnumerable<string> Paths => files.Keys;

    /// <summary>Whether the file exists in the base.</summary>
    public bool Contains(string path) => files.ContainsKey(path);

    /// <summary>The file, or null.</summary>
    public BaseFile? Find(string path) => files.GetValueOrDefault(path);

    /// <summary>The content in the base as a checkout writes it, or null.</summary>
    public byte[]? Read(string path) => Contains(path) ? read(path) : null;

    /// <summary>Whether this is the file's content in the base. Git's own hash decides mostly without reading.</summary>
    public bool Same(string path, ReadOnlySpan<byte> content) =>
        files.TryGetValue(path, out var file)
        && (
            (file.Blob.Length > 0 && BlobOf(content, file.Blob.Length) == file.Blob)
            || (read(path) is { } old && content.SequenceEqual(old))
        );

    /// <summary>Git's id of a content; <paramref name="length"/> is 40 for SHA-1 and 64 for SHA-256.</summary>
    public static string BlobOf(ReadOnlySpan<byte> content, int length = 40)
    {
        // SHA-1 is what git names objects by; nothing is protected by it here.
        using var sum = IncrementalHash.CreateHash(length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        sum.AppendData(Encoding.ASCII.GetBytes($"blob {content.Length}\0"));
        sum.AppendData(content);
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }
}
