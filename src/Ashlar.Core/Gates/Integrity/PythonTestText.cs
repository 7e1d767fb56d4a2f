using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>What goes to and comes from the script that reads Python tests.</summary>
internal static class PythonTestText
{
    /// <summary>The script.</summary>
    public static string Script()
    {
        using var stream = typeof(PythonTestText).Assembly.GetManifestResourceStream("tests_of.py")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Texts by path, as JSON.</summary>
    public static byte[] Request(IReadOnlyDictionary<string, string> texts)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (path, text) in texts)
            {
                writer.WriteString(path, text);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The answer by path.</summary>
    public static Dictionary<string, TestFileSource> Read(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document
            .RootElement.EnumerateObject()
            .ToDictionary(file => file.Name, file => File(file.Name, file.Value), StringComparer.Ordinal);
    }

    private static TestFileSource File(string path, JsonElement file) =>
        new(
            [.. file.GetProperty("tests").EnumerateArray().Select(test => Test(path, test))],
            file.GetProperty("imports")
                .EnumerateObject()
                .ToDictionary(name => name.Name, name => name.Value.GetString()!, StringComparer.Ordinal)
        )
        {
            Helpers = [.. file.GetProperty("helpers").EnumerateArray().Select(test => Test(path, test))],
            Tricks =
            [
                .. file.GetProperty("tricks")
                    .EnumerateArray()
                    .Select(trick => new TestTrick(trick.GetProperty("line").GetInt32(), trick.GetProperty("what").GetString()!)),
            ],
            Error = file.TryGetProperty("error", out var error) ? error.GetString() : null,
        };

    private static TestSource Test(string path, JsonElement test) =>
        new(path, test.GetProperty("name").GetString()!, test.GetProperty("line").GetInt32())
        {
            Skipped = test.GetProperty("skip").GetBoolean(),
            Size = test.GetProperty("size") is { ValueKind: JsonValueKind.Number } size ? size.GetInt32() : null,
            Levels = [.. test.GetProperty("levels").EnumerateArray().Select(count => count.GetInt32())],
            Checks = [.. test.GetProperty("checks").EnumerateArray().Select(Check)],
            Table = [.. Strings(test.GetProperty("table"))],
            Values = [.. Strings(test.GetProperty("values"))],
            Fakes = test.GetProperty("fakes").GetString(),
            CannotFail = test.GetProperty("cannot_fail").GetBoolean(),
            Hash = test.GetProperty("hash").GetString()!,
            Uses = Strings(test.GetProperty("reached")).ToHashSet(StringComparer.Ordinal),
        };

    private static TestCheck Check(JsonElement check) =>
        new(
            check.GetProperty("form").GetString()!,
            check.GetProperty("strength").GetInt32(),
            [.. Strings(check.GetProperty("values"))],
            [.. Strings(check.GetProperty("calls"))]
        );

    private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);
}
