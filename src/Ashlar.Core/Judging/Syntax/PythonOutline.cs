using System.Text.Json;

namespace Ashlar.Core.Judging.Syntax;

/// <summary>
/// A Python that parses texts: its own syntax tree knows where a body ends, what is documentation and what a formatter changed, for each
/// version of the language that the project's interpreter reads. It runs nothing of the texts.
/// </summary>
public interface IPythonSyntax
{
    /// <summary>Runs the script with a request, both as they are written, in an isolated interpreter; gives its answer.</summary>
    /// <exception cref="Sandboxes.Kernel.CommandStartException">There is no Python, or it fails.</exception>
    Task<byte[]> AskAsync(byte[] script, byte[] request, CancellationToken cancellationToken);
}

/// <summary>What goes to and comes from the script that reads Python.</summary>
internal static class PythonOutline
{
    /// <summary>The script.</summary>
    public static byte[] Script()
    {
        using var stream = typeof(PythonOutline).Assembly.GetManifestResourceStream("units_of.py")!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    /// <summary>Outlines of texts, in their order.</summary>
    public static async Task<IReadOnlyList<CodeOutline>> ReadAsync(
        IPythonSyntax python,
        IReadOnlyList<string> texts,
        CancellationToken cancellationToken
    )
    {
        var request = Request(texts, Enumerable.Range(0, texts.Count), []);
        using var answer = JsonDocument.Parse(await python.AskAsync(Script(), request, cancellationToken).ConfigureAwait(false));
        return [.. answer.RootElement.GetProperty("outlines").EnumerateArray().Select(Outline)];
    }

    /// <summary>For each text with its original: why it is not well-formed, and whether it means the same.</summary>
    public static async Task<IReadOnlyList<(string? Error, bool Same)>> CheckAsync(
        IPythonSyntax python,
        IReadOnlyList<(string Text, string Original)> pairs,
        CancellationToken cancellationToken
    )
    {
        var texts = new List<string>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        int Place(string text)
        {
            if (!places.TryGetValue(text, out var place))
            {
                places[text] = place = texts.Count;
                texts.Add(text);
            }

            return place;
        }

        var request = Request(texts, [], [.. pairs.Select(pair => (Place(pair.Text), Place(pair.Original)))]);
        using var answer = JsonDocument.Parse(await python.AskAsync(Script(), request, cancellationToken).ConfigureAwait(false));
        return
        [
            .. answer
                .RootElement.GetProperty("checks")
                .EnumerateArray()
                .Select(check =>
                    check.TryGetProperty("error", out var error)
                        ? (error.GetString(), false)
                        : ((string?)null, check.GetProperty("same").GetBoolean())
                ),
        ];
    }

    private static byte[] Request(IReadOnlyList<string> texts, IEnumerable<int> outline, IReadOnlyList<(int, int)> check)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("texts");
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("outline");
            foreach (var place in outline)
            {
                writer.WriteNumberValue(place);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("check");
            foreach (var (one, other) in check)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(one);
                writer.WriteNumberValue(other);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static CodeOutline Outline(JsonElement file) =>
        file.TryGetProperty("error", out var error)
            ? new CodeOutline { Error = error.GetString() }
            : new CodeOutline
            {
                Functions = [.. file.GetProperty("functions").EnumerateArray().Select(Function)],
                Regions =
                [
                    .. file.GetProperty("regions")
                        .EnumerateArray()
                        .Select(region => new CodeRegion(region[0].GetInt32(), region[1].GetInt32(), Kind(region[2].GetString()!))),
                ],
                Values =
                [
                    .. file.GetProperty("values")
                        .EnumerateArray()
                        .Select(value => new CodeValue(
                            value[0].GetString()!,
                            value[1].GetInt32(),
                            value[2].GetInt32(),
                            value[3].GetInt32(),
                            value[4].GetInt32(),
                            value[5].GetString()!
                        )),
                ],
            };

    private static RegionKind Kind(string name) =>
        name switch
        {
            "silent" => RegionKind.Silent,
            "import" => RegionKind.Import,
            "structure" => RegionKind.Structure,
            _ => RegionKind.Statement,
        };

    private static CodeFunction Function(JsonElement function) =>
        new()
        {
            Name = function.GetProperty("name").GetString()!,
            Start = function.GetProperty("start").GetInt32(),
            HeadStart = function.GetProperty("head").GetInt32(),
            End = function.GetProperty("end").GetInt32(),
            BodyStart = function.GetProperty("from").GetInt32(),
            BodyEnd = function.GetProperty("until").GetInt32(),
            Inner = function.GetProperty("from").GetInt32(),
            Form = function.GetProperty("line").GetBoolean() ? BodyForm.SameLine : BodyForm.Lines,
            Head = function.GetProperty("headForm").GetString()!,
            Own = function.GetProperty("own").GetString()!,
            Whole = function.GetProperty("whole").GetString()!,
            Parameters = [.. Strings(function.GetProperty("parameters"))],
            Traits = Strings(function.GetProperty("traits"))
                .Aggregate(FunctionTraits.None, (all, name) => all | Enum.Parse<FunctionTraits>(name, ignoreCase: true)),
            Results = new Results(function.GetProperty("hasValue").GetBoolean(), [.. Strings(function.GetProperty("constants"))]),
            Parent = function.GetProperty("parent").GetInt32(),
        };

    private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);
}
