using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.OpenAI;
using Ashlar.Providers.Wire;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

public sealed class FailureTests
{
    private static readonly WireProtocol[] both = [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [InlineData(400, "invalid_request_error", "bad", FailureKind.BadRequest)]
    [InlineData(401, "authentication_error", "no", FailureKind.Authentication)]
    [InlineData(402, "billing_error", "no", FailureKind.Authentication)]
    [InlineData(403, "permission_error", "no", FailureKind.Authentication)]
    [InlineData(404, "not_found_error", "model: m-1", FailureKind.NotFound)]
    [InlineData(408, "timeout", "slow", FailureKind.Server)]
    [InlineData(409, "conflict", "again", FailureKind.Server)]
    [InlineData(413, "request_too_large", "big", FailureKind.TooLong)]
    [InlineData(429, "rate_limit_error", "slow down", FailureKind.RateLimited)]
    [InlineData(429, "insufficient_quota", "You exceeded your current quota", FailureKind.Authentication)]
    [InlineData(400, "invalid_request_error", "Your credit balance is too low", FailureKind.Authentication)]
    [InlineData(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum", FailureKind.TooLong)]
    [InlineData(400, "context_length_exceeded", "This model's maximum context length is 128000 tokens.", FailureKind.TooLong)]
    [InlineData(500, "api_error", "oops", FailureKind.Server)]
    [InlineData(503, "unavailable", "oops", FailureKind.Server)]
    [InlineData(529, "overloaded_error", "Overloaded", FailureKind.Overloaded)]
    [Trait("case", "MODEL-009")]
    public async Task A_status_is_told_with_the_providers_own_words(int status, string type, string message, FailureKind expected)
    {
        foreach (var protocol in both)
        {
            await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Fails(status, type, message));

            var failure = await talk.FailureAsync();

            var place = new Uri(talk.Server.Address).Authority;
            var told = failure with { Window = null };
            Assert.Equal(new ModelFailure(expected, Said.Text($"{place} answered {status}: {type}: {message}")) { Status = status }, told);
        }
    }

    [Fact]
    [Trait("case", "MODEL-009")]
    public async Task An_error_page_of_a_proxy_is_told_by_its_title()
    {
        var page = "<html><head><title>502 Bad Gateway</title></head><body>…</body></html>"u8.ToArray();
        await using var talk = await Talk.StartAsync(WireProtocol.Anthropic, ScriptedAnswer.Bytes(502, "text/html", page));

        var failure = await talk.FailureAsync();

        Assert.Equal((FailureKind.Server, 502), (failure.Kind, failure.Status));
        Assert.EndsWith("answered 502: an HTML page, \"502 Bad Gateway\"", failure.Message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\"object\":\"error\",\"message\":\"no room left\",\"type\":\"x\",\"code\":400}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"detail\":\"no room left\"}\n\n")]
    [InlineData("event: error\ndata: {\"error\":\"no room left\"}\n\n")]
    [InlineData("{\"message\":\"no room left\"}")]
    public async Task An_error_in_a_stream_is_told_however_it_is_wrapped(string body)
    {
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Stream(body));

        Assert.Contains("no room left", (await talk.FailureAsync()).Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_or_an_error_object_with_status_200_is_a_failure()
    {
        foreach (var protocol in both)
        {
            await using var talk = await Talk.StartAsync(
                protocol,
                ScriptedAnswer.Bytes(200, "text/html", "<!doctype html><p>Sign in"u8.ToArray()),
                ScriptedAnswer.Fails(200, "overloaded_error", "Overloaded"),
                ScriptedAnswer.Bytes(200, "application/json", "{\"status\":\"fine\"}"u8.ToArray()),
                ScriptedAnswer.Bytes(200, "application/json", "{\"error\":\"model not loaded\"}"u8.ToArray()),
                ScriptedAnswer.Bytes(200, "application/json", "{\"type\":\"mess"u8.ToArray()),
                ScriptedAnswer.Bytes(200, "text/event-stream", [])
            );

            var kinds = new List<FailureKind>();
            for (var request = 0; request < 6; request++)
            {
                kinds.Add((await talk.FailureAsync()).Kind);
            }

            Assert.Equal(
                [
                    FailureKind.Server,
                    FailureKind.Overloaded,
                    FailureKind.Server,
                    FailureKind.Server,
                    FailureKind.Connection,
                    FailureKind.Connection,
                ],
                kinds
            );
        }
    }

    [Fact]
    [Trait("case", "MODEL-010")]
    public async Task An_error_event_in_the_middle_of_a_stream_is_a_failure()
    {
        foreach (var protocol in both)
        {
            foreach (
                var (type, kind) in new[]
                {
                    ("overloaded_error", FailureKind.Overloaded),
                    ("rate_limit_error", FailureKind.RateLimited),
                    ("api_error", FailureKind.Server),
                }
            )
            {
                await using var talk = await Talk.StartAsync(
                    protocol,
                    ScriptedAnswer.Text("Half an answer") with
                    {
                        ErrorEvent = (3, type, "Sorry"),
                    }
                );

                var failure = await talk.FailureAsync();

                Assert.Equal(kind, failure.Kind);
                Assert.EndsWith($"{type}: Sorry", failure.Message.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_stream_cut_short_anywhere_is_never_an_answer()
    {
        foreach (var protocol in both)
        {
            var whole = ScriptedAnswer.Text("I write now.").ThenCall("Write", new { file_path = "a", content = "b" });
            // Both streams of this answer have more than six events before their end is told.
            for (var events = 0; events <= 6; events++)
            {
                await using var talk = await Talk.StartAsync(protocol, whole with { CutAfter = events }, whole with { EndAfter = events });

                Assert.Equal(FailureKind.Connection, (await talk.FailureAsync()).Kind);
                Assert.Equal(FailureKind.Connection, (await talk.FailureAsync()).Kind);
            }

            await using var control = await Talk.StartAsync(protocol, whole with { EndAfter = 100 });
            Assert.Equal(2, (await control.AnswerAsync(new TextBlock(Said.Text("Go.")))).Content.Count);
        }
    }

    [Fact]
    public async Task A_stream_that_ends_in_the_middle_of_an_event_is_cut_short_and_one_that_is_no_JSON_malformed()
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            ScriptedAnswer.Stream("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"del"),
            ScriptedAnswer.Stream("data: {\"choices\":[{\"del\n\ndata: [DONE]\n\n")
        );

        Assert.Equal(FailureKind.Connection, (await talk.FailureAsync()).Kind);
        Assert.Equal(FailureKind.Malformed, (await talk.FailureAsync()).Kind);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_lost_connection()
    {
        using var handler = ModelConnections.Open();
        var endpoint = new ModelEndpoint(new Uri("http://127.0.0.1:1/v1")) { Mask = SecretMask.None };
        var model = new OpenAIModel("ollama", "m", endpoint, handler, TimeProvider.System);
        var conversation = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));

        var outcome = await model.AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None);

        var failure = Assert.IsType<ModelFailure>(outcome);
        Assert.Equal(FailureKind.Connection, failure.Kind);
        Assert.StartsWith("no connection to 127.0.0.1:1: ", failure.Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_a_lost_connection()
    {
        foreach (var protocol in both)
        {
            var clock = new ManualClock();
            await using var talk = await Talk.StartAsync(protocol, clock, ScriptedAnswer.Text("Well") with { EndAfter = 3, Stalls = true });

            var asked = talk.FailureAsync();
            await talk.Server.RequestsReachAsync(1);
            while (!asked.IsCompleted)
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                await Task.Yield();
            }

            var failure = await asked;
            Assert.Equal(FailureKind.Connection, failure.Kind);
            Assert.EndsWith("no byte came for 300 s", failure.Message.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Cancellation_ends_a_request_that_is_not_answered()
    {
        var never = new TaskCompletionSource();
        await using var talk = await Talk.StartAsync(WireProtocol.Anthropic, ScriptedAnswer.Text("late").HeldUntil(never.Task));
        using var stop = new CancellationTokenSource();
        talk.Conversation.Add(Message.User(Said.Text("Go.")));

        var asked = talk.Model.AskAsync(new ModelRequest(talk.Conversation, 10), null, stop.Token);
        await talk.Server.RequestsReachAsync(1);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    [Trait("case", "MODEL-013")]
    public async Task An_answer_beyond_the_bounds_is_given_up()
    {
        var line = "data: {\"choices\":[{\"delta\":{\"content\":\"" + new string('x', 4_000_000) + "\"}}]}\n\n";
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            ScriptedAnswer.Stream(string.Concat(Enumerable.Repeat(line, 10))),
            ScriptedAnswer.Stream("data: " + new string('x', 9_000_000)),
            ScriptedAnswer.Stream(string.Concat(Enumerable.Repeat("data: {}\n\n", 200_001)))
        );

        foreach (var words in new[] { "characters", "a line is longer", "events" })
        {
            var failure = await talk.FailureAsync();

            Assert.Equal(FailureKind.Malformed, failure.Kind);
            Assert.Contains(words, failure.Message.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("case", "SECRET-008")]
    [Trait("case", "SECRET-009")]
    public async Task No_failure_holds_the_key_even_when_the_provider_repeats_it()
    {
        foreach (var protocol in both)
        {
            await using var talk = await Talk.StartAsync(
                protocol,
                request => ScriptedAnswer.Fails(401, "authentication_error", "bad: " + string.Join(' ', request.Headers.Values))
            );

            var failure = await talk.FailureAsync();

            Assert.DoesNotContain(talk.Server.Key, failure.Message.Text, StringComparison.Ordinal);
            Assert.Contains("[secret TEST_KEY]", failure.Message.Text, StringComparison.Ordinal);
        }
    }
}
