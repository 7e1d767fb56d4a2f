using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Contents of changed files by their SHA-256, so that a worktree can be put back. Written whole and renamed into place, not
/// flushed: it has to outlive the process, not the machine, and what is read is checked against its hash.
/// </summary>
/// <param name="path">The folder, outside the worktree; made when first written to.</param>
internal sealed class ContentFolder(string path)
{
    /// <summary>How many bytes may lie there before what is not needed goes.</summary>
    public const long Most = 32 * 1024 * 1024;

    /// <summary>Keeps the bytes; their hash.</summary>
    public string Put(ReadOnlySpan<byte> content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (!Has(hash))
        {
            var temporary = Temporary();
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, PathOf(hash), overwrite: true);
        }

        return hash;
    }

    /// <summary>Keeps what is open, piece by piece; its hash.</summary>
    public string Put(SafeFileHandle file)
    {
        var temporary = Temporary();
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var copy = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            var buffer = new byte[1 << 20];
            long at = 0;
            int read;
            while ((read = RandomAccess.Read(file, buffer, at)) > 0)
            {
                sum.AppendData(buffer, 0, read);
                RandomAccess.Write(copy, buffer.AsSpan(0, read), at);
                at += read;
            }
        }

        var hash = Convert.ToHexStringLower(sum.GetHashAndReset());
        File.Move(temporary, PathOf(hash), overwrite: true);
        return hash;
    }

    /// <summary>Whether content of this hash is kept.</summary>
    public bool Has(string hash) => File.Exists(PathOf(hash));

    /// <summary>The content, or null when it is not kept or no longer whole.</summary>
    public byte[]? Get(string hash)
    {
        if (!Has(hash))
        {
            return null;
        }

        var content = OrdinaryFile.ReadAllBytes(PathOf(hash));
        return Convert.ToHexStringLower(SHA256.HashData(content)) == hash ? content : null;
    }

    /// <summary>
    /// Removes what nothing goes back to now, once all contents together are larger than <see cref="Most"/>: each edit of a large file
    /// keeps the whole of it.
    /// </summary>
    /// <param name="needed">The hashes that are still gone back to.</param>
    public void Release(IReadOnlySet<string> needed)
    {
        var kept = Directory.Exists(path) ? new DirectoryInfo(path).GetFiles() : [];
        if (kept.Sum(file => file.Length) <= Most)
        {
            return;
        }

        foreach (var file in kept.Where(file => !needed.Contains(file.Name)))
        {
            file.Delete();
        }
    }

    /// <summary>Removes the contents of which a function says that they must not stay; what is removed cannot be put back.</summary>
    public void Forget(Func<ReadOnlyMemory<byte>, bool> which)
    {
        foreach (var file in Directory.Exists(path) ? Directory.EnumerateFiles(path).ToList() : [])
        {
            if (which(OrdinaryFile.ReadAllBytes(file)))
            {
                File.Delete(file);
            }
        }
    }

    private string PathOf(string hash) => Path.Combine(path, hash);

    private string Temporary()
    {
        Directory.CreateDirectory(path);
        return Path.Combine(path, $"{Guid.NewGuid():N}.tmp");
    }
}
