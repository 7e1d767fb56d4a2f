using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Settings;

/// <summary>
/// A file that declares servers of tools, in the form that other programs use: <c>{"mcpServers": {NAME: {"command", "args", "env"}}}</c>, or
/// <c>{"type": "http", "url", "headers"}</c> for one that runs elsewhere. What is wrong with an entry is kept with the entry, so that it stops only those who use it.
/// </summary>
public static class ServerFile
{
    /// <summary>Where a repository declares its servers, relative to the root.</summary>
    public const string RepositoryPath = ".mcp.json";

    /// <summary>Where the user declares servers for all repositories: beside other programs' settings. Null where there is no home.</summary>
    /// <param name="environment">Look-up of the process environment.</param>
    public static string? UserPath(Func<string, string?> environment)
    {
        var home =
            environment("XDG_CONFIG_HOME") is { Length: > 0 } configured && Path.IsPathRooted(configured) ? configured
            : environment("HOME") is { Length: > 0 } user ? Path.Combine(user, ".config")
            : null;
        return home is null ? null : Path.Combine(home, "ashlar", "mcp.json");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="path">Its path for problems.</param>
    /// <returns>The servers in the order of the file, and what is wrong with the file as a whole; null where nothing is.</returns>
    public static (IReadOnlyList<ToolServer> Servers, Problem? Problem) Read(ReadOnlyMemory<byte> content, string path)
    {
        if (content.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ([], Invalid(path, null, "it is no JSON object"));
            }

            if (!document.RootElement.TryGetProperty("mcpServers", out var declared))
            {
                return ([], null);
            }

            if (declared.ValueKind != JsonValueKind.Object)
            {
                return ([], Invalid(path, null, "`mcpServers` is no object"));
            }

            var lines = Lines(content.Span);
            return (Distinct([.. declared.EnumerateObject().Select(one => new Entry(one, path, lines[one.Name]).Server())]), null);
        }
        catch (JsonException error)
        {
            return ([], Invalid(path, (int?)error.LineNumber + 1, error.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.')));
        }
    }

    private static Problem Invalid(string path, int? line, string why) =>
        new("mcp.file-invalid", $"The file of MCP servers cannot be read: {why}")
        {
            Path = path,
            Line = line,
            Remedy = "Write {\"mcpServers\": {\"NAME\": {\"command\": \"PROGRAM\", \"args\": []}}}",
        };

    /// <summary>Two names that differ only in characters that a tool's name cannot have would be one.</summary>
    private static List<ToolServer> Distinct(List<ToolServer> servers)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. servers.Select(server =>
                taken.Add(server.Name)
                    ? server
                    : server with
                    {
                        Fault = Entry.Wrong(
                            server,
                            "its name differs from another's only in characters that a tool's name cannot have",
                            "Rename one"
                        ),
                    }
            ),
        ];
    }

    /// <summary>The line of each entry, by its name.</summary>
    private static Dictionary<string, int> Lines(ReadOnlySpan<byte> content)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(content);
        var isWithin = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == 1)
            {
                isWithin = reader.ValueTextEquals("mcpServers");
            }
            else if (isWithin && reader.CurrentDepth == 2)
            {
                lines[reader.GetString()!] = content[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            }
        }

        return lines;
    }

    /// <summary>One entry.</summary>
    private sealed class Entry(JsonProperty entry, string path, int line)
    {
        private const int LongestName = 40;
        private readonly ToolServer server = new(NameOf(entry.Name), path, line);

        public ToolServer Server()
        {
            var value = entry.Value;
            if (entry.Name.Length is 0 or > LongestName || server.Name.Trim('_').Length == 0)
            {
                return Refused($"a name has 1 to {LongestName} letters, digits, `-` or `_`", "Give it a short name");
            }

            if (value.ValueKind != JsonValueKind.Object)
            {
                return Refused("its entry is no object", Example);
            }

            return (Text(value, "type") ?? (value.TryGetProperty("url", out _) ? "http" : "stdio")) switch
            {
                "stdio" => Program(value),
                "http" or "streamable-http" or "streamableHttp" => Remote(value),
                var type => server with
                {
                    Fault = new Problem(
                        "mcp.remote",
                        $"The MCP server {server.Name} is reached by {ShownText.Line(type)}, which Ashlar does not speak"
                    )
                    {
                        Path = path,
                        Line = line,
                        Remedy =
                            "Give the address of its streamable HTTP endpoint with \"type\": \"http\", or declare it as a program with `command` and `args`",
                    },
                },
            };
        }

        private ToolServer Remote(JsonElement value)
        {
            const string Form = "Write {\"type\": \"http\", \"url\": \"https://HOST/PATH\", \"headers\": {\"NAME\": \"VALUE\"}}";
            var address = Text(value, "url") ?? "";
            return !address.StartsWith("${", StringComparison.Ordinal) && ServerAddress.Of(address) is null
                    ? Refused("`url` is no http or https address", Form)
                : Map(value, "headers", IsHeader) is not { } headers ? Refused("`headers` is no map of texts", Form)
                : server with { Address = address, Headers = headers };
        }

        private ToolServer Program(JsonElement value) =>
            Text(value, "command") is not { Length: > 0 } command || command.Contains('\0', StringComparison.Ordinal)
                ? Refused("`command` is no text that names a program", Example)
            : Arguments(value) is not { } arguments ? Refused("`args` is no list of texts", Example)
            : Map(value, "env", IsVariable) is not { } variables ? Refused("`env` is no map of texts", Example)
            : server with { Command = command, Arguments = arguments, Environment = variables };

        private const string Example = "Write {\"command\": \"PROGRAM\", \"args\": [\"ONE\"], \"env\": {\"NAME\": \"VALUE\"}}";

        public static Problem Wrong(ToolServer server, string why, string remedy) =>
            new("mcp.server-invalid", $"The MCP server {ShownText.Line(server.Name)} cannot be used: {why}")
            {
                Path = server.Path,
                Line = server.Line,
                Remedy = remedy,
            };

        private ToolServer Refused(string why, string remedy) => server with { Fault = Wrong(server, why, remedy) };

        private static string NameOf(string written) =>
            string.Concat(
                written.Take(LongestName).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_')
            );

        private static string? Text(JsonElement map, string key) =>
            map.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        private static List<string>? Arguments(JsonElement map)
        {
            if (!map.TryGetProperty("args", out var list))
            {
                return [];
            }

            return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(one => IsText(one))
                ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
                : null;
        }

        private static Dictionary<string, string>? Map(JsonElement map, string key, Func<string, bool> isName)
        {
            if (!map.TryGetProperty(key, out var pairs))
            {
                return new Dictionary<string, string>(StringComparer.Ordinal);
            }

            return pairs.ValueKind == JsonValueKind.Object && pairs.EnumerateObject().All(one => isName(one.Name) && IsText(one.Value))
                ? pairs.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!, StringComparer.Ordinal)
                : null;
        }

        private static bool IsText(JsonElement value) =>
            value.ValueKind == JsonValueKind.String && !value.GetString()!.Contains('\0', StringComparison.Ordinal);

        // The tokens of RFC 9110, without those that nobody uses.
        private static bool IsHeader(string name) =>
            name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

        private static bool IsVariable(string name) =>
            name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
    }
}
