using System.Text.Json;
using System.Text.Json.Nodes;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.OpenAI;

/// <summary>
/// Properties that stream in, put together: texts follow each other, entries of lists with the same index are one, and of what is told
/// again (an id, a signature) the last counts.
/// </summary>
internal sealed class OwnPieces
{
    private static readonly HashSet<string> growing = new(StringComparer.Ordinal) { "text", "summary", "data", "content", "thinking" };

    private readonly Dictionary<string, List<JsonNode>> pieces = new(StringComparer.Ordinal);

    /// <summary>Whether a value says anything.</summary>
    public static bool IsSomething(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.Text() is { Length: > 0 },
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.Object => value.EnumerateObject().Any(),
            _ => false,
        };

    /// <summary>Takes in a property.</summary>
    public void Add(string name, JsonElement value)
    {
        if (!pieces.TryGetValue(name, out var list))
        {
            pieces[name] = list = [];
        }

        list.Add(Node(value));
    }

    /// <summary>Takes in one entry of a list.</summary>
    public void AddPart(string name, JsonElement part)
    {
        if (!pieces.TryGetValue(name, out var list))
        {
            pieces[name] = list = [];
        }

        list.Add(new JsonArray(Node(part)));
    }

    /// <summary>The whole.</summary>
    public JsonObject Finish()
    {
        var whole = new JsonObject();
        foreach (var (name, list) in pieces)
        {
            whole[name] = Whole(list, grows: true);
        }

        return whole;
    }

    private static JsonNode Node(JsonElement value) =>
        value.Text() is { } text ? JsonValue.Create(text) : JsonNode.Parse(WireText.CleanJson(value.GetRawText()))!;

    private static JsonNode? Whole(List<JsonNode> list, bool grows) =>
        list[0] switch
        {
            _ when list.Count == 1 => list[0].DeepClone(),
            JsonArray => Entries([.. list.OfType<JsonArray>().SelectMany(entries => entries).OfType<JsonNode>()]),
            JsonObject => Merged([.. list.OfType<JsonObject>()]),
            JsonValue when grows => Text([
                .. list.OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : value.ToString()),
            ]),
            _ => list[^1].DeepClone(),
        };

    /// <summary>Texts in a row; some servers send each time the whole so far.</summary>
    private static JsonNode Text(List<string> texts)
    {
        var whole =
            texts.Zip(texts.Skip(1)).All(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal))
            && texts[^1].Length > texts[0].Length + 8;
        return JsonValue.Create(whole ? texts[^1] : string.Concat(texts));
    }

    private static JsonArray Entries(List<JsonNode> entries)
    {
        var groups = new List<List<JsonNode>>();
        foreach (var entry in entries)
        {
            var same = groups.FindLast(group => IsSame(group[0], entry, isLast: group == groups[^1]));
            if (same is null)
            {
                groups.Add([entry]);
            }
            else
            {
                same.Add(entry);
            }
        }

        return [.. groups.Select(group => Whole(group, grows: true))];
    }

    /// <summary>Whether two entries are pieces of one: of the same type, and with the same index or one right after the other.</summary>
    private static bool IsSame(JsonNode first, JsonNode second, bool isLast) =>
        first is JsonObject one
        && second is JsonObject other
        && one["type"]?.ToString() == other["type"]?.ToString()
        && (one["index"], other["index"]) switch
        {
            ({ } left, { } right) => left.ToString() == right.ToString(),
            (null, null) => isLast && (one["id"], other["id"]) is not ({ }, { }),
            _ => false,
        };

    private static JsonObject Merged(List<JsonObject> objects)
    {
        var whole = new JsonObject();
        foreach (var name in objects.SelectMany(one => one.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal))
        {
            var values = objects.Select(one => one[name]).OfType<JsonNode>().ToList();
            whole[name] = values.Count == 0 ? null : Whole(values, growing.Contains(name));
        }

        return whole;
    }
}
