using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Anthropic;
using Ashlar.Providers.OpenAI;
using Ashlar.Providers.Wire;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

/// <summary>A conversation with a scripted server by one of the two protocols.</summary>
internal sealed class Talk : IAsyncDisposable, IProgress<ModelProgress>
{
    private readonly SocketsHttpHandler handler = ModelConnections.Open();

    private Talk(ScriptedModelServer server, WireProtocol protocol, TimeProvider clock)
    {
        Server = server;
        var endpoint = new ModelEndpoint(new Uri(protocol is WireProtocol.Anthropic ? server.Address : server.Address + "/v1"))
        {
            Mask = SecretMask.None,
            Key = server.Key,
            KeyName = "TEST_KEY",
            KeyHeader = protocol is WireProtocol.Anthropic ? "x-api-key" : "Authorization",
            KeyPrefix = protocol is WireProtocol.Anthropic ? "" : "Bearer ",
        };
        Model =
            protocol is WireProtocol.Anthropic
                ? new AnthropicModel("m-1", endpoint, handler, clock)
                : new OpenAIModel("openai", "m-1", endpoint, handler, clock);
    }

    public ScriptedModelServer Server { get; }

    public IModel Model { get; }

    public Conversation Conversation { get; init; } = new(Said.Text("You work."), [Read]);

    public List<ModelProgress> Progress { get; } = [];

    public static ToolSpec Read { get; } =
        new("Read", "Reads a file.", JsonElement.Parse("""{"type":"object","properties":{"file_path":{"type":"string"}}}"""));

    public static async Task<Talk> StartAsync(WireProtocol protocol, params IReadOnlyList<ScriptedAnswer> answers) =>
        new(await ScriptedModelServer.StartAsync(answers), protocol, TimeProvider.System);

    public static async Task<Talk> StartAsync(WireProtocol protocol, TimeProvider clock, params IReadOnlyList<ScriptedAnswer> answers) =>
        new(await ScriptedModelServer.StartAsync(answers), protocol, clock);

    public static async Task<Talk> StartAsync(WireProtocol protocol, Func<RecordedRequest, ScriptedAnswer> script, ToolSpec? tool = null) =>
        new(await ScriptedModelServer.StartAsync(script), protocol, TimeProvider.System)
        {
            Conversation = new(Said.Text("You work."), [tool ?? Read]),
        };

    /// <summary>Says something (if anything) and asks; an answer is added to the conversation.</summary>
    public async Task<ModelOutcome> AskAsync(params IReadOnlyList<ContentBlock> said)
    {
        if (said.Count > 0)
        {
            Conversation.Add(new Message(Role.User, said));
        }

        var outcome = await Model.AskAsync(new ModelRequest(Conversation, 1000), this, CancellationToken.None);
        if (outcome is ModelAnswer { Content.Count: > 0 } answer)
        {
            Conversation.Add(new Message(Role.Assistant, answer.Content));
        }

        return outcome;
    }

    public async Task<ModelAnswer> AnswerAsync(params IReadOnlyList<ContentBlock> said) => Assert.IsType<ModelAnswer>(await AskAsync(said));

    public async Task<ModelFailure> FailureAsync() => Assert.IsType<ModelFailure>(await AskAsync(new TextBlock(Said.Text("Go."))));

    public static ToolResult Result(string callId, string text, bool isError = false) =>
        new(callId, [new TextBlock(Said.Text(text))], isError);

    public void Report(ModelProgress value) => Progress.Add(value);

    public async ValueTask DisposeAsync()
    {
        handler.Dispose();
        await Server.DisposeAsync();
    }
}
