using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Ashlar.Testing;

/// <summary>
/// A model provider for tests: a real HTTP server on 127.0.0.1 with a free port that speaks Anthropic Messages (<c>POST /v1/messages</c>)
/// and OpenAI Chat Completions (<c>POST /v1/chat/completions</c>), streaming, and answers what a script says. One script serves both.
/// </summary>
/// <example><code>
/// await using var server = await ScriptedModelServer.StartAsync(request => request.Turn switch
/// {
///     1 => ScriptedAnswer.Call("Read", new { file_path = "a.txt" }),
///     _ => ScriptedAnswer.Text("done"),
/// });
/// // start the program with server.Environment(WireProtocol.Anthropic), then look at server.Requests
/// </code></example>
public sealed class ScriptedModelServer : IAsyncDisposable
{
    private readonly Func<RecordedRequest, ScriptedAnswer> script;
    private readonly WebApplication application;
    private readonly Lock gate = new();
    private readonly List<RecordedRequest> requests = [];
    private readonly List<(int Count, TaskCompletionSource Arrived)> waiting = [];

    private ScriptedModelServer(Func<RecordedRequest, ScriptedAnswer> script)
    {
        this.script = script;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinResponseDataRate = null;
        });
        application = builder.Build();
        application.Run(AnswerAsync);
    }

    /// <summary>The server's address, without a path and without a trailing slash.</summary>
    public string Address { get; private set; } = "";

    /// <summary>All requests so far, in order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>Starts a server that gives these answers one after the other; a request too many gets a 400 that says so.</summary>
    public static Task<ScriptedModelServer> StartAsync(params IReadOnlyList<ScriptedAnswer> answers) =>
        StartAsync(request =>
            request.Number <= answers.Count
                ? answers[request.Number - 1]
                : ScriptedAnswer.Fails(400, "script_exhausted", $"the script has {answers.Count} answers, this is request {request.Number}")
        );

    /// <summary>Starts a server whose answers a function gives; it is called at the same time for requests that come at the same time.</summary>
    public static async Task<ScriptedModelServer> StartAsync(Func<RecordedRequest, ScriptedAnswer> script)
    {
        var server = new ScriptedModelServer(script);
        await server.application.StartAsync();
        var addresses = server.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = addresses.Addresses.First();
        return server;
    }

    /// <summary>The environment that makes Ashlar talk to this server by one protocol, with a made-up key.</summary>
    public IReadOnlyDictionary<string, string> Environment(WireProtocol protocol) =>
        protocol is WireProtocol.Anthropic
            ? new Dictionary<string, string> { ["ANTHROPIC_BASE_URL"] = Address, ["ANTHROPIC_API_KEY"] = Key }
            : new Dictionary<string, string> { ["OPENAI_BASE_URL"] = Address + "/v1", ["OPENAI_API_KEY"] = Key };

    /// <summary>The made-up key of <see cref="Environment"/>, different for every server.</summary>
    public string Key { get; } = "made-up-" + Guid.NewGuid().ToString("n");

    /// <summary>Completes when at least this many requests have arrived.</summary>
    public Task RequestsReachAsync(int count)
    {
        lock (gate)
        {
            if (requests.Count >= count)
            {
                return Task.CompletedTask;
            }

            var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((count, arrived));
            return arrived.Task;
        }
    }

    /// <summary>Stops the server; requests that are still being answered are aborted.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (context.Request.Method is not "POST" || path is not ("/v1/messages" or "/v1/chat/completions"))
        {
            context.Response.StatusCode = 404;
            return;
        }

        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        var protocol = path is "/v1/messages" ? WireProtocol.Anthropic : WireProtocol.OpenAI;
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        var request = Record(protocol, headers, bytes.ToArray(), context.Request.QueryString.Value ?? "");
        await new ScriptedResponse(context.Response, request, script(request)).SendAsync(context.RequestAborted);
    }

    private RecordedRequest Record(WireProtocol protocol, Dictionary<string, string> headers, byte[] bytes, string query)
    {
        lock (gate)
        {
            var request = new RecordedRequest(requests.Count + 1, protocol, headers, bytes) { Query = query };
            requests.Add(request);
            foreach (var (_, arrived) in waiting.Where(wait => wait.Count <= requests.Count))
            {
                arrived.TrySetResult();
            }

            return request;
        }
    }
}
