using System.Text.Json;
using System.Text.Json.Nodes;
using Ashlar.Core.Tools;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ashlar.Protocols;

/// <summary>A list of tools as the server wrote it, for one of which a part has not the form that the package wants.</summary>
internal static class ServerList
{
    private const int MostPages = 32;
    private static readonly JsonElement nothing = JsonDocument.Parse("null").RootElement.Clone();

    /// <summary>Asks for it.</summary>
    public static async Task<IReadOnlyList<OfferedTool>> ReadAsync(McpClient client, CancellationToken cancellationToken)
    {
        var offered = new List<OfferedTool>();
        string? cursor = null;
        for (var page = 0; page == 0 || (cursor is not null && page < MostPages); page++)
        {
            var parameters = new JsonObject();
            if (cursor is not null)
            {
                parameters["cursor"] = cursor;
            }

            var response = await client
                .SendRequestAsync(new JsonRpcRequest { Method = "tools/list", Params = parameters }, cancellationToken)
                .ConfigureAwait(false);
            using var document = JsonDocument.Parse(response.Result?.ToJsonString() ?? "{}");
            var result = document.RootElement;
            if (result.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array)
            {
                offered.AddRange(tools.EnumerateArray().Where(tool => tool.ValueKind == JsonValueKind.Object).Select(Offered));
            }

            cursor = Text(result, "nextCursor");
        }

        return offered;
    }

    private static OfferedTool Offered(JsonElement tool) =>
        new(
            Text(tool, "name") ?? "",
            Text(tool, "description") ?? Text(tool, "title") ?? "",
            tool.TryGetProperty("inputSchema", out var schema) ? schema.Clone() : nothing
        );

    private static string? Text(JsonElement map, string key) =>
        map.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
