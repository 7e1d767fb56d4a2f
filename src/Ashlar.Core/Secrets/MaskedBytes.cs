using System.Text;

namespace Ashlar.Core.Secrets;

/// <summary>Bytes that hold no known secret: the content of an artifact or of an entry in an archive. Only the mask makes them.</summary>
public readonly struct MaskedBytes
{
    private MaskedBytes(ReadOnlyMemory<byte> content) => Content = content;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Receives bytes: every secret that the mask knows reads <c>[secret NAME]</c> from here on.</summary>
    public static MaskedBytes Of(SecretMask mask, ReadOnlySpan<byte> content) => new(mask.Mask(content));

    /// <summary>A masked text as UTF-8.</summary>
    public static MaskedBytes Of(MaskedText text) => new(Encoding.UTF8.GetBytes(text.Text));

    /// <summary>The JSON of a masked record.</summary>
    public static MaskedBytes Of<T>(Masked<T> record) => new(record.Json);

    /// <summary>Bytes whose texts were masked one by one when they were received: blocks of a conversation, images that were looked through.</summary>
    internal static MaskedBytes Received(ReadOnlyMemory<byte> content) => new(content);
}
