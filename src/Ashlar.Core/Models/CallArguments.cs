using System.Text.Json;

namespace Ashlar.Core.Models;

/// <summary>
/// The arguments of a call as one JSON object, or what is wrong with them. This is the only reader of <see cref="ToolCall.Arguments"/>:
/// whoever wants to know something of a call, to execute it or to show it, gets an object from here and nothing else.
/// </summary>
public sealed record CallArguments
{
    /// <summary>One key twice is refused: two readers could take different ones.</summary>
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private const int Longest = 8 * 1024 * 1024;

    private static readonly JsonElement nothing = Empty();

    private CallArguments(JsonElement input, string? problem) => (Input, Problem) = (input, problem);

    /// <summary>The object; without a member where <see cref="Problem"/> says why.</summary>
    public JsonElement Input { get; }

    /// <summary>What is wrong with the arguments, in words for the model; null where nothing is.</summary>
    public string? Problem { get; }

    /// <summary>Reads the arguments of a call. Never throws; every string of the object can be read.</summary>
    public static CallArguments Of(ToolCall call)
    {
        if (call.Arguments.Text.Length > Longest)
        {
            return new(nothing, $"its arguments are longer than {Longest} characters");
        }

        if (string.IsNullOrWhiteSpace(call.Arguments.Text))
        {
            return new(nothing, null);
        }

        try
        {
            var value = Value(call.Arguments.Text);
            if (value.ValueKind is JsonValueKind.String && value.GetString() is { } text && text.TrimStart().StartsWith('{'))
            {
                // Some models write the object as JSON in a string.
                value = Value(text);
            }

            return value.ValueKind is JsonValueKind.Object
                ? new(value, null)
                : new(nothing, $"its arguments are {Kind(value.ValueKind)}, not a JSON object such as {{\"name\": \"value\"}}");
        }
        catch (JsonException error)
        {
            return new(nothing, $"its arguments are not valid JSON ({error.Message.Split(" Path:")[0].TrimEnd('.')})");
        }
    }

    /// <summary>JSON of any kind from a text, each string of which can be read.</summary>
    /// <exception cref="JsonException">It is not JSON, has a key twice, is nested too deeply, or a string in it is no Unicode.</exception>
    public static JsonElement Value(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            ReadStrings(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new JsonException("a string in it is not valid Unicode", error);
        }
    }

    // A lone surrogate is found out only when the string is read.
    private static void ReadStrings(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    ReadStrings(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    ReadStrings(item);
                }

                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
        }
    }

    private static string Kind(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "a truth value",
            _ => "null",
        };

    private static JsonElement Empty()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }
}
