using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What the provider's trouble does to a run.</summary>
public sealed class ProviderFaults
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    [Trait("case", "MODEL-009")]
    [Trait("case", "MODEL-010")]
    public async Task Passing_faults_are_tried_again_and_leave_no_trace_in_the_work(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(1, ScriptedAnswer.Fails(429, "rate_limit_error", "slow down", ("Retry-After", "0")))
            .Request(2, ScriptedAnswer.Fails(529, "overloaded_error", "overloaded"))
            .Request(3, ScriptedAnswer.Fails(500, "api_error", "internal"))
            .Request(5, Say.Write("half.txt", "this answer never ends\n") with { CutAfter = 4 })
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal("a.txt\nb.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
        Assert.Equal(4, project.Journal().Of("turn.received").Count);
        Assert.Equal(8, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    [Trait("case", "MODEL-011")]
    public async Task A_refused_key_ends_the_run_and_resume_goes_on_at_the_same_turn(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(2, ScriptedAnswer.Fails(401, "authentication_error", "this key has expired"))
            .ServeAsync();

        var first = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server, protocol).EndsWithAsync(1);
        var status = (await project.Ashlar("status", "--json").RunAsync()).Json;
        var second = await project.Ashlar("resume").Knowing(server, protocol).EndsWithAsync(0);

        Assert.Contains("this key has expired", first.Error, StringComparison.Ordinal);
        Assert.Contains("ashlar resume", first.Error, StringComparison.Ordinal);
        Assert.Equal("failed", status[0].GetProperty("state").GetString());
        Assert.Equal("", second.Error);
        Assert.Equal(server.Requests[1].Bytes, server.Requests[2].Bytes);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.True(project.Journal().IsWhole);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_account_without_credit_ends_the_run_at_once_in_the_providers_words_and_resume_goes_on(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        var refusal =
            protocol is WireProtocol.Anthropic
                ? ScriptedAnswer.Fails(400, "invalid_request_error", "Your credit balance is too low to access the API.")
                : ScriptedAnswer.Fails(429, "insufficient_quota", "You exceeded your current quota, please check your plan.");
        await using var server = await Script.OfTwoTasks().Request(2, refusal).ServeAsync();

        var first = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server, protocol).EndsWithAsync(1);
        var asked = server.Requests.Count;
        await project.Ashlar("resume").Knowing(server, protocol).EndsWithAsync(0);

        Assert.Contains(
            protocol is WireProtocol.Anthropic ? "credit balance is too low" : "current quota",
            first.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(2, asked);
        Assert.Equal(server.Requests[1].Bytes, server.Requests[2].Bytes);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_wait_that_the_provider_asks_for_is_shown_and_lasts_beyond_a_restart(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(2, ScriptedAnswer.Fails(429, "rate_limit_error", "come back later", ("Retry-After", "20")))
            .ServeAsync();

        using var running = project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server, protocol).Start();
        await server.RequestsReachAsync(2);
        JsonElement waiting;
        do
        {
            waiting = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json.GetProperty("waiting_for");
        } while (waiting.GetArrayLength() == 0);
        var during = waiting[0];
        running.Kill();
        await running.EndAsync();
        var after = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json.GetProperty("waiting_for")[0];
        var shown = await project.Ashlar("status", project.Runs[0]).EndsWithAsync(0);
        var listed = await project.Ashlar("status").EndsWithAsync(0);
        await project.Ashlar("resume").Knowing(server, protocol).EndsWithAsync(0);

        var until = project.Journal().Last("provider.waiting").GetProperty("until").GetDateTimeOffset();
        var answered = project.Journal().Of("turn.received")[1].GetProperty("at").GetDateTimeOffset();
        Assert.Equal("provider", during.GetProperty("kind").GetString());
        Assert.Equal(until.ToUnixTimeSeconds(), during.GetProperty("until").GetDateTimeOffset().ToUnixTimeSeconds());
        Assert.Equal("provider", after.GetProperty("kind").GetString());
        Assert.Contains($"Waits for the provider until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC.", shown.Out, StringComparison.Ordinal);
        Assert.Contains("waits for the provider", listed.Out, StringComparison.Ordinal);
        Assert.True(answered >= until, $"answered at {answered}, told to wait until {until}");
        Assert.Equal(5, server.Requests.Count);
    }

    [Theory]
    [InlineData(WireProtocol.Anthropic, "7200", "30", "limit.minutes")]
    [InlineData(WireProtocol.OpenAI, "7200", "30", "limit.minutes")]
    [InlineData(WireProtocol.Anthropic, "999999", null, "limit.provider")]
    [InlineData(WireProtocol.OpenAI, "999999", null, "limit.provider")]
    [Trait("case", "MODEL-009")]
    public async Task A_reset_beyond_what_a_run_waits_is_a_limit_and_no_failure(
        WireProtocol protocol,
        string seconds,
        string? minutes,
        string code
    )
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(2, ScriptedAnswer.Fails(429, "rate_limit_error", "come back later", ("Retry-After", seconds)))
            .ServeAsync();
        string[] bound = minutes is null ? [] : ["--max-minutes", minutes];

        var first = await project
            .Ashlar(["run", "tasks.md", "--trust", "--branch", "work", .. bound])
            .Asking(server, protocol)
            .EndsWithAsync(4);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        var again = await project.Ashlar("resume").Knowing(server, protocol).EndsWithAsync(4);
        var asked = server.Requests.Count;
        var model = protocol is WireProtocol.Anthropic ? "anthropic/scripted" : "openai/scripted";
        await project.Ashlar("resume", "--model", model).Knowing(server, protocol).EndsWithAsync(0);

        Assert.Contains("come back later", first.Error, StringComparison.Ordinal);
        Assert.Contains("come back later", again.Error, StringComparison.Ordinal);
        Assert.Equal(
            code,
            project.Journal().Of("run.finished")[0].GetProperty("body").GetProperty("reason").GetProperty("code").GetString()
        );
        Assert.Equal("limit", status.GetProperty("state").GetString());
        var waits = Assert.Single(status.GetProperty("waiting_for").EnumerateArray());
        Assert.Equal("provider", waits.GetProperty("kind").GetString());
        Assert.True(waits.GetProperty("until").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(100));
        Assert.Equal(2, asked);
        Assert.Equal(server.Requests[1].Bytes, server.Requests[2].Bytes);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    [Fact]
    public async Task Another_model_stands_in_for_one_that_is_overloaded_for_long()
    {
        using var project = Project.TwoTasks(
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nfallback: [openai/scripted]\n")
        );
        var script = Script.OfTwoTasks();
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Protocol is WireProtocol.Anthropic
                ? ScriptedAnswer.Fails(529, "overloaded_error", "overloaded", ("Retry-After", "3600"))
                : script.Answer(request)
        );

        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Knowing(server, WireProtocol.OpenAI)
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Equal(4, server.Requests.Count(request => request.Protocol is WireProtocol.Anthropic));
        Assert.All(
            project.Journal().Of("turn.received"),
            turn => Assert.Equal("openai/scripted", turn.GetProperty("body").GetProperty("model").GetString())
        );
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_stream_that_ends_early_or_breaks_off_with_an_error_is_asked_for_again(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(1, Say.Write("half.txt", "never whole\n") with { EndAfter = 3 })
            .Request(3, Say.Write("half.txt", "never whole\n") with { ErrorEvent = (3, "overloaded_error", "overloaded") })
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal(6, server.Requests.Count);
        Assert.Equal("a.txt\nb.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    [Trait("case", "MODEL-014")]
    public async Task An_empty_answer_is_asked_for_again_and_not_sent_back(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().Request(2, ScriptedAnswer.Empty).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust").Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal(server.Requests[1].Turn, server.Requests[2].Turn);
        Assert.Equal(5, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_call_that_was_cut_off_at_the_output_limit_is_not_run(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("half.txt", "h").WithStop("max_tokens"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
        Assert.True(Assert.Single(server.Requests[1].LastToolResults).IsError);
    }
}
