using System.Runtime.InteropServices;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Anthropic;

/// <summary>Content blocks in the form of the Messages API.</summary>
internal readonly struct AnthropicBlocks(Utf8JsonWriter json)
{
    private static readonly string[] imageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>Writes anything but a result.</summary>
    public void Write(ContentBlock block)
    {
        switch (block)
        {
            case TextBlock text:
                WriteText(text.Text);
                break;
            case ImageBlock image:
                WriteImage(image);
                break;
            case ToolCall call:
                WriteCall(call);
                break;
            case ThinkingBlock { Raw.ValueKind: JsonValueKind.Object } thinking
                when thinking.Raw.Text("type"u8) is "thinking" or "redacted_thinking":
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(thinking.Raw), skipInputValidation: true);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes a result; what it holds besides text is left out when it is an error.</summary>
    public void WriteResult(ToolResult result)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, SafeName.Id(result.CallId));
        json.WriteStartArray("content"u8);
        var written = 0;
        foreach (var block in result.Content)
        {
            if (block is TextBlock { Text: var text } ? !string.IsNullOrWhiteSpace(text) : block is ImageBlock && !result.IsError)
            {
                Write(block);
                written++;
            }
        }

        if (written == 0)
        {
            WriteText(EmptyResult.Text);
        }

        json.WriteEndArray();
        if (result.IsError)
        {
            json.WriteBoolean("is_error"u8, true);
        }

        json.WriteEndObject();
    }

    private void WriteText(string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private void WriteImage(ImageBlock image)
    {
        if (!imageTypes.Contains(image.MediaType))
        {
            WriteText($"[an image of type {image.MediaType}, which this model cannot be shown]");
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "image"u8);
        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, "base64"u8);
        json.WriteString("media_type"u8, image.MediaType);
        json.WriteString("data"u8, image.Base64);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteCall(ToolCall call)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, SafeName.Id(call.Id));
        json.WriteString("name"u8, SafeName.Tool(call.Name));
        json.WritePropertyName("input"u8);
        json.WriteRawValue(Arguments.IsObject(call.Arguments.Text) ? call.Arguments.Text : "{}", skipInputValidation: true);
        json.WriteEndObject();
    }
}
