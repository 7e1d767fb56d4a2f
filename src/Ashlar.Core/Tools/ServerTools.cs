using System.Buffers;
using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Tools;

/// <summary>A tool of a server, checked.</summary>
/// <param name="Name">The server's own name for it.</param>
/// <param name="Spec">As a model is told of it.</param>
internal sealed record ServerToolSpec(string Name, ToolSpec Spec);

/// <summary>
/// What a server says of its tools, held against what may be passed on. It is kept as masked text, and specs are always made of that text, so
/// that a resumed or repeated run tells the model the same.
/// </summary>
internal static class ServerTools
{
    private const int LongestName = 64;
    private const int LongestDescription = 1500;
    private const int Most = 128;

    /// <summary>The tools that can be passed on, as text, and what was refused.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="offered">What it says.</param>
    /// <param name="mask">What must not be seen.</param>
    public static (MaskedText Text, int Count, IReadOnlyList<Problem> Problems) Check(
        string server,
        IReadOnlyList<OfferedTool> offered,
        SecretMask mask
    )
    {
        var problems = new List<Problem>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var tool in offered.Take(Most))
            {
                var name = NameOf(server, tool.Name);
                var fault =
                    tool.Name.Length == 0 ? "it has no name"
                    : name.Length > LongestName ? $"its name has more than {LongestName} characters with the server's"
                    : names.Contains(name) ? "another one has its name"
                    : ServerSchema.Fault(tool.Schema);
                if (fault is not null)
                {
                    problems.Add(Refused(server, $"the tool {Short(tool.Name)}: {fault}"));
                    continue;
                }

                _ = names.Add(name);
                json.WriteStartObject();
                json.WriteString("tool", tool.Name);
                json.WriteString("name", name);
                json.WriteString("description", Description(tool.Description));
                json.WritePropertyName("schema");
                tool.Schema.WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (offered.Count > Most)
        {
            problems.Add(Refused(server, $"{offered.Count - Most} of {offered.Count} tools: more than {Most} are not passed on"));
        }

        return (MaskedText.Of(mask, Encoding.UTF8.GetString(bytes.WrittenSpan)), names.Count, problems);
    }

    /// <summary>The tools of such a text.</summary>
    public static IReadOnlyList<ServerToolSpec> Read(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
        return
        [
            .. document
                .RootElement.EnumerateArray()
                .Select(one => new ServerToolSpec(
                    one.GetProperty("tool").GetString()!,
                    new ToolSpec(
                        one.GetProperty("name").GetString()!,
                        one.GetProperty("description").GetString()!,
                        one.GetProperty("schema").Clone()
                    )
                )),
        ];
    }

    private static string NameOf(string server, string tool) =>
        $"mcp__{server}__{string.Concat(tool.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'))}";

    private static string Description(string text)
    {
        var clean = ShownText.Visible(ConsoleText.Clean(text)).Trim();
        return clean.Length > LongestDescription ? $"{clean[..LongestDescription]}…" : clean;
    }

    private static string Short(string name)
    {
        var line = ShownText.Line(name);
        return line.Length > LongestName ? $"{line[..LongestName]}…" : line;
    }

    private static Problem Refused(string server, string what) =>
        new("mcp.tool-refused", $"The MCP server {server} offers what is not passed on: {what}")
        {
            Warning = true,
            Remedy = "Use another version of the server, or work without the tool",
        };
}
