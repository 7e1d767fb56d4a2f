using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What the model claims, held against what was seen.</summary>
public sealed class Reports
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    [Trait("case", "REPORT-004")]
    public async Task A_report_that_differs_is_sent_back_once_with_the_true_values(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt", "more.txt"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server, protocol).EndsWithAsync(0);

        var words = Assert.Single(server.Requests[2].LastToolResults);
        Assert.True(words.IsError);
        Assert.Contains("Your report does not match what Ashlar saw. The work itself is not refused", words.Text, StringComparison.Ordinal);
        Assert.Contains("more.txt", words.Text, StringComparison.Ordinal);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        Assert.Equal(1, status.GetProperty("tasks")[0].GetProperty("iterations").GetInt32());
        Assert.Single(project.Hashes("work"));
    }

    [Fact]
    public async Task A_second_difference_keeps_the_green_commit_without_a_tick_until_a_person_approves()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt", "more.txt"]), Say.Report(["a.txt", "more.txt"]))
            .ServeAsync();

        var first = await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        var kept = project.Hashes("work");
        var unticked = project.Read("work", "tasks.md");
        var status = (await project.Ashlar("status", run, "--json").EndsWithAsync(0)).Json;
        var reports = (await project.Ashlar("report", run, "--json").EndsWithAsync(0)).Json;
        await project.Ashlar("answer", run, "E1", "approve").EndsWithAsync(0);
        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(0);

        Assert.Contains("more.txt", first.Error, StringComparison.Ordinal);
        Assert.Single(kept);
        Assert.Equal("a.txt", project.Git("diff", "--name-only", "main", kept[0]));
        Assert.Equal("# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt", unticked);
        Assert.Equal("waiting", status.GetProperty("state").GetString());
        Assert.Equal("report", status.GetProperty("waiting_for")[0].GetProperty("kind").GetString());
        Assert.False(reports[0].GetProperty("verification").GetProperty("verified").GetBoolean());
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(["1", "1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [ ] Write b.txt", project.Read("work", "tasks.md"));
    }

    [Fact]
    public async Task A_second_difference_is_also_mended_by_a_corrected_report()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), WithConcern("x"), Say.Done("a.txt", "x"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "Report only what you changed.", "--resume").Knowing(server).EndsWithAsync(0);

        var report = await project.Ashlar("report").EndsWithAsync(0);
        Assert.Contains("Is one letter enough? (in an earlier report)", report.Out, StringComparison.Ordinal);

        Assert.Contains("Report only what you changed.", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [ ] Write b.txt", project.Read("work", "tasks.md"));
    }

    private static ScriptedAnswer WithConcern(string claimed) =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "The task is done.",
                files = new[] { new { path = "a.txt", change = "created" }, new { path = claimed, change = "created" } },
                key_changes = new[] { "What the task asks for" },
                tests = new
                {
                    total = 0,
                    passing = 0,
                    failing = 0,
                },
                acceptance = Array.Empty<string>(),
                concerns = new[] { "Is one letter enough?" },
            }
        );

    [Fact]
    [Trait("case", "MODEL-018")]
    public async Task A_model_that_claims_success_without_work_gets_no_tick()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Done("a.txt"), Say.Done("a.txt")).ServeAsync();

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--max-iterations", "2", "--branch", "work")
            .Asking(server)
            .EndsWithAsync(1);

        Assert.Equal("", project.Git("log", "main..work"));
        Assert.Contains("Nothing changed", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.StartsWith("ashlar: ", result.Error, StringComparison.Ordinal);
        var tasks = (await project.Ashlar("status", project.Runs[0], "--json").RunAsync()).Json.GetProperty("tasks");
        Assert.Equal(["failed", "skipped"], tasks.EnumerateArray().Select(task => task.GetProperty("state").GetString()));
        var verification = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, verification.GetProperty("verified").ValueKind);
        Assert.Contains("Nothing changed", verification.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "MODEL-018")]
    public async Task A_red_gate_goes_back_with_its_findings_and_counts_as_an_iteration()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "a\n").ThenCall("Write", new { file_path = "broken", content = "x" }),
                Say.Done("a.txt", "broken"),
                Say.Bash("rm broken"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("Gates: not green (iteration 1 of 8)", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("test ! -e broken", server.Requests[2].LastResultText, StringComparison.Ordinal);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        Assert.Equal(2, status.GetProperty("tasks")[0].GetProperty("iterations").GetInt32());
        Assert.Equal(
            [false, true],
            project.Journal().Of("iteration.finished").Select(entry => entry.GetProperty("body").GetProperty("green").GetBoolean())
        );
    }

    [Fact]
    public async Task A_blocked_report_waits_for_an_answer_and_goes_on_with_it()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Blocked("The letter is unknown.", "Which letter?"), Say.Write("a.txt", "q\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var inbox = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        project.Write("letters.md", "The letter is q.\n");
        await project
            .Ashlar("answer", project.Runs[0], inbox.GetProperty("id").GetString()!, "Take q.", "--with", "letters.md", "--resume")
            .Knowing(server)
            .EndsWithAsync(0);

        Assert.Equal("The letter is unknown.", inbox.GetProperty("summary").GetString());
        Assert.Equal(project.Runs[0], inbox.GetProperty("run").GetString());
        Assert.Contains("Take q.", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("The letter is q.", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal("q", project.Read("work", "a.txt"));
        Assert.Equal(JsonValueKind.Array, (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.ValueKind);
        Assert.Equal(0, (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.GetArrayLength());
    }

    [Fact]
    public async Task A_text_that_asks_for_leave_to_begin_gets_one_reminder_and_waits_for_nobody()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", ScriptedAnswer.Text("I have read the task. Shall I begin?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("the work order is the go-ahead", server.Requests[1].LastUserText, StringComparison.Ordinal);
        Assert.Empty(project.Journal().Of("escalation.raised"));
    }

    [Fact]
    public async Task A_text_that_asks_again_is_asked_where_nothing_changed_and_else_reminded()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                ScriptedAnswer.Text("The task names no letter. Which letter?"),
                ScriptedAnswer.Text("The task names no letter. Which letter?\n- q\n- r"),
                Say.Write("a.txt", "q\n"),
                ScriptedAnswer.Text("a.txt is written. Is that all?"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var asked = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        await project.Ashlar("answer", project.Runs[0], "E1", "Take q.", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal("Which letter?", asked.GetProperty("summary").GetString());
        Assert.Equal(["q", "r"], asked.GetProperty("options").EnumerateArray().Select(option => option.GetString()));
        Assert.Contains("the work order is the go-ahead", server.Requests[1].LastUserText, StringComparison.Ordinal);
        Assert.Contains("Take q.", server.Requests[2].LastUserText, StringComparison.Ordinal);
        Assert.DoesNotContain("Answer to", server.Requests[4].LastUserText, StringComparison.Ordinal);
        Assert.Single(project.Journal().Of("escalation.raised"));
        Assert.True((await project.Ashlar("replay", "--json").EndsWithAsync(0)).Json.GetProperty("same").GetBoolean());
    }

    [Fact]
    public async Task An_escalation_stops_its_task_and_a_list_without_dependencies()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Escalate("question", "Upper case?")).ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(3);

        Assert.Contains("Upper case?", result.Error, StringComparison.Ordinal);
        Assert.Contains("ashlar answer", result.Error, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        Assert.Equal(
            ["waiting", "skipped"],
            status.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("state").GetString())
        );
        Assert.Equal("escalation", status.GetProperty("waiting_for")[0].GetProperty("kind").GetString());
    }
}
