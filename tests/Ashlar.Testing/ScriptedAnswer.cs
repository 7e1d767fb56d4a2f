using System.Text;
using System.Text.Json;

namespace Ashlar.Testing;

/// <summary>
/// What a <see cref="ScriptedModelServer"/> answers to one request, in words that fit both protocols. Start with a factory
/// (<see cref="Text"/>, <see cref="Call"/>, <see cref="Fails"/>, …) and add to it with the <c>With…</c> and <c>Then…</c> methods.
/// </summary>
public sealed record ScriptedAnswer
{
    /// <summary>The parts of the answer in order.</summary>
    public IReadOnlyList<ScriptedPart> Parts { get; init; } = [];

    /// <summary>Anthropic's word for why it stopped, translated for the other protocol; null: <c>tool_use</c> with calls, else <c>end_turn</c>.</summary>
    public string? Stop { get; init; }

    /// <summary>Token counts as the provider would give them: not cached input, output, read from cache, written to cache.</summary>
    public (long Input, long Output, long Cached, long CacheWrite)? Usage { get; init; } = (100, 20, 0, 0);

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Additional response headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A whole body sent instead of the parts, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The body's content type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether every byte of the body is sent alone.</summary>
    public bool ByteByByte { get; init; }

    /// <summary>Nothing is sent, headers neither, before this is complete.</summary>
    public Task? Release { get; init; }

    /// <summary>The connection is aborted after this many events.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The body ends properly, but after this many events.</summary>
    public int? EndAfter { get; init; }

    /// <summary>After the body, or the events of <see cref="EndAfter"/>, the connection stays open and silent until the client goes.</summary>
    public bool Stalls { get; init; }

    /// <summary>After this many events an error event is sent and the body ends.</summary>
    public (int After, string Type, string Message)? ErrorEvent { get; init; }

    /// <summary>Whether the answer is one JSON document although a stream was asked for.</summary>
    public bool AtOnce { get; init; }

    /// <summary>Whether the pieces of parallel calls alternate (Chat Completions only).</summary>
    public bool Interleaved { get; init; }

    /// <summary>An answer without any content.</summary>
    public static ScriptedAnswer Empty { get; } = new();

    /// <summary>An answer that begins with a text.</summary>
    public static ScriptedAnswer Text(string text) => new() { Parts = [new ScriptedText(text)] };

    /// <summary>An answer that begins with a call; arguments are an object to serialise, or a string sent as it is (malformed too).</summary>
    public static ScriptedAnswer Call(string tool, object arguments, string? id = null) =>
        new ScriptedAnswer().ThenCall(tool, arguments, id);

    /// <summary>An HTTP error with a body in the protocol's own shape (both protocols read it).</summary>
    public static ScriptedAnswer Fails(
        int status,
        string type,
        string message,
        params IReadOnlyList<(string Name, string Value)> headers
    ) =>
        Bytes(
            status,
            "application/json",
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    type = "error",
                    error = new
                    {
                        type,
                        message,
                        code = type,
                    },
                }
            ),
            headers
        );

    /// <summary>Any status with any body.</summary>
    public static ScriptedAnswer Bytes(
        int status,
        string contentType,
        byte[] body,
        params IReadOnlyList<(string Name, string Value)> headers
    ) =>
        new()
        {
            Status = status,
            ContentType = contentType,
            Body = body,
            Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
        };

    /// <summary>A 200 with a stream written by hand.</summary>
    public static ScriptedAnswer Stream(string events) => Bytes(200, "text/event-stream", Encoding.UTF8.GetBytes(events));

    /// <summary>The same with one more text.</summary>
    public ScriptedAnswer ThenText(string text) => this with { Parts = [.. Parts, new ScriptedText(text)] };

    /// <summary>The same with one more call; without an id it gets one that is unique on the server; <c>""</c> sends none.</summary>
    public ScriptedAnswer ThenCall(string tool, object arguments, string? id = null) =>
        this with
        {
            Parts = [.. Parts, new ScriptedCall(id, tool, arguments as string ?? JsonSerializer.Serialize(arguments))],
        };

    /// <summary>The same with a thinking block at its end (Chat Completions: <c>reasoning_content</c>).</summary>
    public ScriptedAnswer ThenThinking(string text, string signature) =>
        this with
        {
            Parts = [.. Parts, new ScriptedThinking(text, signature)],
        };

    /// <summary>The same with a redacted thinking block at its end (Messages only).</summary>
    public ScriptedAnswer ThenRedactedThinking(string data) => this with { Parts = [.. Parts, new ScriptedRedactedThinking(data)] };

    /// <summary>The same, stopped for this reason in Anthropic's words (<c>max_tokens</c>, <c>refusal</c>, …).</summary>
    public ScriptedAnswer WithStop(string reason) => this with { Stop = reason };

    /// <summary>The same with these token counts.</summary>
    public ScriptedAnswer WithUsage(long input, long output, long cached = 0, long cacheWrite = 0) =>
        this with
        {
            Usage = (input, output, cached, cacheWrite),
        };

    /// <summary>The same, but nothing is sent before the task is complete.</summary>
    public ScriptedAnswer HeldUntil(Task release) => this with { Release = release };
}

/// <summary>A part of a <see cref="ScriptedAnswer"/>.</summary>
public abstract record ScriptedPart;

/// <summary>A text, sent in several pieces.</summary>
public sealed record ScriptedText(string Text) : ScriptedPart;

/// <summary>A call; the arguments are sent in several pieces as they are.</summary>
public sealed record ScriptedCall(string? Id, string Tool, string Arguments) : ScriptedPart;

/// <summary>A thinking block; text and signature are sent in several pieces.</summary>
public sealed record ScriptedThinking(string Text, string Signature) : ScriptedPart;

/// <summary>A redacted thinking block.</summary>
public sealed record ScriptedRedactedThinking(string Data) : ScriptedPart;
