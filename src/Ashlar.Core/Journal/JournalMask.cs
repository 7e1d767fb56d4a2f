using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Journal;

/// <summary>
/// Masks the texts of a body, a second time for most: what enters a run is masked when it is received. Structure, by which a resumed run
/// finds branch, files and steps again, is written as it is; whatever is not named here as structure is text.
/// </summary>
internal static class JournalMask
{
    private static readonly FrozenSet<string> Structure = new[]
    {
        "agent",
        "agent_content",
        "agent_path",
        "artifact",
        "base",
        "base64",
        "branch",
        "call_id",
        "checkout",
        "code",
        "commit",
        "content",
        "effect",
        "email",
        "escalations",
        "files",
        "folder",
        "hash",
        "head",
        "id",
        "key",
        "kind",
        "lifted_from",
        "list_content",
        "list_path",
        "media_type",
        "model",
        "name",
        "nested",
        "only",
        "order",
        "parent",
        "path",
        "paths",
        "record",
        "repository",
        "role",
        "run",
        "sandbox",
        "snapshot",
        "spec",
        "state",
        "status",
        "task_file",
        "ticked",
        "ticket_path",
        "tree",
        "type",
        "work",
        "worktree",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The body with its texts masked; the same instance where there is nothing to mask.</summary>
    public static byte[] Masked(byte[] body, SecretMask mask)
    {
        if (mask.Bytes.Find(body) is null)
        {
            return body;
        }

        var buffer = new ArrayBufferWriter<byte>(body.Length);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
            var property = "";
            while (reader.Read())
            {
                property = reader.TokenType is JsonTokenType.PropertyName ? reader.GetString()! : property;
                Write(ref reader, json, property, mask, body);
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(ref Utf8JsonReader reader, Utf8JsonWriter json, string property, SecretMask mask, byte[] body)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when property is "raw":
                // A provider's own block: it was dropped when it was received, or goes back as it came.
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                json.WriteRawValue(body.AsSpan(start, (int)reader.BytesConsumed - start), skipInputValidation: true);
                break;
            case JsonTokenType.StartObject:
                json.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                json.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                json.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                json.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                json.WritePropertyName(property);
                break;
            case JsonTokenType.String when !Structure.Contains(property):
                json.WriteStringValue(mask.Mask(reader.GetString()!));
                break;
            default:
                json.WriteRawValue(
                    body.AsSpan((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex)),
                    skipInputValidation: true
                );
                break;
        }
    }
}
