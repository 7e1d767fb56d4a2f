using System.Text.Json;
using System.Text.Json.Nodes;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.OpenAI;

/// <summary>
/// What a server adds to its message beyond the protocol: reasoning under whatever name, signatures at calls. It is passed back as it came,
/// as a client does that sends the message back whole; where the server refuses that, it is left out.
/// </summary>
internal sealed class OwnWords
{
    /// <summary>The kind of block that holds it.</summary>
    public const string Kind = "chat";

    private static readonly HashSet<string> known = new(StringComparer.Ordinal)
    {
        "role",
        "content",
        "refusal",
        "tool_calls",
        "function_call",
        "audio",
        "annotations",
        "index",
        "id",
        "type",
        "function",
        "name",
        "arguments",
    };

    private readonly OwnPieces message = new();
    private readonly List<OwnPieces> calls = [];
    private bool hasCalls;

    /// <summary>Takes in a message or a piece of one; returns the text of it that shows reasoning.</summary>
    public string Take(JsonElement said)
    {
        var shown = "";
        foreach (var property in said.EnumerateObject())
        {
            if (!known.Contains(property.Name) && OwnPieces.IsSomething(property.Value))
            {
                message.Add(property.Name, property.Value);
                shown = shown.Length == 0 ? property.Value.Text() ?? "" : shown;
            }
        }

        // Parts without a text of their own are reasoning in a list of content.
        foreach (var part in said.Items("content"u8).Where(part => part.ValueKind is JsonValueKind.Object && part.Text("text"u8) is null))
        {
            message.AddPart("content", part);
        }

        return shown;
    }

    /// <summary>Takes in a piece of a call.</summary>
    /// <param name="index">The call's place among the calls.</param>
    /// <param name="piece">The piece.</param>
    public void TakeCall(int index, JsonElement piece)
    {
        while (calls.Count <= index)
        {
            calls.Add(new OwnPieces());
        }

        foreach (var property in piece.EnumerateObject())
        {
            if (!known.Contains(property.Name) && OwnPieces.IsSomething(property.Value))
            {
                hasCalls = true;
                calls[index].Add(property.Name, property.Value);
            }
        }
    }

    /// <summary>The block, or null where there was nothing or it holds a secret.</summary>
    /// <param name="model">The model's full name: what one model has said is passed back to no other.</param>
    /// <param name="mask">Knows the secrets.</param>
    public ThinkingBlock? Finish(string model, SecretMask mask)
    {
        var whole = message.Finish();
        if (whole.Count == 0 && !hasCalls)
        {
            return null;
        }

        var raw = new JsonObject
        {
            ["type"] = Kind,
            ["model"] = model,
            ["message"] = whole,
            ["calls"] = new JsonArray([.. calls.Select(call => call.Finish())]),
        };
        return ThinkingBlock.Of(mask, JsonElement.Parse(WireText.CleanJson(raw.ToJsonString())));
    }

    /// <summary>Writes what a message held beyond the protocol.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement block)
    {
        foreach (var property in block.GetProperty("message"u8).EnumerateObject().Where(property => !known.Contains(property.Name)))
        {
            property.WriteTo(json);
        }
    }

    /// <summary>Parts of the content that are before its text.</summary>
    public static IEnumerable<JsonElement> Parts(JsonElement block) => block.GetProperty("message"u8).Items("content"u8);

    /// <summary>Writes what a call held beyond the protocol.</summary>
    public static void WriteCall(Utf8JsonWriter json, JsonElement block, int index)
    {
        foreach (var property in block.Items("calls"u8).Skip(index).Take(1).SelectMany(call => call.EnumerateObject()))
        {
            property.WriteTo(json);
        }
    }

    /// <summary>Whether a block is of this kind and of this model.</summary>
    public static bool IsOf(ContentBlock block, string model) =>
        block is ThinkingBlock { Raw.ValueKind: JsonValueKind.Object } own
        && own.Raw.Text("type"u8) is Kind
        && own.Raw.Text("model"u8) == model;
}
