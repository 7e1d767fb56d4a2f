using System.Text.Json;
using System.Text.Json.Serialization;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Models;

/// <summary>Who speaks in a conversation. The system prompt is not a message; it belongs to the <see cref="Conversation"/>.</summary>
public enum Role
{
    /// <summary>Ashlar: the work order, tool results, findings, answers.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}

/// <summary>One turn's worth of content by one side.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">The blocks in order, at least one.</param>
public sealed record Message(Role Role, IReadOnlyList<ContentBlock> Content)
{
    /// <summary>A message of the user's side with one text block.</summary>
    public static Message User(MaskedText text) => new(Role.User, [new TextBlock(text)]);
}

/// <summary>A piece of a message, in Ashlar's own form; the wire form exists only inside a provider.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextBlock), "text")]
[JsonDerivedType(typeof(ImageBlock), "image")]
[JsonDerivedType(typeof(ThinkingBlock), "thinking")]
[JsonDerivedType(typeof(ToolCall), "call")]
[JsonDerivedType(typeof(ToolResult), "result")]
[JsonDerivedType(typeof(StoredImage), "stored-image")]
public abstract record ContentBlock;

/// <summary>Plain text.</summary>
/// <param name="Masked">The text.</param>
public sealed record TextBlock([property: JsonPropertyName("text")] MaskedText Masked) : ContentBlock
{
    /// <summary>The text.</summary>
    [JsonIgnore]
    public string Text => Masked.Text;
}

/// <summary>An image as the model is shown it.</summary>
/// <param name="MediaType">For example <c>image/png</c>.</param>
/// <param name="Base64">The bytes, base64 without line breaks.</param>
public sealed record ImageBlock([property: Structure] string MediaType, [property: Structure] string Base64) : ContentBlock;

/// <summary>A block of the provider's own (thinking, redacted thinking) that is passed back exactly as it came.</summary>
public sealed record ThinkingBlock : ContentBlock
{
    [JsonConstructor]
    internal ThinkingBlock(JsonElement raw) => Raw = raw;

    /// <summary>The provider's JSON object, verbatim.</summary>
    [Structure]
    public JsonElement Raw { get; }

    /// <summary>
    /// Receives a block. One that holds a secret is dropped whole: masked it would no longer fit its signature, and the provider would
    /// refuse it.
    /// </summary>
    /// <returns>The block, or null where it holds a secret.</returns>
    public static ThinkingBlock? Of(SecretMask mask, JsonElement raw) => HoldsSecret(mask, raw) ? null : new ThinkingBlock(raw);

    private static bool HoldsSecret(SecretMask mask, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Any(property => HoldsSecret(mask, property.Value)),
            JsonValueKind.Array => value.EnumerateArray().Any(item => HoldsSecret(mask, item)),
            JsonValueKind.String => value.GetString() is { } text && mask.Mask(text) != text,
            _ => false,
        };
}

/// <summary>A tool call by the model.</summary>
/// <param name="Id">The call's id; unique in the conversation (a provider makes duplicates unique before they get here).</param>
/// <param name="Name">The tool's name as the model wrote it; it may not exist.</param>
/// <param name="Arguments">The arguments as the model wrote them: JSON text, or text that fails to be JSON.</param>
public sealed record ToolCall([property: Structure] string Id, [property: Structure] string Name, MaskedText Arguments) : ContentBlock
{
    /// <summary>
    /// Receives a call. A name that holds a secret becomes that of a tool that does not exist; an id that does is left empty, and gets
    /// another one like any id that came empty.
    /// </summary>
    public static ToolCall Of(SecretMask mask, string id, string name, string arguments) =>
        new(mask.Mask(id) == id ? id : "", mask.Mask(name), MaskedText.Of(mask, arguments));
}

/// <summary>The result of one call. Every call gets exactly one.</summary>
/// <param name="CallId">The <see cref="ToolCall.Id"/> it answers.</param>
/// <param name="Content">Text and images only.</param>
/// <param name="IsError">Whether the call failed; a protocol without such a flag gets the text prefix <c>Error: </c>.</param>
public sealed record ToolResult([property: Structure] string CallId, IReadOnlyList<ContentBlock> Content, bool IsError) : ContentBlock;

/// <summary>An image that a journal keeps as an artifact; it stands for an <see cref="ImageBlock"/> there and never reaches a provider.</summary>
/// <param name="MediaType">For example <c>image/png</c>.</param>
/// <param name="Hash">The artifact with the image's bytes.</param>
public sealed record StoredImage([property: Structure] string MediaType, [property: Structure] string Hash) : ContentBlock;
