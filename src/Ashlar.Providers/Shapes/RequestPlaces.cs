using System.Text.Json.Nodes;

namespace Ashlar.Providers.Shapes;

/// <summary>Where things stand in a request of either protocol.</summary>
internal static class RequestPlaces
{
    // What these hold is said by the model or belongs to a tool: its keys are no parameters of the protocol.
    private static readonly HashSet<string> foreign = new(StringComparer.Ordinal)
    {
        "input",
        "arguments",
        "properties",
        "$defs",
        "definitions",
    };

    /// <summary>The messages, in order.</summary>
    public static List<JsonObject> Messages(JsonObject body) => body["messages"] is JsonArray list ? [.. list.OfType<JsonObject>()] : [];

    /// <summary>Every object below the request whose keys belong to the protocol or to the schema of a tool.</summary>
    public static IEnumerable<JsonObject> Objects(JsonObject body)
    {
        var open = new Stack<JsonNode>([body]);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case JsonObject place:
                    yield return place;
                    foreach (var (name, value) in place.ToList())
                    {
                        if (value is JsonObject map && foreign.Contains(name))
                        {
                            // The keys are names of others, the values of a schema's properties are schemas again.
                            Push(open, name is "input" or "arguments" ? [] : map.Select(entry => entry.Value));
                        }
                        else
                        {
                            Push(open, [value]);
                        }
                    }

                    break;
                case JsonArray list:
                    Push(open, list);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The text of a message's content; null where it has none.</summary>
    public static string? TextOf(JsonNode? content) =>
        content switch
        {
            JsonArray parts => Joined(parts),
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => null,
        };

    /// <summary>The texts of parts, a line each; an image is a note.</summary>
    public static string Joined(JsonArray parts) =>
        string.Join(
            '\n',
            parts
                .OfType<JsonObject>()
                .Select(part =>
                    part["text"] is JsonValue text ? text.GetValue<string>()
                    : IsImage(part) ? NoImage
                    : ""
                )
        );

    /// <summary>What is where an image was.</summary>
    public const string NoImage = "[an image, which this model cannot be shown]";

    /// <summary>Whether a part is an image.</summary>
    public static bool IsImage(JsonObject part) => part["type"]?.GetValue<string>() is "image_url" or "image";

    private static void Push(Stack<JsonNode> open, IEnumerable<JsonNode?> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is JsonObject or JsonArray)
            {
                open.Push(node);
            }
        }
    }
}
