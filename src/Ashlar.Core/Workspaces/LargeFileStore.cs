using System.Security.Cryptography;

namespace Ashlar.Core.Workspaces;

/// <summary>Where git-lfs keeps the contents of files, by SHA-256, on this machine.</summary>
/// <param name="folder">The folder, <c>.git/lfs</c> unless <c>lfs.storage</c> says otherwise; made when needed.</param>
public sealed class LargeFileStore(string folder)
{
    /// <summary>The path of a content that is kept whole, or null.</summary>
    public string? PathOf(LfsPointer pointer) =>
        new FileInfo(pointer.PathIn(folder)) is { Exists: true } file && file.Length == pointer.Size ? file.FullName : null;

    /// <summary>A content in memory; null where it is not kept, or too large for that.</summary>
    public byte[]? Read(LfsPointer pointer) =>
        pointer.Size < Array.MaxLength && PathOf(pointer) is { } path ? OrdinaryFile.ReadAllBytes(path) : null;

    /// <summary>Forgets a content.</summary>
    public void Remove(LfsPointer pointer) => File.Delete(pointer.PathIn(folder));

    /// <summary>An empty file of the store's own that is gone when it is closed.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal FileStream Passing()
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        return new FileStream(
            Path.Combine(place, $"ashlar-{Guid.NewGuid():N}"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                Options = FileOptions.DeleteOnClose,
            }
        );
    }

    /// <summary>Keeps a content; what stands for it in commits.</summary>
    /// <param name="content">All of it, from its beginning.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public LfsPointer Keep(Stream content)
    {
        content.Position = 0;
        var pointer = new LfsPointer(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
        if (PathOf(pointer) is null)
        {
            var target = pointer.PathIn(folder);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var made = $"{target}.{Guid.NewGuid():N}";
            content.Position = 0;
            using (var file = new FileStream(made, FileMode.CreateNew, FileAccess.Write))
            {
                content.CopyTo(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(made, target, overwrite: true);
        }

        return pointer;
    }
}
