using System.Text;
using Ashlar.Core;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Catalog;
using Ashlar.Providers.Wire;
using Ashlar.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace Ashlar.Providers.Tests;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly SocketsHttpHandler handler = ModelConnections.Open();
    private readonly Dictionary<string, string> environment = new() { ["OLLAMA_HOST"] = "127.0.0.1:1" };

    public void Dispose() => handler.Dispose();

    [Fact]
    public async Task The_command_line_wins_over_front_matter_and_configuration()
    {
        environment["ANTHROPIC_API_KEY"] = "k";
        environment["OPENAI_API_KEY"] = "k";
        var wishes = new ModelWishes
        {
            Folder = "/",
            CommandLine = "openai/a",
            Agent = "anthropic/b",
            Configured = "anthropic/c",
        };

        Assert.Equal("openai/a", await NameAsync(wishes));
        Assert.Equal("anthropic/b", await NameAsync(wishes with { CommandLine = null }));
        Assert.Equal("anthropic/c", await NameAsync(wishes with { CommandLine = null, Agent = "inherit" }));
        Assert.Equal("anthropic/c", await NameAsync(wishes with { CommandLine = null, Agent = null }));
        Assert.Equal("anthropic/claude-sonnet-4-5", await NameAsync(new ModelWishes { Folder = "/" }));
        environment.Remove("ANTHROPIC_API_KEY");
        Assert.Equal("openai/gpt-5", await NameAsync(new ModelWishes { Folder = "/" }));
    }

    [Fact]
    public async Task Aliases_are_the_configurations_else_built_in_while_Anthropics_key_is_set()
    {
        environment["ANTHROPIC_AUTH_TOKEN"] = "t";
        environment["OPENAI_API_KEY"] = "k";
        var mapped = new Dictionary<string, string> { ["sonnet"] = "big", ["big"] = "openai/gpt-5" };

        Assert.Equal("anthropic/claude-haiku-4-5", await NameAsync(new ModelWishes { Folder = "/", Agent = "haiku" }));
        Assert.Equal(
            "openai/gpt-5",
            await NameAsync(
                new ModelWishes
                {
                    Folder = "/",
                    Agent = "sonnet",
                    Aliases = mapped,
                }
            )
        );
        Assert.Equal("anthropic/claude-opus-4-5", await NameAsync(new ModelWishes { Folder = "/", CommandLine = "opus" }));
    }

    [Theory]
    [InlineData("sonnet", "model.no-key")]
    [InlineData("anthropic/claude-sonnet-4-5", "model.no-key")]
    [InlineData("gemini-3-pro", "model.unknown")]
    [InlineData("[sonnet, opus]", "model.unknown")]
    [InlineData("cassette:missing.jsonl", "model.no-cassette")]
    public async Task A_name_that_cannot_be_used_falls_back_with_one_warning_but_not_on_the_command_line(string name, string code)
    {
        environment["OPENAI_API_KEY"] = "k";
        using var folder = new TemporaryFolder();
        var wishes = new ModelWishes { Folder = folder.Path };

        var choice = await Catalog().ChooseAsync(wishes with { Agent = name, AgentPath = "a.md", Configured = "openai/c" }, default);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => Catalog().ChooseAsync(wishes with { CommandLine = name }, default));

        Assert.Equal("openai/c", choice.Name);
        var warning = Assert.Single(choice.Warnings);
        Assert.Equal((code, "a.md", true), (warning.Code, warning.Path, warning.Warning));
        Assert.Equal((2, code, false), (refused.ExitStatus, refused.Problems[0].Code, refused.Problems[0].Warning));
        Assert.All([warning, refused.Problems[0]], problem => Assert.NotNull(problem.Remedy));
    }

    [Fact]
    public async Task Without_any_model_there_is_a_remedy()
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            Catalog().ChooseAsync(new ModelWishes { Folder = "/", Agent = "opus" }, default)
        );

        Assert.Equal((2, "model.none"), (refused.ExitStatus, refused.Problems[0].Code));
        Assert.Contains("ANTHROPIC_API_KEY", refused.Problems[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_Ollama_that_answers_is_the_last_resort()
    {
        await using var ollama = await StartOllamaAsync("""{"models":[{"name":"qwen3:8b"},{"name":"other"}]}""");
        await using var empty = await StartOllamaAsync("""{"models":[]}""");

        environment["OLLAMA_HOST"] = ollama.Urls.First();
        Assert.Equal("ollama/qwen3:8b", await NameAsync(new ModelWishes { Folder = "/" }));
        environment["OLLAMA_HOST"] = empty.Urls.First();
        await Assert.ThrowsAsync<ProblemException>(() => NameAsync(new ModelWishes { Folder = "/" }));
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:11434/v1")]
    [InlineData("", "http://127.0.0.1:11434/v1")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/v1")]
    [InlineData("gpu", "http://gpu:11434/v1")]
    [InlineData("gpu:80", "http://gpu/v1")]
    [InlineData(":5000", "http://127.0.0.1:5000/v1")]
    [InlineData("https://gpu.example.org", "https://gpu.example.org/v1")]
    [InlineData("http://gpu:1234/", "http://gpu:1234/v1")]
    public void Ollamas_address_is_read_as_its_own_programs_read_it(string? value, string expected)
    {
        var settings = new ProviderSettings(name => name is "OLLAMA_HOST" ? value : null, SecretMask.None);

        Assert.Equal(expected, settings.Ollama().Base.AbsoluteUri);
    }

    [Theory]
    [InlineData("ANTHROPIC_BASE_URL", "localhost:8080")]
    [InlineData("ANTHROPIC_BASE_URL", "not an address")]
    [InlineData("ANTHROPIC_API_KEY", "two words")]
    public async Task A_setting_that_makes_no_sense_is_named(string variable, string value)
    {
        environment["ANTHROPIC_API_KEY"] = "k";
        environment[variable] = value;

        var refused = await Assert.ThrowsAsync<ProblemException>(() => NameAsync(new ModelWishes { Folder = "/" }));

        Assert.StartsWith(variable, refused.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitStatus);
    }

    [Theory]
    [InlineData("anthropic/m", "", "x-api-key", "")]
    [InlineData("anthropic/m", "/v1/", "x-api-key", "")]
    [InlineData("openai/m", "/v1", "Authorization", "Bearer ")]
    [InlineData("ollama/m", "", null, "")]
    public async Task Each_provider_is_asked_at_its_address_with_its_key(string name, string path, string? header, string prefix)
    {
        await using var server = await ScriptedModelServer.StartAsync(ScriptedAnswer.Text("Yes."));
        foreach (var variable in new[] { "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "OLLAMA_HOST" })
        {
            environment[variable] = server.Address + path;
        }

        environment["ANTHROPIC_API_KEY"] = server.Key;
        environment["OPENAI_API_KEY"] = server.Key;
        var conversation = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));

        var model = Catalog().Make(name, new ModelWishes { Folder = "/" });
        var outcome = await model.AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None);

        Assert.Equal("Yes.", Assert.IsType<ModelAnswer>(outcome).Text);
        Assert.Equal("m", server.Requests[0].Model);
        var sent = server.Requests[0].Headers.Where(pair => pair.Value.Contains(server.Key, StringComparison.Ordinal));
        Assert.Equal(header is null ? [] : [(header, prefix + server.Key)], sent.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task A_bearer_token_for_Anthropic_is_sent_as_such()
    {
        await using var server = await ScriptedModelServer.StartAsync(ScriptedAnswer.Text("Yes."));
        environment["ANTHROPIC_BASE_URL"] = server.Address;
        environment["ANTHROPIC_AUTH_TOKEN"] = server.Key;
        var conversation = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));

        await Catalog()
            .Make("anthropic/m", new ModelWishes { Folder = "/" })
            .AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None);

        Assert.Equal("Bearer " + server.Key, server.Requests[0].Headers["Authorization"]);
        Assert.DoesNotContain("x-api-key", server.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task A_fallback_that_cannot_be_used_is_a_warning()
    {
        environment["ANTHROPIC_API_KEY"] = "k";

        var choice = await Catalog().ChooseAsync(new ModelWishes { Folder = "/", Fallback = ["openai/gpt-5", "ollama/x"] }, default);

        Assert.Equal(("anthropic/claude-sonnet-4-5", "model.no-key"), (choice.Name, Assert.Single(choice.Warnings).Code));
    }

    [Fact]
    public async Task Where_the_model_and_its_stand_in_are_both_busy_the_nearest_reset_is_waited_for()
    {
        await using var server = await ScriptedModelServer.StartAsync(request =>
            ScriptedAnswer.Fails(429, "rate_limit_error", "later", ("Retry-After", request.Number == 1 ? "7200" : "3600"))
        );
        environment["ANTHROPIC_BASE_URL"] = server.Address;
        environment["OPENAI_BASE_URL"] = server.Address + "/v1";
        environment["ANTHROPIC_API_KEY"] = environment["OPENAI_API_KEY"] = server.Key;
        var wishes = new ModelWishes
        {
            Folder = "/",
            CommandLine = "anthropic/m",
            Fallback = ["openai/n"],
        };
        var choice = await Catalog().ChooseAsync(wishes, CancellationToken.None);
        var conversation = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));
        using var waiting = new CancellationTokenSource();
        var waits = new FirstWait(waiting);
        var start = DateTimeOffset.UtcNow;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            choice.Model.AskAsync(new ModelRequest(conversation, 10), waits, waiting.Token)
        );

        Assert.Equal(["m", "n"], server.Requests.Select(request => request.Model));
        Assert.InRange(waits.Until, start.AddMinutes(60), DateTimeOffset.UtcNow.AddMinutes(61));
    }

    /// <summary>Ends a request at the first wait that it reports.</summary>
    private sealed class FirstWait(CancellationTokenSource end) : IProgress<ModelProgress>
    {
        public DateTimeOffset Until { get; private set; }

        public void Report(ModelProgress value)
        {
            Until = value.Waiting!.Until;
            end.Cancel();
        }
    }

    private ModelCatalog Catalog() => new(environment.GetValueOrDefault, handler, TimeProvider.System, SecretMask.None);

    private async Task<string> NameAsync(ModelWishes wishes)
    {
        var choice = await Catalog().ChooseAsync(wishes, CancellationToken.None);
        Assert.Equal(choice.Name, choice.Model.Name);
        return choice.Name;
    }

    private static async Task<WebApplication> StartOllamaAsync(string tags)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/api/tags" ? 200 : 404;
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(tags)).AsTask();
        });
        await application.StartAsync();
        return application;
    }
}
