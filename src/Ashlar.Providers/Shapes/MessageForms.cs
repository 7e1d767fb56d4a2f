using System.Text.Json.Nodes;

namespace Ashlar.Providers.Shapes;

/// <summary>Forms of what messages hold.</summary>
internal static class MessageForms
{
    /// <summary>Turns lists of parts into strings.</summary>
    public static void PartsToStrings(JsonObject body)
    {
        foreach (var message in RequestPlaces.Messages(body))
        {
            // Parts that are neither text nor image belong to the Messages protocol and to reasoning: these stay.
            if (
                message["content"] is JsonArray parts
                && parts.All(part => part is JsonObject one && (one.ContainsKey("text") || RequestPlaces.IsImage(one)))
            )
            {
                message["content"] = RequestPlaces.Joined(parts);
            }
        }
    }

    /// <summary>Turns strings into lists of parts.</summary>
    public static void StringsToParts(JsonObject body)
    {
        foreach (var message in RequestPlaces.Messages(body))
        {
            if (message["content"] is JsonValue value && value.TryGetValue<string>(out var text))
            {
                message["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text });
            }
        }
    }

    /// <summary>Puts a note in the place of each image.</summary>
    public static void DropImages(JsonObject body)
    {
        foreach (var list in Lists(body))
        {
            for (var index = 0; index < list.Count; index++)
            {
                if (list[index] is JsonObject part && RequestPlaces.IsImage(part))
                {
                    list[index] = new JsonObject { ["type"] = "text", ["text"] = RequestPlaces.NoImage };
                }
            }
        }
    }

    /// <summary>Takes out blocks of thinking.</summary>
    public static void DropThinking(JsonObject body)
    {
        foreach (var message in RequestPlaces.Messages(body))
        {
            if (message["content"] is JsonArray parts)
            {
                foreach (var part in parts.OfType<JsonObject>().Where(IsThinking).ToList())
                {
                    parts.Remove(part);
                }
            }
        }
    }

    private static bool IsThinking(JsonObject part) => part["type"]?.GetValue<string>() is "thinking" or "redacted_thinking";

    private static IEnumerable<JsonArray> Lists(JsonObject body)
    {
        foreach (var message in RequestPlaces.Messages(body))
        {
            if (message["content"] is JsonArray parts)
            {
                yield return parts;
                foreach (var inner in parts.OfType<JsonObject>().Select(part => part["content"]).OfType<JsonArray>())
                {
                    yield return inner;
                }
            }
        }
    }
}
