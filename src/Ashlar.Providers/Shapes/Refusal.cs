using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ashlar.Core;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Shapes;

/// <summary>
/// What a server said when it refused a request, whatever shape it gave its error: all of its words, and the places in the request that it
/// named apart from them (<c>param</c>, <c>loc</c>, <c>field</c> and their like).
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Words">Everything it said, without what it echoed of the request.</param>
/// <param name="Places">The places, as <c>messages.1.content</c>.</param>
/// <param name="Numbers">Numbers that it gave apart, by name.</param>
internal sealed partial record Refusal(
    int Status,
    string Words,
    IReadOnlyList<string> Places,
    IReadOnlyList<KeyValuePair<string, long>> Numbers
)
{
    private const int Longest = 16 * 1024;
    private const int Deepest = 12;

    // An echo of the request may hold any word.
    private static readonly HashSet<string> echoes = new(StringComparer.OrdinalIgnoreCase)
    {
        "input",
        "url",
        "received_body",
        "request_body",
        "failed_generation",
    };

    private static readonly HashSet<string> placeNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "param",
        "parameter",
        "loc",
        "field",
        "path",
        "property",
        "pointer",
        "location",
        "instancePath",
    };

    /// <summary>Statuses by which servers refuse the shape of a request. Some answer with 500 where a template fails.</summary>
    public static bool MayBe(int status) => status is 400 or 401 or 404 or 405 or 406 or 413 or 415 or 422 or 500 or 501;

    /// <summary>Reads the body of a refusal.</summary>
    public static Refusal Of(int status, ReadOnlyMemory<byte> body)
    {
        var reading = new Reading();
        if (body.Span.IndexOfAnyExcept(" \t\r\n"u8) is var at and >= 0 && body.Span[at] is (byte)'{' or (byte)'[')
        {
            try
            {
                using var document = WireText.Parse(body[at..]);
                reading.Take("", document.RootElement, 0);
                return reading.Refusal(status);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // No JSON after all, or cut off at our bound: read as text.
                reading = new Reading();
            }
        }

        reading.TakeText("", Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, Longest)]));
        return reading.Refusal(status);
    }

    /// <summary>Reads an error object that came with status 200.</summary>
    public static Refusal Of(JsonElement error)
    {
        var reading = new Reading();
        reading.Take("", error, 0);
        return reading.Refusal((int)HttpStatusCode.BadRequest);
    }

    // Python's form of an error, in which gateways hide the list of another server.
    [GeneratedRegex("""['"]input['"]\s*:\s*""", RegexOptions.None, 1000)]
    private static partial Regex EchoInText { get; }

    [GeneratedRegex("""['"]loc['"]\s*:\s*[(\[]([^)\]]{1,300})[)\]]""", RegexOptions.None, 1000)]
    private static partial Regex PlaceInText { get; }

    private sealed class Reading
    {
        private readonly StringBuilder words = new();
        private readonly List<string> places = [];
        private readonly List<KeyValuePair<string, long>> numbers = [];

        public Refusal Refusal(int status) => new(status, words.ToString(), places, numbers);

        public void Take(string name, JsonElement value, int depth)
        {
            if (depth > Deepest || echoes.Contains(name) || words.Length > Longest)
            {
                return;
            }

            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in value.EnumerateObject())
                    {
                        Take(property.Name, property.Value, depth + 1);
                    }

                    break;
                case JsonValueKind.Array
                    when value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number):
                    TakeText(name, string.Join('.', value.EnumerateArray().Select(item => item.Text() ?? item.GetRawText())));
                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                    {
                        Take(name, item, depth + 1);
                    }

                    break;
                case JsonValueKind.String:
                    TakeText(name, value.Text()!);
                    break;
                case JsonValueKind.Number when value.TryGetInt64(out var number):
                    numbers.Add(new(name, number));
                    break;
                default:
                    break;
            }
        }

        public void TakeText(string name, string text)
        {
            foreach (Match loc in PlaceInText.AllIn(text))
            {
                places.Add(string.Join('.', loc.Groups[1].Value.Split(',').Select(step => step.Trim(' ', '\'', '"'))));
            }

            if (EchoInText.FirstIn(text) is { Success: true, Index: var echo })
            {
                text = text[..echo];
            }

            if (placeNames.Contains(name))
            {
                places.Add(Normal(text));
            }

            words.Append(WireText.Clean(text.Length > Longest ? text[..Longest] : text)).Append('\n');
        }

        /// <summary><c>messages[1].content</c>, <c>#/messages/1/content</c> and <c>body.messages.1.content</c> are one place.</summary>
        private static string Normal(string place)
        {
            var steps = place
                .Split(['.', '/', '[', ']', '#', '$', '\'', '"', ' ', '>', '-'], StringSplitOptions.RemoveEmptyEntries)
                .SkipWhile(step => step is "body" or "request" or "instance" or "data");
            return string.Join('.', steps);
        }
    }
}
