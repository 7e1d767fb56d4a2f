using System.Text;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.OpenAI;
using Ashlar.Providers.Shapes;
using Ashlar.Providers.Wire;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

public sealed class EndpointMemoryTests
{
    [Fact]
    public async Task What_an_endpoint_refused_is_known_to_the_next_process_for_that_endpoint_and_model_alone()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PickyAsync();

        var first = await AskAsync(server, "m-1", new EndpointMemory(folder["endpoints"], TimeProvider.System));
        var again = await AskAsync(server, "m-1", new EndpointMemory(folder["endpoints"], TimeProvider.System));
        var other = await AskAsync(server, "m-2", new EndpointMemory(folder["endpoints"], TimeProvider.System));
        var late = new ManualClock();
        late.Advance(TimeSpan.FromDays(40_000));
        var old = await AskAsync(server, "m-1", new EndpointMemory(folder["endpoints"], late));

        Assert.Equal((2, 1, 2, 2), (first, again, other, old));
        var kept = string.Concat(Directory.GetFiles(folder["endpoints"]).Select(File.ReadAllText));
        Assert.Contains("leave-out stream_options", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("m-1", kept + string.Concat(Directory.GetFiles(folder["endpoints"])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_as_none()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PickyAsync();
        await AskAsync(server, "m-1", new EndpointMemory(folder["endpoints"], TimeProvider.System));
        foreach (
            var text in new[]
            {
                "",
                "{",
                "[]",
                """{"version":1,"at":"never","changes":[1]}""",
                """{"version":1,"at":"2026-01-01T00:00:00Z","changes":["unheard of"]}""",
            }
        )
        {
            await File.WriteAllTextAsync(Assert.Single(Directory.GetFiles(folder["endpoints"])), text);

            Assert.Equal(2, await AskAsync(server, "m-1", new EndpointMemory(folder["endpoints"], TimeProvider.System)));
        }
    }

    [Fact]
    public async Task A_query_of_the_base_address_stays_behind_the_path()
    {
        await using var server = await ScriptedModelServer.StartAsync(_ => ScriptedAnswer.Text("Yes."));
        var endpoint = new ModelEndpoint(new Uri(server.Address + "/v1/?api-version=2025-01-01&x=a%20b")) { Mask = SecretMask.None };

        await OneAsync(endpoint, "m-1");

        Assert.Equal("?api-version=2025-01-01&x=a%20b", Assert.Single(server.Requests).Query);
    }

    [Fact]
    public async Task A_key_goes_into_the_header_that_the_endpoint_asks_for()
    {
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Headers.ContainsKey("api-key")
                ? ScriptedAnswer.Text("Yes.")
                : ScriptedAnswer.Bytes(
                    401,
                    "application/json",
                    """{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}"""u8.ToArray()
                )
        );
        var endpoint = new ModelEndpoint(new Uri(server.Address + "/v1"))
        {
            Mask = SecretMask.None,
            Key = server.Key,
            KeyHeader = "Authorization",
            KeyPrefix = "Bearer ",
        };

        await OneAsync(endpoint, "m-1");

        Assert.Equal(server.Key, server.Requests[1].Headers["api-key"]);
        Assert.False(server.Requests[1].Headers.ContainsKey("Authorization"));
    }

    private static Task<ScriptedModelServer> PickyAsync() =>
        ScriptedModelServer.StartAsync(request =>
            request.Body.TryGetProperty("stream_options", out _)
                ? ScriptedAnswer.Bytes(400, "text/plain", Encoding.UTF8.GetBytes("unknown field stream_options"))
                : ScriptedAnswer.Text("Yes.")
        );

    private static async Task<int> AskAsync(ScriptedModelServer server, string model, EndpointMemory memory)
    {
        var before = server.Requests.Count;
        await OneAsync(new ModelEndpoint(new Uri(server.Address + "/v1")) { Mask = SecretMask.None, Memory = memory }, model);
        return server.Requests.Count - before;
    }

    private static async Task OneAsync(ModelEndpoint endpoint, string name)
    {
        using var handler = ModelConnections.Open();
        var conversation = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));
        var model = new OpenAIModel("openai", name, endpoint, handler, TimeProvider.System);
        Assert.IsType<ModelAnswer>(await model.AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None));
    }
}
