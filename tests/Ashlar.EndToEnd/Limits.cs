using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Runs that end before their work is done, and continue.</summary>
public sealed class Limits
{
    [Fact]
    public async Task At_the_limit_of_turns_the_next_request_is_not_made_and_a_higher_limit_goes_on()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Read("tasks.md"), Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var first = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--max-turns", "2", "--branch", "work")
            .Asking(server)
            .EndsWithAsync(4);
        var state = (await project.Ashlar("status", "--json").EndsWithAsync(0)).Json[0].GetProperty("state").GetString();
        var again = await project.Ashlar("resume").Knowing(server).EndsWithAsync(4);
        var asked = server.Requests.Count;
        await project.Ashlar("resume", "--max-turns", "9").Knowing(server).EndsWithAsync(0);

        Assert.Equal("limit", state);
        Assert.Contains("--max-turns", first.Error, StringComparison.Ordinal);
        Assert.Contains("--max-turns", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, asked);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(["1"], project.Trailers("work", "Ashlar-Task"));
    }

    [Fact]
    [Trait("case", "MODEL-017")]
    public async Task A_limit_of_cost_stops_before_it_is_passed_and_can_be_raised()
    {
        using var project = Project
            .TwoTasks()
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: test ! -e broken}\nprices: {anthropic/scripted: {input: 1.0, output: 1.0, cached: 0.1}}\n"
            )
            .Commit("Prices");
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n").WithUsage(100_000, 100), Say.Done("a.txt").WithUsage(100, 10))
            .ServeAsync();

        var first = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--max-cost", "0.11", "--branch", "work")
            .Asking(server)
            .EndsWithAsync(4);
        var usage = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json.GetProperty("usage");
        await project.Ashlar("resume", "--max-cost", "5").Knowing(server).EndsWithAsync(0);

        Assert.Contains("--max-cost", first.Error, StringComparison.Ordinal);
        Assert.Equal(0.1001m, usage.GetProperty("cost").GetDecimal());
        Assert.Equal(100_000, usage.GetProperty("input_tokens").GetInt64());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    [Trait("case", "MODEL-017")]
    public async Task A_small_limit_of_cost_lowers_the_bound_of_the_answer_and_the_cost_of_each_task_is_shown()
    {
        using var project = Project
            .TwoTasks()
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: test ! -e broken}\nlimits: {cost: 0.15}\nprices: {anthropic/scripted: {input: 1.0, output: 15.0}}\n"
            )
            .Commit("Prices");
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n").WithUsage(5_000, 1_000), Say.Done("a.txt").WithUsage(4_000, 400))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        var text = await project.Ashlar("status", project.Runs[0]).EndsWithAsync(0);
        var report = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json;

        Assert.All(server.Requests, request => Assert.InRange(request.Body.GetProperty("max_tokens").GetInt32(), 2_000, 10_000));
        Assert.Equal(0.03m, status.GetProperty("tasks")[0].GetProperty("cost").GetDecimal());
        Assert.Equal(0.03m, status.GetProperty("usage").GetProperty("cost_per_done_task").GetDecimal());
        Assert.Equal(0.03m, report[0].GetProperty("cost").GetDecimal());
        Assert.Contains("0.03 USD a done task", text.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limits: {task_cost: 0.12}", "--max-task-cost", "1", "--max-task-cost N", "task-cost")]
    [InlineData("limits: {agent_cost: {tech-lead: 0.05}}", "--max-agent-cost", "tech-lead=1", "--max-agent-cost tech-lead=N", "agent-cost")]
    [Trait("case", "MODEL-017")]
    public async Task The_cost_of_a_task_with_its_reviews_and_of_an_agent_is_bounded_and_told(
        string limits,
        string option,
        string higher,
        string remedy,
        string limit
    )
    {
        // Each answer costs 0.03 USD, the shortest that a request is made for as well.
        const int Tokens = 2_000;
        using var project = Project.TwoTasks(
            (
                ".ashlar/config.yaml",
                $"gates:\n  - {{name: check, run: test ! -e broken}}\nreview: {{by: tech-lead}}\n{limits}\nprices: {{anthropic/scripted: {{input: 0.0, output: 15.0}}}}\n"
            )
        );
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n").WithUsage(100, Tokens), Say.Done("a.txt").WithUsage(100, Tokens))
            .Review("1", 1, Say.Read("a.txt").WithUsage(100, Tokens), Say.Read("tasks.md").WithUsage(100, Tokens), Say.Approve())
            .ServeAsync();

        var first = await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(4);
        var asked = server.Requests.Count;
        var usage = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json.GetProperty("usage");
        var text = await project.Ashlar("status", project.Runs[0]).EndsWithAsync(0);
        await project.Ashlar("resume", option, higher).Knowing(server).EndsWithAsync(0);

        Assert.Contains(remedy, first.Error, StringComparison.Ordinal);
        Assert.Equal(limit, project.Journal().Last("limit.reached").GetProperty("limit").GetString());
        Assert.Equal(limit == "task-cost" ? 4 : 3, asked);
        Assert.Equal(5, server.Requests.Count);
        var agents = usage.GetProperty("agents").EnumerateArray().ToList();
        Assert.Equal("tech-lead", agents[1].GetProperty("name").GetString());
        Assert.Equal(
            (0.06m, (asked - 2) * 0.03m),
            (agents[0].GetProperty("cost").GetDecimal(), agents[1].GetProperty("cost").GetDecimal())
        );
        Assert.Contains($"  tech-lead: {asked - 2} turn", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_for_an_agent_that_nobody_knows_does_not_start()
    {
        using var project = Project
            .TwoTasks()
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: test ! -e broken}\nlimits: {agent_cost: {tech-laed: 1}}\nprices: {anthropic/scripted: {input: 1.0, output: 1.0}}\n"
            )
            .Commit("Limits");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var name = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);
        var amount = await project.Ashlar("run", "tasks.md", "--trust", "--max-agent-cost", "tech-lead").Asking(server).EndsWithAsync(2);

        Assert.Contains("tech-laed", name.Error, StringComparison.Ordinal);
        Assert.Contains("tech-lead", name.Error, StringComparison.Ordinal);
        Assert.Contains("AGENT=USD", amount.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(project.Runs);
    }

    [Theory]
    [InlineData("0.12", 0)]
    [InlineData("0.11", 4)]
    [Trait("case", "MODEL-017")]
    public async Task Tasks_that_are_worked_on_at_once_share_a_limit_of_cost_and_never_break_it(string limit, int exitStatus)
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] [P] Write a.txt\n- [ ] [P] Write b.txt\n"),
            (
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: test ! -e broken}\nprices: {anthropic/scripted: {input: 0.0, output: 15.0}}\n"
            )
        );
        // Each answer is as long as a request may at least have it, so that all four together cost 0.12 USD.
        const int Tokens = 2_000;
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n").WithUsage(100, Tokens), Say.Done("a.txt").WithUsage(100, Tokens))
            .Then("2", Say.Write("b.txt", "b\n").WithUsage(100, Tokens), Say.Done("b.txt").WithUsage(100, Tokens))
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--parallel", "2", "--max-cost", limit, "--branch", "work")
            .Asking(server)
            .EndsWithAsync(exitStatus);
        var usage = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json.GetProperty("usage");
        var asked = server.Requests.Count;
        if (exitStatus != 0)
        {
            await project.Ashlar("resume", "--max-cost", "1").Knowing(server).EndsWithAsync(0);
        }

        Assert.Equal(exitStatus == 0 ? 4 : 3, asked);
        Assert.Equal(asked * 0.03m, usage.GetProperty("cost").GetDecimal());
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_limit_of_cost_without_a_price_does_not_start()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--max-cost", "1").Asking(server).EndsWithAsync(2);

        Assert.Contains("prices", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(project.Runs);
    }

    [Fact]
    public async Task A_limit_of_cost_that_a_resumption_brings_takes_the_price_that_is_named_and_trusted_meanwhile()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--max-turns", "1").Asking(server).EndsWithAsync(4);

        var refused = await project.Ashlar("resume", "--max-cost", "5", "--max-turns", "20").Knowing(server).EndsWithAsync(2);
        Assert.Contains("`prices` in .ashlar/config.yaml, commit and trust that (`ashlar trust`)", refused.Error, StringComparison.Ordinal);

        File.AppendAllText(
            Path.Combine(project.Root, ".ashlar/config.yaml"),
            "prices: {anthropic/scripted: {input: 1.0, output: 1.0, cached: 0.1}}\n"
        );
        project.Commit("Prices");
        await project.Ashlar("resume", "--max-cost", "5", "--max-turns", "20").Knowing(server).EndsWithAsync(2);
        await project.Ashlar("trust").EndsWithAsync(0);
        await project.Ashlar("resume", "--max-cost", "5", "--max-turns", "20").Knowing(server).EndsWithAsync(0);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    [Fact]
    public async Task A_limit_of_cost_needs_the_price_of_every_model_that_may_answer_when_a_run_starts_and_when_it_resumes()
    {
        const string Gates = "gates:\n  - {name: check, run: test ! -e broken}\n";
        const string Prices = "prices: {anthropic/scripted: {input: 1.0, output: 1.0, cached: 0.1}}\n";
        using var project = Project.TwoTasks().Write(".ashlar/config.yaml", $"{Gates}{Prices}fallback: [openai/nobody]\n").Commit("Prices");
        await using var server = await Script.Of("1", Say.Escalate("question", "Which words?")).ServeAsync();
        string[] run = ["run", "tasks.md", "--trust", "--only", "1", "--max-cost", "3", "--branch", "work"];

        var fallback = await project.Ashlar(run).Asking(server).Knowing(server, WireProtocol.OpenAI).EndsWithAsync(2);
        var asked = server.Requests.Count;
        project.Write(".ashlar/config.yaml", Gates + Prices).Commit("No other");
        await project.Ashlar(run).Asking(server).EndsWithAsync(3);
        var resumed = await project
            .Ashlar("answer", project.Runs[0], "E1", "These.", "--resume", "--model", "openai/nobody")
            .Knowing(server, WireProtocol.OpenAI)
            .RunAsync();
        resumed = await project.Ashlar("resume", "--model", "openai/nobody").Knowing(server, WireProtocol.OpenAI).EndsWithAsync(2);

        Assert.Contains("none is known for openai/nobody", fallback.Error, StringComparison.Ordinal);
        Assert.Contains("none is known for openai/nobody", resumed.Error, StringComparison.Ordinal);
        Assert.Equal((0, 1), (asked, server.Requests.Count));
    }

    [Fact]
    public async Task A_model_whose_own_name_has_a_slash_costs_what_the_model_that_was_asked_costs()
    {
        using var project = Project
            .TwoTasks()
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: test ! -e broken}\nprices: {openai/acme/big: {input: 1.0, output: 1.0, cached: 0.1}}\n"
            )
            .Commit("Prices");
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n").WithUsage(100_000, 100), Say.Done("a.txt").WithUsage(100, 10))
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--max-cost", "0.11", "--branch", "work", "--model", "openai/acme/big")
            .Knowing(server, WireProtocol.OpenAI)
            .EndsWithAsync(4);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_130_and_resume_asks_for_nothing_twice()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(2, Say.Done("a.txt").HeldUntil(new TaskCompletionSource().Task))
            .ServeAsync();

        using var running = project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).Start();
        await server.RequestsReachAsync(2);
        var meanwhile = (await project.Ashlar("status", "--json").EndsWithAsync(0)).Json[0].GetProperty("state").GetString();
        running.Interrupt();
        var first = await running.EndAsync();
        var state = (await project.Ashlar("status", "--json").EndsWithAsync(0)).Json[0].GetProperty("state").GetString();
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);
        var nothing = await project.Ashlar("resume").EndsWithAsync(0);

        Assert.Equal("running", meanwhile);
        Assert.Equal(130, first.ExitStatus);
        Assert.Contains("ashlar resume", first.Error, StringComparison.Ordinal);
        Assert.Equal("interrupted", state);
        Assert.Equal(server.Requests[1].Bytes, server.Requests[2].Bytes);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.True(project.Journal().IsWhole);
        Assert.Contains("done", nothing.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_run_is_interrupted_and_ends_like_one_that_was_not()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(3, Say.Write("b.txt", "b\n").HeldUntil(new TaskCompletionSource().Task))
            .ServeAsync();

        using var running = project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).Start();
        await server.RequestsReachAsync(3);
        running.Kill();
        await running.EndAsync();
        var state = (await project.Ashlar("status", "--json").EndsWithAsync(0)).Json[0].GetProperty("state").GetString();
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal("interrupted", state);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        Assert.True(project.Journal().IsWhole);
    }

    [Fact]
    public async Task Stop_ends_a_run_that_goes_on_elsewhere()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(1, Say.Done("a.txt").HeldUntil(new TaskCompletionSource().Task))
            .ServeAsync();

        using var running = project.Ashlar("run", "tasks.md", "--trust").Asking(server).Start();
        await server.RequestsReachAsync(1);
        var busy = await project.Ashlar("resume").Knowing(server).EndsWithAsync(2);
        await project.Ashlar("stop", project.Runs[0]).EndsWithAsync(0);
        var result = await running.EndAsync();

        Assert.Contains("ashlar stop", busy.Error, StringComparison.Ordinal);
        Assert.Equal(130, result.ExitStatus);
        Assert.Equal("interrupted", (await project.Ashlar("status", "--json").EndsWithAsync(0)).Json[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_run_whose_process_hangs_is_told_by_its_process_and_resumes_after_that()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        var never = new TaskCompletionSource();
        await using var silent = await Script.OfTwoTasks().Request(1, Say.Done("a.txt").HeldUntil(never.Task)).ServeAsync();

        using var running = project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(silent).Start();
        await silent.RequestsReachAsync(1);
        running.Signal("STOP");
        var stopped = await project.Ashlar("stop").EndsWithAsync(1);
        running.Kill();
        await running.EndAsync();
        var gone = await project.Ashlar("stop").EndsWithAsync(0);

        Assert.Contains($"End it with `kill -9 {running.Id}`", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("is not running: interrupted", gone.Out, StringComparison.Ordinal);
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);
    }
}
