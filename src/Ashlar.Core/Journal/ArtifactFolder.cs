using System.Security.Cryptography;
using System.Text;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Journal;

/// <summary>Large content by its hash: <c>runs/RUN/artifacts/HASH</c>. Writing the same content twice is harmless.</summary>
/// <param name="path">The folder; made when first written to.</param>
public sealed class ArtifactFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>Keeps the bytes and returns their SHA-256, lower-case hex.</summary>
    public string Put(MaskedBytes masked)
    {
        var content = masked.Content.Span;
        var hash = HashOf(content);
        var target = PathOf(hash);
        if (!File.Exists(target))
        {
            Directory.CreateDirectory(Path);
            WholeFile.Write(target, content);
        }

        return hash;
    }

    /// <summary>Keeps a text as UTF-8.</summary>
    public string Put(MaskedText text) => Put(MaskedBytes.Of(text));

    /// <summary>The bytes kept under a hash.</summary>
    /// <exception cref="FileNotFoundException">Nothing is kept under it.</exception>
    public byte[] Get(string hash) =>
        IsHash(hash) ? OrdinaryFile.ReadAllBytes(PathOf(hash)) : throw new FileNotFoundException("an artifact is named by its hash", hash);

    /// <summary>The text kept under a hash.</summary>
    public string GetText(string hash) => Encoding.UTF8.GetString(Get(hash));

    /// <summary>The file of a hash, whether it exists or not.</summary>
    public string PathOf(string hash) => System.IO.Path.Combine(Path, hash);

    /// <summary>Whether a text is the name of an artifact: a record says what it likes.</summary>
    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
