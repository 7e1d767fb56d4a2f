using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Anthropic;

/// <summary>One content block of an answer while its pieces come in.</summary>
internal sealed class AnthropicBlock
{
    private readonly Func<string, string> counted;
    private readonly string? type;
    private readonly JsonElement start;
    private readonly StringBuilder text = new();
    private readonly StringBuilder signature = new();
    private readonly string id;

    /// <param name="start">The block as it was announced; in a whole answer, the block.</param>
    /// <param name="counted">Counts each piece against the bound of the answer.</param>
    public AnthropicBlock(JsonElement start, Func<string, string> counted)
    {
        this.counted = counted;
        this.start = start.Clone();
        type = start.Text("type"u8);
        id = start.Text("id"u8) ?? "";
        Tool = WireText.Clean(start.Text("name"u8) ?? "");
        counted(start.GetRawText());
        Shown = type switch
        {
            "text" => start.Text("text"u8) ?? "",
            "thinking" => start.Text("thinking"u8) ?? "",
            _ => "",
        };
        text.Append(Shown);
        signature.Append(type is "thinking" ? start.Text("signature"u8) : null);
    }

    /// <summary>Whether it is a call of one of our tools.</summary>
    public bool IsCall => type is "tool_use";

    /// <summary>The name of the tool that it calls.</summary>
    public string Tool { get; }

    /// <summary>What of it was there from the start, for display.</summary>
    public string Shown { get; }

    /// <summary>Takes in a piece; returns what of it is for display.</summary>
    public string Take(JsonElement delta)
    {
        switch (delta.Text("type"u8))
        {
            case "text_delta" when type is "text":
                return Append(delta.Text("text"u8));
            case "thinking_delta" when type is "thinking":
                return Append(delta.Text("thinking"u8));
            case "input_json_delta" when IsCall:
                Append(delta.Text("partial_json"u8));
                return "";
            case "signature_delta" when type is "thinking":
                signature.Append(counted(delta.Text("signature"u8) ?? ""));
                return "";
            default:
                return "";
        }
    }

    /// <summary>The block in our own form, or null if it holds nothing or is of no known type.</summary>
    /// <param name="mask">Masks it; thinking that holds a secret is dropped.</param>
    public ContentBlock? Finish(SecretMask mask) =>
        type switch
        {
            "text" when text.Length > 0 => new TextBlock(MaskedText.Of(mask, WireText.Clean(text.ToString()))),
            "tool_use" => ToolCall.Of(mask, id, Tool, ArgumentText()),
            "thinking" => ThinkingBlock.Of(mask, Thinking()),
            "redacted_thinking" => ThinkingBlock.Of(mask, start),
            _ => null,
        };

    private string Append(string? piece)
    {
        text.Append(counted(piece ?? ""));
        return piece ?? "";
    }

    private string ArgumentText() =>
        Arguments.Received(
            text.Length == 0 && start.TryGetProperty("input"u8, out var input) ? input.Text() ?? input.GetRawText() : text.ToString()
        );

    /// <summary>The block as it was announced, with the text and the signature that came in pieces in their places.</summary>
    private JsonElement Thinking()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var property in start.EnumerateObject().Where(property => property.Name is not ("thinking" or "signature")))
            {
                property.WriteTo(json);
            }

            json.WriteString("thinking"u8, WireText.Clean(text.ToString()));
            if (signature.Length > 0 || start.TryGetProperty("signature"u8, out _))
            {
                json.WriteString("signature"u8, WireText.Clean(signature.ToString()));
            }

            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
