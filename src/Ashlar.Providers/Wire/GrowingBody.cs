using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Providers.Wire;

/// <summary>
/// The request bodies of one conversation. Each turn is serialised once and kept as UTF-8; a request adds what is new. Only the turn at
/// the end is written again when more messages of the same side follow it. Not for use by two requests at once.
/// </summary>
internal abstract class GrowingBody(Conversation conversation)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<byte[]> turns = [];
    private readonly List<Message> open = [];
    private IReadOnlyList<ToolCall> callsBefore = [];
    private byte[]? head;
    private bool stale;
    private int seen;

    /// <summary>The conversation.</summary>
    protected Conversation Conversation { get; } = conversation;

    /// <summary>The parts of the body, which follow each other without a gap.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts(ModelRequest request)
    {
        for (; seen < Conversation.Messages.Count; seen++)
        {
            Add(Conversation.Messages[seen]);
        }

        Close();
        return Assemble(head ??= Written(WriteHead), open is [{ Role: Role.User }, ..] ? turns : [.. turns, LastWord()], request);
    }

    /// <summary>Writes all that is before the messages: an unfinished JSON object up to the opening bracket of their array.</summary>
    protected abstract void WriteHead(Utf8JsonWriter json);

    /// <summary>Writes one turn: one or more elements of the array of messages.</summary>
    protected abstract void WriteTurn(Utf8JsonWriter json, Turn turn);

    /// <summary>Puts the parts together; the last turn is always the user's.</summary>
    protected abstract IReadOnlyList<ReadOnlyMemory<byte>> Assemble(byte[] head, IReadOnlyList<byte[]> turns, ModelRequest request);

    private void Add(Message message)
    {
        if (!Turn.HasContent(message))
        {
            return;
        }

        if (open.Count > 0 && open[0].Role != message.Role)
        {
            Close();
            callsBefore = CallsIn(open);
            open.Clear();
        }

        if (open.Count == 0)
        {
            turns.Add([]);
        }

        open.Add(message);
        stale = true;
    }

    private void Close()
    {
        if (stale)
        {
            var turn = Turn.Of(open, callsBefore);
            turns[^1] = WrittenTurn(turn);
            stale = false;
        }
    }

    private byte[] LastWord() => WrittenTurn(Turn.Of([Message.User(MaskedText.Literal("Continue."))], CallsIn(open)));

    private static IReadOnlyList<ToolCall> CallsIn(IReadOnlyList<Message> said) =>
        [.. said.Where(message => message.Role is Role.Assistant).SelectMany(message => message.Content).OfType<ToolCall>()];

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        write(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private byte[] WrittenTurn(Turn turn) =>
        Written(json =>
        {
            json.WriteStartArray();
            WriteTurn(json, turn);
            json.WriteEndArray();
        })[1..^1];
}
