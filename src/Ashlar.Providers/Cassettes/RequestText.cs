using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ashlar.Core;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Cassettes;

/// <summary>
/// What a request said that matters, as text: in a conversation's first request the system prompt and the tools, in each one the messages
/// since the last answer. Secrets are masked; what differs from one execution to the next is left out. Earlier messages stand with the
/// requests before, so that a file grows with what is new only.
/// </summary>
/// <param name="System">The system prompt, or null in a later request.</param>
/// <param name="Tools">The tools, or null in a later request.</param>
/// <param name="Messages">The messages since the last answer.</param>
internal sealed partial record RequestText(string? System, string? Tools, IReadOnlyList<string> Messages)
{
    private const int Longest = 120;

    /// <summary>Of a request.</summary>
    public static RequestText Of(Conversation conversation, SecretMask mask, VolatileText settling)
    {
        var first = conversation.EarlierTurns == 0 && conversation.Messages.All(message => message.Role is Role.User);
        var messages = conversation.Messages.Reverse().TakeWhile(message => message.Role is Role.User).Reverse();
        return new RequestText(
            first ? Settled(conversation.System.Text) : null,
            first
                ? Settled(string.Join('\n', conversation.Tools.Select(tool => $"{tool.Name}: {tool.Description}\n{tool.InputSchema}")))
                : null,
            [.. messages.Select(message => Settled(string.Join('\n', message.Content.Select(TextOf))))]
        );

        string Settled(string text) => Worktree().OrNone().ReplaceIn(settling.Normalize(mask.Mask(text)), "<root>");
    }

    /// <summary>Reads one; null where there is none, or only a person's note.</summary>
    public static RequestText? Read(JsonElement line) =>
        line.Object("request"u8) is { } request
        && request.TryGetProperty("messages"u8, out var messages)
        && messages.ValueKind is JsonValueKind.Array
            ? new RequestText(
                request.Text("system"u8),
                request.Text("tools"u8),
                [.. messages.EnumerateArray().Select(message => message.Text() ?? "")]
            )
            : null;

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("request"u8);
        if (System is not null)
        {
            json.WriteString("system"u8, System);
            json.WriteString("tools"u8, Tools);
        }

        json.WriteStartArray("messages"u8);
        foreach (var message in Messages)
        {
            json.WriteStringValue(message);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The first thing in which a request differs from this recorded one, or null if they say the same.</summary>
    public string? DifferenceFrom(RequestText request) =>
        Parting("the system prompt", System, request.System)
        ?? Parting("the tools", Tools, request.Tools)
        ?? (
            Messages.Count != request.Messages.Count
                ? $"it has {request.Messages.Count} new messages, {Messages.Count} were recorded"
                : Enumerable
                    .Range(0, Messages.Count)
                    .Select(index => Parting($"new message {index + 1}", Messages[index], request.Messages[index]))
                    .FirstOrDefault(difference => difference is not null)
        );

    private static string? Parting(string what, string? recorded, string? now)
    {
        if (recorded is null || now is null || string.Equals(recorded, now, StringComparison.Ordinal))
        {
            return null;
        }

        var (then, present) = (recorded.Split('\n'), now.Split('\n'));
        var at = 0;
        while (at < then.Length && at < present.Length && string.Equals(then[at], present[at], StringComparison.Ordinal))
        {
            at++;
        }

        return $"{what}, line {at + 1}: recorded {Line(then, at)}, now {Line(present, at)}";
    }

    private static string Line(string[] lines, int at) =>
        at >= lines.Length ? "nothing more"
        : lines[at].Length > Longest ? $"`{lines[at][..Longest]}…`"
        : $"`{lines[at]}`";

    private static string TextOf(ContentBlock block) =>
        block switch
        {
            TextBlock text => text.Text,
            ToolResult result => $"result{(result.IsError ? ", an error" : "")}:\n{string.Join('\n', result.Content.Select(TextOf))}",
            ImageBlock image => $"image {image.MediaType} {HashOf(image.Base64)}",
            _ => "",
        };

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    /// <summary>Without a sandbox commands see the worktree where it really lies.</summary>
    [GeneratedRegex(@"<state>/worktrees/<run>/[^/\s:'""]+", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Worktree();
}
