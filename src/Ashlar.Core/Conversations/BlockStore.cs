using System.Text.Json;
using System.Text.Json.Serialization;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Conversations;

/// <summary>Puts message blocks into the form in which a journal keeps them, and back.</summary>
/// <param name="artifacts">Where images and long messages go.</param>
internal sealed class BlockStore(ArtifactFolder artifacts)
{
    private const int LargestInline = 8 * 1024;

    /// <summary>The blocks with images replaced by references.</summary>
    public IReadOnlyList<ContentBlock> Store(IReadOnlyList<ContentBlock> blocks) =>
        blocks.Any(block => block is ImageBlock)
            ? blocks
                .Select(block =>
                    block is ImageBlock image
                        ? new StoredImage(image.MediaType, artifacts.Put(MaskedBytes.Received(Convert.FromBase64String(image.Base64))))
                        : block
                )
                .ToList()
            : blocks;

    /// <summary>The blocks with references replaced by the images.</summary>
    public IReadOnlyList<ContentBlock> Load(IReadOnlyList<ContentBlock> blocks) =>
        blocks.Any(block => block is StoredImage)
            ? blocks
                .Select(block =>
                    block is StoredImage image ? new ImageBlock(image.MediaType, Convert.ToBase64String(artifacts.Get(image.Hash))) : block
                )
                .ToList()
            : blocks;

    /// <summary>A message of Ashlar's own, in place when it is short.</summary>
    public StoredBlocks StoreMessage(IReadOnlyList<ContentBlock> blocks)
    {
        var stored = Store(blocks);
        if (stored.OfType<TextBlock>().Sum(block => block.Text.Length) <= LargestInline)
        {
            return new StoredBlocks(stored, null);
        }

        return new StoredBlocks(
            null,
            artifacts.Put(MaskedBytes.Received(JsonSerializer.SerializeToUtf8Bytes(stored, BlockJson.Default.IReadOnlyListContentBlock)))
        );
    }

    /// <summary>The blocks of a stored message.</summary>
    public IReadOnlyList<ContentBlock> LoadMessage(StoredBlocks message) =>
        Load(message.Blocks ?? JsonSerializer.Deserialize(artifacts.Get(message.Artifact!), BlockJson.Default.IReadOnlyListContentBlock)!);
}

/// <summary>The form of message blocks outside a journal line.</summary>
[JsonSerializable(typeof(IReadOnlyList<ContentBlock>))]
internal sealed partial class BlockJson : JsonSerializerContext;
