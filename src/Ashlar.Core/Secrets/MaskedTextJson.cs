using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ashlar.Core.Secrets;

/// <summary>A masked text as a string of JSON. What is read was masked when it was written.</summary>
internal sealed class MaskedTextJson : JsonConverter<MaskedText>
{
    /// <inheritdoc/>
    public override MaskedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MaskedText.Recorded(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MaskedText value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
