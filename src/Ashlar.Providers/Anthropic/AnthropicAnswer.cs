using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Anthropic;

/// <summary>An answer of the Messages API while it streams in. Types of events and blocks that it does not know are passed over.</summary>
internal sealed class AnthropicAnswer(IProgress<ModelProgress>? progress) : AnswerInProgress(progress)
{
    private readonly SortedDictionary<long, AnthropicBlock> blocks = [];
    private string? model;
    private string? stop;
    private Usage usage = Usage.None;

    private bool ended;

    /// <inheritdoc/>
    public override bool IsWhole => ended;

    /// <inheritdoc/>
    public override bool IsOver => ended;

    /// <inheritdoc/>
    public override JsonElement? Take(JsonElement data)
    {
        switch (data.Text("type"u8))
        {
            case "message_start" when data.Object("message"u8) is { } message:
                model = message.Text("model"u8);
                TakeUsage(message);
                break;
            case "content_block_start" when data.Object("content_block"u8) is { } block:
                Start(data.Count("index"u8) ?? blocks.Count, block);
                break;
            case "content_block_delta" when data.Object("delta"u8) is { } delta:
                TakeDelta(data.Count("index"u8) ?? blocks.Count - 1, delta);
                break;
            case "message_delta":
                stop = data.Object("delta"u8)?.Text("stop_reason"u8) ?? stop;
                TakeUsage(data);
                break;
            case "message_stop":
                ended = true;
                break;
            case "error":
                return data;
            case null when data.Object("error"u8) is not null:
                return data;
            default:
                break;
        }

        return null;
    }

    /// <inheritdoc/>
    public override JsonElement? TakeWhole(JsonElement document)
    {
        if (document.Text("type"u8) is "error" || document.Object("error"u8) is not null || !document.TryGetProperty("content"u8, out _))
        {
            return document;
        }

        model = document.Text("model"u8);
        stop = document.Text("stop_reason"u8);
        TakeUsage(document);
        foreach (var block in document.Items("content"u8))
        {
            Start(blocks.Count, block);
        }

        ended = true;
        return null;
    }

    /// <inheritdoc/>
    public override bool TakeWord(ReadOnlySpan<byte> word) => word.SequenceEqual("[DONE]"u8);

    /// <inheritdoc/>
    public override ModelAnswer Finish(string name, SecretMask mask)
    {
        var content = blocks.Values.Select(block => block.Finish(mask)).OfType<ContentBlock>().ToList();
        var reason = stop switch
        {
            "end_turn" or "stop_sequence" or "tool_use" or null => StopReason.EndTurn,
            "max_tokens" or "model_context_window_exceeded" => StopReason.MaxTokens,
            "refusal" => StopReason.Refusal,
            _ => StopReason.Other,
        };
        return new ModelAnswer(
            content,
            Fitting(reason, content),
            usage,
            string.IsNullOrEmpty(model) ? name : mask.Mask(WireText.Clean(model))
        );
    }

    private void Start(long index, JsonElement start)
    {
        if (blocks.Count >= WireBounds.Blocks)
        {
            throw new MalformedResponseException($"the answer has more than {WireBounds.Blocks} blocks");
        }

        var block = new AnthropicBlock(start, Counted);
        blocks[index] = block;
        if (block.IsCall)
        {
            ShowCall(block.Tool);
        }
        else
        {
            Show(block.Shown);
        }
    }

    private void TakeDelta(long index, JsonElement delta)
    {
        if (blocks.TryGetValue(index, out var block))
        {
            Show(block.Take(delta));
        }
    }

    private void TakeUsage(JsonElement holder)
    {
        if (holder.Object("usage"u8) is { } counts)
        {
            usage = new Usage(
                counts.Count("input_tokens"u8) ?? usage.Input,
                counts.Count("output_tokens"u8) ?? usage.Output,
                counts.Count("cache_read_input_tokens"u8) ?? usage.Cached,
                counts.Count("cache_creation_input_tokens"u8) ?? usage.CacheWrite
            );
        }
    }
}
