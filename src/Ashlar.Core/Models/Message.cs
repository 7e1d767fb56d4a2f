using System.Text.Json;
using System.Text.Json.Serialization;

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
    public static Message User(string text) => new(Role.User, [new TextBlock(text)]);
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
public sealed record TextBlock(string Text) : ContentBlock;

/// <summary>An image as the model is shown it.</summary>
/// <param name="MediaType">For example <c>image/png</c>.</param>
/// <param name="Base64">The bytes, base64 without line breaks.</param>
public sealed record ImageBlock(string MediaType, string Base64) : ContentBlock;

/// <summary>A block of the provider's own (thinking, redacted thinking) that is passed back exactly as it came.</summary>
/// <param name="Raw">The provider's JSON object, verbatim.</param>
public sealed record ThinkingBlock(JsonElement Raw) : ContentBlock;

/// <summary>A tool call by the model.</summary>
/// <param name="Id">The call's id; unique in the conversation (a provider makes duplicates unique before they get here).</param>
/// <param name="Name">The tool's name as the model wrote it; it may not exist.</param>
/// <param name="Arguments">The arguments as the model wrote them: JSON text, or text that fails to be JSON.</param>
public sealed record ToolCall(string Id, string Name, string Arguments) : ContentBlock;

/// <summary>The result of one call. Every call gets exactly one.</summary>
/// <param name="CallId">The <see cref="ToolCall.Id"/> it answers.</param>
/// <param name="Content">Text and images only.</param>
/// <param name="IsError">Whether the call failed; a protocol without such a flag gets the text prefix <c>Error: </c>.</param>
public sealed record ToolResult(string CallId, IReadOnlyList<ContentBlock> Content, bool IsError) : ContentBlock;

/// <summary>An image that a journal keeps as an artifact; it stands for an <see cref="ImageBlock"/> there and never reaches a provider.</summary>
/// <param name="MediaType">For example <c>image/png</c>.</param>
/// <param name="Hash">The artifact with the image's bytes.</param>
public sealed record StoredImage(string MediaType, string Hash) : ContentBlock;
