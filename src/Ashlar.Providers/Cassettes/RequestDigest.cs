using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Cassettes;

/// <summary>
/// What a request was, without its words: a digest of the system prompt and one of each message since the last answer, that answer
/// included. Earlier ones stand with the turns before, so that a file grows with what is new only.
/// </summary>
/// <param name="System">Of the system prompt.</param>
/// <param name="First">The index in the conversation of the first message covered.</param>
/// <param name="Messages">One for each message from there on.</param>
internal sealed record RequestDigest(string System, int First, IReadOnlyList<string> Messages)
{
    /// <summary>Of a request; secrets are masked first, so that the digest says nothing about them.</summary>
    public static RequestDigest Of(Conversation conversation, SecretMask mask)
    {
        var first = conversation.Messages.Count - 1;
        while (first > 0 && conversation.Messages[first].Role is not Role.Assistant)
        {
            first--;
        }

        first = Math.Max(first, 0);
        return new RequestDigest(
            Of(conversation.System, mask),
            first,
            [.. conversation.Messages.Skip(first).Select(message => Of(TextOf(message), mask))]
        );
    }

    /// <summary>Reads one; null where there is none, or only a person's note.</summary>
    public static RequestDigest? Read(JsonElement line) =>
        line.Object("request"u8) is { } request
        && request.Text("system"u8) is { } system
        && request.Count("first"u8) is { } first and <= int.MaxValue
            ? new RequestDigest(system, (int)first, [.. request.Items("messages"u8).Select(message => message.Text() ?? "")])
            : null;

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("request"u8);
        json.WriteString("system"u8, System);
        json.WriteNumber("first"u8, First);
        json.WriteStartArray("messages"u8);
        foreach (var message in Messages)
        {
            json.WriteStringValue(message);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The first thing in which a request differs from this recorded one, or null if they are the same.</summary>
    public string? DifferenceFrom(RequestDigest request)
    {
        if (System != request.System)
        {
            return "the system prompt differs";
        }

        if (First != request.First || Messages.Count != request.Messages.Count)
        {
            return $"it has {request.First + request.Messages.Count} messages, {First + Messages.Count} were recorded";
        }

        var at = Enumerable
            .Range(0, Messages.Count)
            .Where(index => Messages[index] != request.Messages[index])
            .Select(index => (int?)index);
        return at.FirstOrDefault() is { } index ? $"message {First + index + 1} differs" : null;
    }

    private static string Of(string text, SecretMask mask) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mask.Mask(text))).AsSpan(0, 8));

    private static string TextOf(Message message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        json.WriteStringValue(message.Role is Role.User ? "user"u8 : "assistant"u8);
        foreach (var block in message.Content)
        {
            CassetteJson.Write(json, block);
        }

        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
