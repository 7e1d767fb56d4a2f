using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.OpenAI;

/// <summary>An answer of Chat Completions while it streams in. What a server adds to its message is kept, to be passed back.</summary>
internal sealed class OpenAIAnswer(IProgress<ModelProgress>? progress) : AnswerInProgress(progress)
{
    private readonly StringBuilder text = new();
    private readonly OwnWords own = new();
    private readonly OpenAICalls calls = new();
    private string? model;
    private string? stop;
    private bool refused;
    private bool done;
    private Usage usage = Usage.None;
    private JsonElement? unread;

    /// <inheritdoc/>
    public override bool IsWhole => stop is not null || (done && Unread is null);

    /// <inheritdoc/>
    public override bool IsOver => done;

    /// <inheritdoc/>
    public override JsonElement? Unread => text.Length == 0 && calls.IsEmpty ? unread : null;

    /// <inheritdoc/>
    public override bool TakeWord(ReadOnlySpan<byte> word) => done |= word.Trim((byte)' ').SequenceEqual("[DONE]"u8);

    /// <inheritdoc/>
    public override JsonElement? Take(JsonElement data) => TakeChoices(data, "delta"u8) ? null : data;

    /// <inheritdoc/>
    public override JsonElement? TakeWhole(JsonElement document)
    {
        if (!HasChoices(document) || !TakeChoices(document, "message"u8))
        {
            return document;
        }

        done = true;
        return null;
    }

    /// <inheritdoc/>
    public override ModelAnswer Finish(string name, SecretMask mask)
    {
        var content = new List<ContentBlock>();
        if (own.Finish(name, mask) is { } words)
        {
            content.Add(words);
        }

        if (text.Length > 0)
        {
            content.Add(new TextBlock(MaskedText.Of(mask, WireText.Clean(text.ToString()))));
        }

        content.AddRange(calls.Finish(mask));
        var reason = stop?.ToLowerInvariant() switch
        {
            _ when refused => StopReason.Refusal,
            "stop" or "tool_calls" or "function_call" or null => StopReason.EndTurn,
            "length" or "max_tokens" or "model_length" => StopReason.MaxTokens,
            "content_filter" => StopReason.Refusal,
            _ => StopReason.Other,
        };
        return new ModelAnswer(
            content,
            Fitting(reason, content),
            usage,
            string.IsNullOrEmpty(model) ? name : mask.Mask(WireText.Clean(model))
        );
    }

    /// <summary>Takes in a chunk or a whole answer; false where it is an error object.</summary>
    private bool TakeChoices(JsonElement data, ReadOnlySpan<byte> property)
    {
        if (data.ValueKind is not JsonValueKind.Object)
        {
            return true;
        }

        if (((data.Text("error"u8) is { Length: > 0 } || data.Object("error"u8) is not null) && !IsAnswering(data)) || IsErrorItself(data))
        {
            return false;
        }

        if (!HasChoices(data) && data.Object("usage"u8) is null)
        {
            unread = data.Clone();
        }

        model ??= data.Text("model"u8);
        TakeUsage(data.Object("usage"u8));
        foreach (var choice in data.Items("choices"u8))
        {
            if (choice.Count("index"u8) is > 0)
            {
                continue;
            }

            // Some servers stream whole messages where pieces are expected.
            if ((choice.Object(property) ?? (text.Length == 0 && calls.IsEmpty ? choice.Object("message"u8) : null)) is { } said)
            {
                TakeSaid(said);
            }

            TakeUsage(choice.Object("usage"u8));
            stop = choice.Text("finish_reason"u8) is { Length: > 0 } reason ? reason : stop;
        }

        return true;
    }

    private static bool HasChoices(JsonElement data) =>
        data.TryGetProperty("choices"u8, out var choices) && choices.ValueKind is JsonValueKind.Array;

    /// <summary>Whether an error beside it is a field that is always there: something is said, and the error says nothing.</summary>
    private static bool IsAnswering(JsonElement data) =>
        data.Items("choices"u8).Any()
        && data.Object("error"u8) is { } error
        && !error
            .EnumerateObject()
            .Any(property =>
                property.Value.ValueKind is JsonValueKind.Object
                || property.Value.Text() is { Length: > 0 }
                || error.Count(Encoding.UTF8.GetBytes(property.Name)) > 0
            );

    /// <summary>Some servers send the error without an object around it: <c>{"object": "error", "message": …}</c>, <c>{"detail": …}</c>.</summary>
    private static bool IsErrorItself(JsonElement data) =>
        !data.TryGetProperty("choices"u8, out _)
        && !data.TryGetProperty("usage"u8, out _)
        && (data.Text("message"u8) is { Length: > 0 } || data.Text("detail"u8) is { Length: > 0 });

    private void TakeSaid(JsonElement said)
    {
        var piece = said.Text("content"u8) ?? string.Concat(said.Items("content"u8).Select(part => part.Text("text"u8)));
        if (said.Text("refusal"u8) is { Length: > 0 } refusal)
        {
            refused = true;
            piece += refusal;
        }

        text.Append(piece);
        Show(piece);
        Counted(said.GetRawText());
        Show(own.Take(said));
        // A lone call may come without a list around it, also under the older name.
        JsonElement?[] lone = [said.Object("tool_calls"u8), said.Object("function_call"u8)];
        foreach (var call in said.Items("tool_calls"u8).Concat(lone.OfType<JsonElement>()))
        {
            if (calls.Take(call, own) is { } begun)
            {
                ShowCall(begun);
            }
        }
    }

    /// <summary>Takes in counts, which may come again and again, growing, and as zeros at the end.</summary>
    private void TakeUsage(JsonElement? given)
    {
        if (given is { } counts && counts.Count("prompt_tokens"u8) is { } input && input >= usage.Input + usage.Cached)
        {
            var cached =
                counts.Object("prompt_tokens_details"u8)?.Count("cached_tokens"u8)
                ?? counts.Count("cached_tokens"u8)
                ?? counts.Count("prompt_cache_hit_tokens"u8)
                ?? 0;
            usage = new Usage(
                Math.Max(0, input - cached),
                Math.Max(counts.Count("completion_tokens"u8) ?? 0, usage.Output),
                Math.Min(cached, input)
            );
        }
    }
}
