using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ashlar.Providers.Shapes;

/// <summary>How requests to one endpoint and model are sent: as usual, or with changes that it has asked for.</summary>
/// <param name="Changes">The changes in the order in which they were found; each once.</param>
internal sealed record RequestShape(IReadOnlyList<ShapeChange> Changes)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };

    /// <summary>As usual.</summary>
    public static RequestShape Usual { get; } = new([]);

    /// <summary>The same with one more change.</summary>
    public RequestShape With(ShapeChange change) => new([.. Changes, change]);

    /// <summary>The header that carries the key instead of the usual one, or null.</summary>
    public string? KeyHeader => Changes.OfType<KeyAs>().LastOrDefault()?.Header;

    /// <summary>The request in this shape.</summary>
    /// <param name="parts">The usual one.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>> Applied(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        if (Changes.Count == 0)
        {
            return parts;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Writing);
        Read(parts).WriteTo(json);
        json.Flush();
        return [buffer.WrittenMemory];
    }

    /// <summary>The change that a refusal of such a request calls for, or null.</summary>
    /// <param name="refusal">What the server said.</param>
    /// <param name="parts">The usual request.</param>
    /// <param name="tooLong">Whether it says that the whole is too long.</param>
    public ShapeChange? Next(Refusal refusal, IReadOnlyList<ReadOnlyMemory<byte>> parts, bool tooLong) =>
        refusal.Status is 401 ? KeyAs.Next(refusal, this) : new ShapeChoice(refusal, Read(parts), Changes).Next(tooLong);

    private JsonObject Read(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var whole = new ArrayBufferWriter<byte>();
        foreach (var part in parts)
        {
            whole.Write(part.Span);
        }

        var body = (JsonObject)JsonNode.Parse(whole.WrittenSpan, documentOptions: Reading)!;
        foreach (var change in Changes)
        {
            change.Apply(body);
        }

        return body;
    }
}
