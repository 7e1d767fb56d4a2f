using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Ashlar.Providers.Shapes;

/// <summary>Forms of calls and their results in Chat Completions.</summary>
internal static class ResultForms
{
    private const int ShortId = 9;

    /// <summary>Gives each result the name of its tool.</summary>
    public static void Name(JsonObject body)
    {
        var names = Calls(body).ToDictionary(Id, call => call["function"]!["name"]!.GetValue<string>(), StringComparer.Ordinal);
        foreach (var result in Results(body))
        {
            if (names.TryGetValue(CallId(result), out var name))
            {
                result["name"] = name;
            }
        }
    }

    /// <summary>Makes each id nine letters and digits, the same for the same id.</summary>
    public static void ShortenIds(JsonObject body)
    {
        foreach (var call in Calls(body))
        {
            call["id"] = Shortened(Id(call));
        }

        foreach (var result in Results(body))
        {
            result["tool_call_id"] = Shortened(CallId(result));
        }
    }

    /// <summary>Puts what the user's side says after results into the last of them.</summary>
    public static void PutWordsIn(JsonObject body)
    {
        var list = (JsonArray)body["messages"]!;
        for (var index = 1; index < list.Count; index++)
        {
            if (RoleOf(list[index]) is "user" && RoleOf(list[index - 1]) is "tool")
            {
                var result = (JsonObject)list[index - 1]!;
                result["content"] = $"{RequestPlaces.TextOf(result["content"])}\n\n{RequestPlaces.TextOf(list[index]!["content"])}";
                list.RemoveAt(index--);
            }
        }
    }

    /// <summary>Turns calls and results into text.</summary>
    public static void ToText(JsonObject body)
    {
        var names = Calls(body).ToDictionary(Id, call => call["function"]!["name"]!.GetValue<string>(), StringComparer.Ordinal);
        foreach (var message in RequestPlaces.Messages(body))
        {
            if (RoleOf(message) is "tool")
            {
                var name = names.GetValueOrDefault(CallId(message), "a call");
                message["content"] = $"Result of {name}:\n{RequestPlaces.TextOf(message["content"])}";
                message["role"] = "user";
                message.Remove("tool_call_id");
                message.Remove("name");
            }
            else if (message["tool_calls"] is JsonArray calls)
            {
                var said = calls
                    .OfType<JsonObject>()
                    .Select(call => $"(calls {call["function"]!["name"]} {call["function"]!["arguments"]})");
                message["content"] = string.Join(
                    '\n',
                    said.Prepend(RequestPlaces.TextOf(message["content"]) ?? "").Where(line => line.Length > 0)
                );
                message.Remove("tool_calls");
            }
        }

        Merge((JsonArray)body["messages"]!);
    }

    /// <summary>Sends each call with its own result behind it.</summary>
    public static void Single(JsonObject body)
    {
        var list = (JsonArray)body["messages"]!;
        var results = Results(body).ToLookup(CallId, StringComparer.Ordinal);
        var made = new JsonArray();
        foreach (var message in list.OfType<JsonObject>())
        {
            if (message["tool_calls"] is not JsonArray { Count: > 1 } calls)
            {
                // A result moves behind its call; a call's own follow it anyway.
                if (
                    RoleOf(message) is not "tool"
                    || !made.OfType<JsonObject>().Any(one => RoleOf(one) is "tool" && CallId(one) == CallId(message))
                )
                {
                    made.Add(message.DeepClone());
                }

                continue;
            }

            foreach (var (call, index) in calls.OfType<JsonObject>().Select((call, index) => (call, index)))
            {
                var one = (JsonObject)message.DeepClone();
                one["tool_calls"] = new JsonArray(call.DeepClone());
                if (index > 0)
                {
                    one["content"] = null;
                }

                made.Add(one);
                if (results[Id(call)].FirstOrDefault() is { } result)
                {
                    made.Add(result.DeepClone());
                }
            }
        }

        body["messages"] = made;
    }

    /// <summary>Turns arguments from JSON in a string into objects.</summary>
    public static void ArgumentsToObjects(JsonObject body)
    {
        foreach (var call in Calls(body))
        {
            if (call["function"]!["arguments"] is JsonValue value && value.TryGetValue<string>(out var text))
            {
                call["function"]!["arguments"] = JsonNode.Parse(text);
            }
        }
    }

    /// <summary>The calls in a request.</summary>
    public static IEnumerable<JsonObject> Calls(JsonObject body) =>
        RequestPlaces.Messages(body).SelectMany(message => message["tool_calls"] is JsonArray calls ? calls.OfType<JsonObject>() : []);

    /// <summary>The results in a request.</summary>
    public static IEnumerable<JsonObject> Results(JsonObject body) =>
        RequestPlaces.Messages(body).Where(message => RoleOf(message) is "tool");

    private static string? RoleOf(JsonNode? message) => message?["role"]?.GetValue<string>();

    private static string Id(JsonObject call) => call["id"]!.GetValue<string>();

    private static string CallId(JsonObject result) => result["tool_call_id"]?.GetValue<string>() ?? "";

    private static string Shortened(string id) =>
        id.Length == ShortId && id.All(char.IsAsciiLetterOrDigit)
            ? id
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..ShortId];

    /// <summary>Neighbours of the user's side become one, as servers without results want sides to alternate.</summary>
    private static void Merge(JsonArray list)
    {
        for (var index = 1; index < list.Count; index++)
        {
            if (RoleOf(list[index]) is "user" && RoleOf(list[index - 1]) is "user")
            {
                list[index - 1]!["content"] =
                    $"{RequestPlaces.TextOf(list[index - 1]!["content"])}\n\n{RequestPlaces.TextOf(list[index]!["content"])}";
                list.RemoveAt(index--);
            }
        }
    }
}
