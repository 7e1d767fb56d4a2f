using Ashlar.Core.Models;
using Ashlar.Providers.Retries;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

public sealed class RetryingModelTests
{
    private static readonly ModelAnswer yes = ScriptedModel.Says("Yes.");

    [Theory]
    [InlineData(FailureKind.Connection)]
    [InlineData(FailureKind.Server)]
    [InlineData(FailureKind.Overloaded)]
    [InlineData(FailureKind.RateLimited)]
    [Trait("case", "MODEL-009")]
    [Trait("case", "MODEL-010")]
    public async Task Trouble_that_may_pass_is_tried_again_with_doubling_delays(FailureKind kind)
    {
        var clock = new ManualClock { SkipsWaits = true };
        var scripted = new ScriptedModel(
            new ModelFailure(kind, Said.Text("a")),
            new ModelFailure(kind, Said.Text("b")),
            new ModelFailure(kind, Said.Text("c")),
            yes
        );

        Assert.Same(yes, await AskAsync(scripted, clock));
        Assert.Equal([Seconds(0.5), Seconds(1), Seconds(2)], clock.Waits);
    }

    [Fact]
    public async Task After_six_further_tries_the_failure_is_returned()
    {
        var clock = new ManualClock { SkipsWaits = true };
        var scripted = new ScriptedModel((_, number) => new ModelFailure(FailureKind.Server, Said.Text($"try {number}")));

        Assert.Equal(new ModelFailure(FailureKind.Server, Said.Text("try 7")), await AskAsync(scripted, clock));
        Assert.Equal([Seconds(0.5), Seconds(1), Seconds(2), Seconds(4), Seconds(8), Seconds(16)], clock.Waits);
    }

    [Theory]
    [InlineData(FailureKind.Authentication)]
    [InlineData(FailureKind.NotFound)]
    [InlineData(FailureKind.BadRequest)]
    [InlineData(FailureKind.TooLong)]
    [InlineData(FailureKind.Exhausted)]
    public async Task What_cannot_pass_is_returned_at_once(FailureKind kind)
    {
        var clock = new ManualClock { SkipsWaits = true };
        var scripted = new ScriptedModel(new ModelFailure(kind, Said.Text("no")), yes);

        Assert.Equal(new ModelFailure(kind, Said.Text("no")), await AskAsync(scripted, clock));
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task A_malformed_answer_is_asked_for_once_more()
    {
        var clock = new ManualClock { SkipsWaits = true };
        var scripted = new ScriptedModel((_, number) => new ModelFailure(FailureKind.Malformed, Said.Text($"try {number}")));

        Assert.Equal(new ModelFailure(FailureKind.Malformed, Said.Text("try 2")), await AskAsync(scripted, clock));
    }

    [Fact]
    [Trait("case", "MODEL-009")]
    public async Task A_wait_that_the_provider_asks_for_is_obeyed_reported_and_no_try_that_counts()
    {
        var clock = new ManualClock { SkipsWaits = true };
        var limited = new ModelFailure(FailureKind.RateLimited, Said.Text("slow down")) { RetryAfter = TimeSpan.FromMinutes(5) };
        var scripted = new ScriptedModel([.. Enumerable.Repeat<ModelOutcome>(limited, 10), yes]);
        var reports = new Reports();
        var start = clock.GetUtcNow();

        Assert.Same(yes, await AskAsync(scripted, clock, reports));
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromMinutes(5), 10), clock.Waits);
        Assert.Equal(
            Enumerable
                .Range(1, 10)
                .Select(number => new ModelWait(Said.Text("slow down"), start + (number * TimeSpan.FromMinutes(5)), number)),
            reports.Waits
        );
    }

    [Fact]
    [Trait("case", "MODEL-009")]
    public async Task Waits_end_after_a_day_in_all_and_a_more_distant_reset_is_returned_at_once()
    {
        var clock = new ManualClock { SkipsWaits = true };
        var limited = new ModelFailure(FailureKind.RateLimited, Said.Text("later")) { RetryAfter = TimeSpan.FromHours(5) };
        var distant = limited with { RetryAfter = TimeSpan.FromDays(11) };

        Assert.Same(limited, await AskAsync(new ScriptedModel((_, _) => limited), clock));
        Assert.Equal(4, clock.Waits.Count);
        Assert.Same(distant, await AskAsync(new ScriptedModel((_, _) => distant), clock));
        Assert.Equal(4, clock.Waits.Count);
    }

    [Theory]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Overloaded)]
    [Trait("case", "MODEL-009")]
    public async Task A_wait_beyond_the_deadline_of_a_request_is_not_begun(FailureKind kind)
    {
        var clock = new ManualClock { SkipsWaits = true };
        var limited = new ModelFailure(kind, Said.Text("later")) { RetryAfter = TimeSpan.FromMinutes(25) };
        var model = new RetryingModel(new ScriptedModel(limited, limited, limited), clock, jitter: () => 0);
        var request = Request() with { Deadline = clock.GetUtcNow() + TimeSpan.FromMinutes(40) };

        Assert.Same(limited, await model.AskAsync(request, null, CancellationToken.None));
        Assert.Equal([TimeSpan.FromMinutes(25)], clock.Waits);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 2900)]
    [Trait("case", "MODEL-009")]
    public async Task A_reset_that_is_told_again_and_again_is_no_tight_loop(int seconds, int most)
    {
        var clock = new ManualClock { SkipsWaits = true };
        var scripted = new ScriptedModel(
            (_, _) => new ModelFailure(FailureKind.RateLimited, Said.Text("soon")) { RetryAfter = Seconds(seconds) }
        );

        Assert.IsType<ModelFailure>(await AskAsync(scripted, clock));
        Assert.InRange(scripted.Requests.Count, 2, most);
    }

    [Fact]
    public async Task A_server_in_trouble_that_says_when_to_come_back_is_obeyed()
    {
        var clock = new ManualClock { SkipsWaits = true };
        var scripted = new ScriptedModel(new ModelFailure(FailureKind.Server, Said.Text("restarting")) { RetryAfter = Seconds(20) }, yes);

        Assert.Same(yes, await AskAsync(scripted, clock));
        Assert.Equal([Seconds(20)], clock.Waits);
    }

    [Fact]
    public async Task Jitter_adds_up_to_a_quarter()
    {
        var clock = new ManualClock { SkipsWaits = true };
        var scripted = new ScriptedModel(new ModelFailure(FailureKind.Server, Said.Text("a")), yes);

        await new RetryingModel(scripted, clock, jitter: () => 0.8).AskAsync(Request(), null, CancellationToken.None);

        Assert.Equal([Seconds(0.6)], clock.Waits);
    }

    [Fact]
    public async Task Jitter_adds_no_more_than_a_minute_to_a_long_wait()
    {
        var clock = new ManualClock { SkipsWaits = true };
        var scripted = new ScriptedModel(
            new ModelFailure(FailureKind.RateLimited, Said.Text("a")) { RetryAfter = TimeSpan.FromHours(5) },
            yes
        );

        await new RetryingModel(scripted, clock, jitter: () => 0.5).AskAsync(Request(), null, CancellationToken.None);

        Assert.Equal([TimeSpan.FromHours(5) + Seconds(30)], clock.Waits);
    }

    [Fact]
    public async Task Cancellation_ends_a_wait()
    {
        var clock = new ManualClock();
        using var stop = new CancellationTokenSource();
        var scripted = new ScriptedModel((_, _) => new ModelFailure(FailureKind.Server, Said.Text("a")));

        var asked = new RetryingModel(scripted, clock).AskAsync(Request(), null, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7.0)]
    [InlineData("Retry-After", "0.5", 0.5)]
    [InlineData("Retry-After", "Mon, 05 Jan 2026 12:01:30 GMT", 30.0)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("Retry-After", "999999", 999999.0)]
    [InlineData("Retry-After", "99999999999999999999", 30 * 24 * 3600.0)]
    [InlineData("Retry-After", "-7", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "Mon, 05 Jan 2026 12:00:30 GMT", null)]
    [InlineData("X-Other", "7", null)]
    [Trait("case", "MODEL-009")]
    [Trait("case", "MODEL-024")]
    public async Task What_a_provider_says_about_waiting_is_read_by_its_own_clock(string name, string value, double? seconds)
    {
        (string, string)[] headers = [(name, value), ("Date", "Mon, 05 Jan 2026 12:01:00 GMT")];
        foreach (var protocol in Enum.GetValues<WireProtocol>())
        {
            await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Fails(429, "rate_limit_error", "slow", headers));

            var failure = await talk.FailureAsync();

            Assert.Equal(seconds is { } known ? Seconds(known) : null, failure.RetryAfter);
        }
    }

    [Fact]
    public async Task Anthropics_reset_of_the_limit_that_is_used_up_counts()
    {
        (string, string)[] headers =
        [
            ("Date", "Mon, 05 Jan 2026 12:00:00 GMT"),
            ("anthropic-ratelimit-requests-remaining", "5"),
            ("anthropic-ratelimit-requests-reset", "2026-01-05T13:00:00Z"),
            ("anthropic-ratelimit-input-tokens-remaining", "0"),
            ("anthropic-ratelimit-input-tokens-reset", "2026-01-05T12:00:42Z"),
        ];
        await using var talk = await Talk.StartAsync(
            WireProtocol.Anthropic,
            ScriptedAnswer.Fails(429, "rate_limit_error", "slow", headers)
        );

        Assert.Equal(Seconds(42), (await talk.FailureAsync()).RetryAfter);
    }

    private static Task<Talk> LimitedAsync(params (string, string)[] headers) =>
        Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Fails(429, "rate_limit_exceeded", "slow", headers));

    [Theory]
    [InlineData("1s", 1.0)]
    [InlineData("6m0s", 360.0)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("120ms", 0.12)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public async Task The_duration_until_a_limit_is_reset_is_obeyed_where_nothing_of_it_is_left(string reset, double? seconds)
    {
        await using var talk = await LimitedAsync(
            ("x-ratelimit-remaining-requests", "12"),
            ("x-ratelimit-reset-requests", "9m"),
            ("x-ratelimit-remaining-tokens", "0"),
            ("x-ratelimit-reset-tokens", reset)
        );

        Assert.Equal(seconds is { } known ? Seconds(known) : null, (await talk.FailureAsync()).RetryAfter);
    }

    [Theory]
    [InlineData("42", 42)]
    [InlineData("1767614442", 42)]
    [InlineData("1767614442000", 42)]
    public async Task The_reset_that_a_gateway_tells_is_seconds_or_a_time(string reset, double seconds)
    {
        await using var talk = await LimitedAsync(("Date", "Mon, 05 Jan 2026 12:00:00 GMT"), ("x-ratelimit-reset", reset));

        Assert.Equal(Seconds(seconds), (await talk.FailureAsync()).RetryAfter);
    }

    [Fact]
    public async Task Another_model_stands_in_when_one_stays_overloaded_and_the_answer_says_so()
    {
        var overloaded = new ModelFailure(FailureKind.Overloaded, Said.Text("full"));
        var first = new ScriptedModel(overloaded, new ModelFailure(FailureKind.BadRequest, Said.Text("bad")), yes) { Name = "a/first" };
        var second = new ScriptedModel(yes) { Name = "b/second" };
        var model = new FallbackModel([first, second]);

        Assert.Equal("b/second", Assert.IsType<ModelAnswer>(await model.AskAsync(Request(), null, CancellationToken.None)).Model);
        Assert.Equal(
            new ModelFailure(FailureKind.BadRequest, Said.Text("bad")),
            await model.AskAsync(Request(), null, CancellationToken.None)
        );
        Assert.Same(yes, await model.AskAsync(Request(), null, CancellationToken.None));
    }

    [Fact]
    public async Task Where_none_can_stand_in_the_one_that_can_be_asked_again_first_decides()
    {
        var unknown = new ModelFailure(FailureKind.Overloaded, Said.Text("full"));
        var late = new ModelFailure(FailureKind.RateLimited, Said.Text("late")) { RetryAfter = TimeSpan.FromHours(3) };
        var soon = late with { RetryAfter = TimeSpan.FromHours(1) };
        var model = new FallbackModel([new ScriptedModel(unknown), new ScriptedModel(late), new ScriptedModel(soon)]);

        Assert.Same(soon, await model.AskAsync(Request(), null, CancellationToken.None));
    }

    private static Task<ModelOutcome> AskAsync(IModel model, TimeProvider clock, IProgress<ModelProgress>? progress = null) =>
        new RetryingModel(model, clock, jitter: () => 0).AskAsync(Request(), progress, CancellationToken.None);

    private static ModelRequest Request()
    {
        var conversation = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));
        return new ModelRequest(conversation, 10);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private sealed class Reports : IProgress<ModelProgress>
    {
        public List<ModelWait> Waits { get; } = [];

        public void Report(ModelProgress value) => Waits.Add(value.Waiting!);
    }
}
