using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ashlar.EndToEnd.Servers;

/// <summary>MCP servers that run elsewhere and are reached by streamable HTTP.</summary>
public sealed class RemoteServers
{
    private readonly string token = $"tok-{Guid.NewGuid():N}";

    [Fact]
    public async Task Its_tools_are_offered_and_its_headers_carry_a_secret_that_nobody_sees()
    {
        await using var far = await FarServer.StartAsync(token);
        using var project = Declaring($"{far.Address}/mcp");
        await using var server = await Script
            .Of(
                "1",
                OwnServer.Call("echo", new { text = "hello" }),
                OwnServer.Call("tell", new { text = "x" }),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await Run(project).With("FAR_TOKEN", token).Asking(server).EndsWithAsync(0);

        Assert.Contains("mcp__own__echo", server.Requests[0].Tools);
        Assert.Equal("hello", server.Requests[1].LastResultText);
        // The server says what it was sent: the positive control of the mask.
        Assert.Contains("Bearer ", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain(token, server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("tools/call", far.Asked);
        Assert.All(far.Authorizations, sent => Assert.Equal($"Bearer {token}", sent));
    }

    [Theory]
    [InlineData("wrong", "401")]
    [InlineData("moved", "307")]
    public async Task One_that_refuses_or_sends_elsewhere_is_told_and_the_task_is_done_without_it(string how, string status)
    {
        await using var other = await FarServer.StartAsync(token);
        await using var far = await FarServer.StartAsync(token, how == "moved" ? $"{other.Address}/mcp" : null);
        using var project = Declaring($"{far.Address}/mcp");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        await Run(project).With("FAR_TOKEN", how == "wrong" ? $"tok-{Guid.NewGuid():N}" : token).Asking(server).EndsWithAsync(0);

        Assert.Contains(status, project.Journal().Of("tools.listed")[0].GetRawText(), StringComparison.Ordinal);
        Assert.Empty(other.Asked);
        Assert.NotEmpty(far.Asked);
    }

    private static Project Declaring(string address) =>
        OwnServer.Project(
            declared: new JsonObject
            {
                ["mcpServers"] = new JsonObject
                {
                    ["own"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["url"] = address,
                        ["headers"] = new JsonObject { ["Authorization"] = "Bearer ${FAR_TOKEN}" },
                    },
                },
            }.ToJsonString()
        );

    private static AshlarCommand Run(Project project) => project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust");

    /// <summary>A server that answers each request with JSON.</summary>
    private sealed class FarServer(string token, string? movedTo) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> asked = new();
        private readonly ConcurrentQueue<string> authorizations = new();
        private LoopbackServer? server;

        public string Address => server!.Address;

        public IReadOnlyList<string> Asked => [.. asked];

        public IReadOnlyList<string> Authorizations => [.. authorizations];

        public static async Task<FarServer> StartAsync(string token, string? movedTo = null)
        {
            var far = new FarServer(token, movedTo);
            far.server = await LoopbackServer.StartAsync(far.AnswerAsync);
            return far;
        }

        public ValueTask DisposeAsync() => server!.DisposeAsync();

        private async Task AnswerAsync(HttpContext context)
        {
            if (context.Request.Method != "POST")
            {
                context.Response.StatusCode = 405;
                return;
            }

            var request = (await JsonNode.ParseAsync(context.Request.Body))!;
            var method = request["method"]!.GetValue<string>();
            var sent = context.Request.Headers.Authorization.ToString();
            asked.Enqueue(method);
            authorizations.Enqueue(sent);
            if (movedTo is not null)
            {
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = movedTo;
                return;
            }

            if (sent != $"Bearer {token}")
            {
                context.Response.StatusCode = 401;
                return;
            }

            if (request["id"] is not { } id)
            {
                context.Response.StatusCode = 202;
                return;
            }

            JsonObject Tool(string name) =>
                new()
                {
                    ["name"] = name,
                    ["inputSchema"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string" } },
                    },
                };
            var parameters = request["params"];
            JsonNode? result = method switch
            {
                "initialize" => new JsonObject
                {
                    ["protocolVersion"] = parameters!["protocolVersion"]!.DeepClone(),
                    ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                    ["serverInfo"] = new JsonObject { ["name"] = "far", ["version"] = "1" },
                },
                "tools/list" => new JsonObject { ["tools"] = new JsonArray(Tool("echo"), Tool("tell")) },
                "tools/call" => new JsonObject
                {
                    ["content"] = new JsonArray(
                        new JsonObject
                        {
                            ["type"] = "text",
                            ["text"] =
                                parameters!["name"]!.GetValue<string>() == "tell"
                                    ? sent
                                    : parameters["arguments"]!["text"]!.GetValue<string>(),
                        }
                    ),
                },
                _ => null,
            };
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                (
                    result is null
                        ? new JsonObject
                        {
                            ["jsonrpc"] = "2.0",
                            ["id"] = id.DeepClone(),
                            ["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Method not found" },
                        }
                        : new JsonObject
                        {
                            ["jsonrpc"] = "2.0",
                            ["id"] = id.DeepClone(),
                            ["result"] = result,
                        }
                ).ToJsonString()
            );
        }
    }
}
