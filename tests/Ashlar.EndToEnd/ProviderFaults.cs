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
