using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Reviewing;

/// <summary>A tech lead, played by an agent, reads what is green and true before it lands.</summary>
public sealed class ReviewedByAnAgent
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_change_that_the_tech_lead_approves_lands_after_a_look_in_a_fresh_context(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "the first line\n"), Report(["a.txt"], concerns: "Is one line enough?"))
            .Review("1", 1, Say.Read("a.txt"), Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server, protocol).EndsWithAsync(0);

        var reviewer = server.Requests[2];
        Assert.Equal(["Read", "Glob", "Grep", "Review"], reviewer.Tools);
        Assert.Contains("You are the tech lead", reviewer.System, StringComparison.Ordinal);
        Assert.Contains("+the first line", reviewer.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("gate check: green, `test ! -e broken`", reviewer.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("The author's questions (unverified):\n- Is one line enough?", reviewer.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("Task: 1 — Write a.txt", reviewer.FirstUserText, StringComparison.Ordinal);
        Assert.DoesNotContain("All is perfect.", reviewer.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("the first line", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.Contains("Review: tech-lead looks at it", server.Requests[0].FirstUserText, StringComparison.Ordinal);
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [ ] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal(["review/1", "review/1"], Roles(project));
        Assert.Equal("approve", project.Journal().Last("review.received").GetProperty("verdict").GetString());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Feedback_goes_back_numbered_and_ends_as_fixed_or_rebutted(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await TwoRounds().ServeAsync();

        await Run(project).Asking(server, protocol).EndsWithAsync(0);

        var told = Assert.Single(server.Requests[3].LastToolResults).Text;
        Assert.Equal(
            "Review round 1 of 3 by tech-lead: changes requested. Gates were green.\n"
                + "F1 a.txt:1 The word is wrong.\nF2 Say more.\n"
                + "Deal with each. In Report.feedback give F1 and F2 each: fixed (where), rebutted (why) or asked.",
            told
        );
        var again = server.Requests.Last(request => Script.IsOfReader(request) && request.Turn == 1).FirstUserText;
        Assert.Contains("Review round 2 of 3", again, StringComparison.Ordinal);
        Assert.Contains("- F1 a.txt:1 The word is wrong.\n   fixed: put right; changed since: a.txt:1", again, StringComparison.Ordinal);
        Assert.Contains("- F2 Say more.\n   rebutted: the task wants one line", again, StringComparison.Ordinal);
        Assert.Contains("Of this, since your last review:", again, StringComparison.Ordinal);
        Assert.Contains("-wrong\n+right", again, StringComparison.Ordinal);
        Assert.Equal("right", project.Read("work", "a.txt"));
        Assert.Single(project.Hashes("work"));
    }

    [Fact]
    public async Task A_reviewers_own_model_that_cannot_be_used_is_named_and_resume_goes_on()
    {
        using var project = Project.TwoTasks(
            (".claude/agents/strict-lead.md", "---\nname: strict-lead\ndescription: Reviews.\nmodel: anthropic/of-the-lead\n---\nReview.\n")
        );
        var script = Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).Review("1", 1, Say.Approve());
        var refuses = true;
        await using var server = await ScriptedModelServer.StartAsync(request =>
            refuses && request.Model == "of-the-lead" ? ScriptedAnswer.Fails(403, "permission_error", "no access") : script.Answer(request)
        );
        var configured = project.Write(
            ".ashlar/config.yaml",
            "gates:\n  - {name: check, run: test ! -e broken}\nmodel: anthropic/scripted\nreview: {by: strict-lead}\n"
        );
        configured.Commit("Review");
        var run = project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--agent", "implementer", "--branch", "work");

        var first = await run.Knowing(server).EndsWithAsync(1);
        refuses = false;
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains("the model anthropic/of-the-lead cannot be used", first.Error, StringComparison.Ordinal);
        Assert.Equal(["of-the-lead", "of-the-lead"], server.Requests.Where(Script.IsOfReader).Select(request => request.Model));
    }

    [Fact]
    public async Task The_ledger_is_in_the_report_with_what_shows_each_fix()
    {
        using var project = Project.TwoTasks();
        await using var server = await TwoRounds().ServeAsync();
        await Run(project).Asking(server).EndsWithAsync(0);

        var ledger = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("feedback");
        var text = (await project.Ashlar("report").EndsWithAsync(0)).Out;

        Assert.Equal(
            [("F1", "fixed", "a.txt:1", true), ("F2", "rebutted", null, true)],
            ledger
                .EnumerateArray()
                .Select(row => (Text(row, "id"), Text(row, "state"), Text(row, "proof"), row.GetProperty("closed").GetBoolean()))
        );
        Assert.StartsWith("FEEDBACK ADDRESSED", text, StringComparison.Ordinal);
        Assert.Contains("1. F1 Issue: a.txt:1 The word is wrong.\n  Fixed: put right", text, StringComparison.Ordinal);
        Assert.Contains("2. F2 Issue: Say more.\n  Rebutted: the task wants one line", text, StringComparison.Ordinal);
        Assert.Contains("- F1: fixed, shown by a.txt:1, closed by the reviewer", text, StringComparison.Ordinal);
        Assert.Contains(
            "- review 1 by tech-lead: changes requested: F1, F2\n- review 2 by tech-lead: approved",
            text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_report_that_answers_four_of_five_points_is_refused_with_the_missing_one(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "one\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "two\n"),
                Say.Addressed(["a.txt"], Fixed("F1"), Fixed("F2"), Fixed("F3"), Fixed("F5")),
                Say.Addressed(["a.txt"], Fixed("F4"))
            )
            .Review("1", 1, Say.RequestChanges("first", "second", "third", "fourth", "fifth"))
            .Review("1", 2, Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server, protocol).EndsWithAsync(0);

        var refusal = Assert.Single(server.Requests[5].LastToolResults);
        Assert.True(refusal.IsError);
        Assert.Contains("Not taken: F4 of the review is still open", refusal.Text, StringComparison.Ordinal);
        Assert.Contains("\nF4 fourth\n", refusal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("F3", refusal.Text, StringComparison.Ordinal);
        Assert.Equal(2, project.Journal().Of("review.requested").Count);
        Assert.Equal(2, project.Journal().Of("iteration.finished").Count);
    }

    [Fact]
    public async Task A_fix_without_a_change_since_the_review_is_a_discrepancy()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "one\n").ThenCall("Write", new { file_path = "c.txt", content = "c\n" }),
                Say.Done("a.txt", "c.txt"),
                Say.Addressed(["a.txt", "c.txt"], Fixed("F1")),
                Say.Write("c.txt", "other\n"),
                Say.Addressed(["a.txt", "c.txt"], Fixed("F1"))
            )
            .Review("1", 1, Say.RequestChangesAt(("a.txt", 1, "The word is wrong.")))
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);

        Assert.Contains("feedback F1", server.Requests[4].LastResultText, StringComparison.Ordinal);
        Assert.Contains("nothing changed since the review", server.Requests[4].LastResultText, StringComparison.Ordinal);
        var waiting = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        Assert.Equal("report", Text(waiting, "kind"));
        Assert.Contains("nothing changed at a.txt since the review", Text(waiting, "summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_on_which_the_reviewer_insists_keeps_its_id_and_new_ones_go_on_counting()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "one\n"),
                Say.Done("a.txt"),
                Say.Addressed(["a.txt"], ("F1", "rebutted", "not asked for"), ("F2", "rebutted", "neither")),
                Say.Write("a.txt", "two\n"),
                Say.Addressed(["a.txt"], Fixed("F2"), Fixed("F3"))
            )
            .Review("1", 1, Say.RequestChanges("first", "second"))
            .Review("1", 2, Say.RequestChanges("F2: the task asks for it", "a new one"))
            .Review("1", 3, Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        var told = server.Requests.Single(request => request.LastResultText.StartsWith("Review round 2", StringComparison.Ordinal));
        Assert.Contains("F2 second\n   Again: the task asks for it\nF3 a new one\n", told.LastResultText, StringComparison.Ordinal);
        var ledger = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("feedback");
        Assert.Equal(
            [("F1", "rebutted"), ("F2", "fixed"), ("F3", "fixed")],
            ledger.EnumerateArray().Select(row => (Text(row, "id"), Text(row, "state")))
        );
        Assert.Equal(2, project.Journal().Of("iteration.finished").Count);
    }

    [Fact]
    public async Task Rounds_without_approval_end_at_a_person_with_the_history()
    {
        using var project = Project.TwoTasks(
            (".claude/agents/strict.md", "---\nname: strict\ndescription: Reviews.\ntools: Read\n---\nBe strict.\n")
        );
        project
            .Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nreview: {by: strict, rounds: 2}\n")
            .Commit("Review");
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "one\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "two\n"),
                Say.Addressed(["a.txt"], Fixed("F1")),
                Say.Write("a.txt", "three\n"),
                Say.Addressed(["a.txt"], Fixed("F3"))
            )
            .Review("1", 1, Say.RequestChanges("first"))
            .Review("1", 2, Say.RequestChanges("second"))
            .ServeAsync();

        var ended = await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);

        var run = project.Runs[0];
        Assert.Contains("2 reviews by strict without approval; open: F2", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"ashlar review {run} approve --task 1 --resume", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["Read", "Review"], server.Requests[2].Tools);
        var waiting = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        Assert.Equal("review", Text(waiting, "kind"));
        Assert.Contains("F1, round 1 by strict: first — closed, fixed: done", Text(waiting, "details"), StringComparison.Ordinal);
        Assert.Contains("F2, round 2 by strict: second — open", Text(waiting, "details"), StringComparison.Ordinal);
        var status = (await project.Ashlar("status", run, "--json").EndsWithAsync(0)).Json;
        Assert.Equal("review", Text(status.GetProperty("waiting_for")[0], "kind"));
        Assert.Equal("E1", Text(status.GetProperty("waiting_for")[0], "id"));

        project.Write("points.md", "- Say three.\n");
        await project.Ashlar("review", run, "request-changes", "--feedback-file", "points.md", "--resume").Knowing(server).RunAsync();
        Assert.Contains(
            "Review 2 by a person: changes requested. Gates were green.\nF3 Say three.\n",
            server.Requests.Select(request => request.LastResultText).Single(text => text.Contains("Say three", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_reviewer_that_does_not_exist_is_named_before_anything_starts()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--review", "nobody-here").Asking(server).EndsWithAsync(2);

        Assert.Contains("There is no agent definition 'nobody-here'", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(project.Runs);
    }

    [Fact]
    public async Task A_definition_of_the_repository_that_reviews_must_be_trusted_too()
    {
        using var project = Project.TwoTasks(
            (".claude/agents/tech-lead.md", "---\nname: tech-lead\ndescription: Reviews.\n---\nOur own lead.\n")
        );
        await using var server = await Script.OfTwoTasks().Review("1", 1, Say.Approve()).Review("2", 1, Say.Approve()).ServeAsync();

        var untrusted = await project.Ashlar("run", "tasks.md", "--review", "tech-lead").Asking(server).EndsWithAsync(2);
        await project.Ashlar("run", "tasks.md", "--review", "tech-lead", "--trust").Asking(server).EndsWithAsync(0);

        Assert.Contains(".claude/agents/tech-lead.md", untrusted.Error, StringComparison.Ordinal);
        Assert.Contains("Our own lead.", server.Requests.First(Script.IsOfReader).System, StringComparison.Ordinal);
    }

    private static AshlarCommand Run(Project project) =>
        project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", "tech-lead");

    private static Script TwoRounds() =>
        Script
            .Of(
                "1",
                Say.Write("a.txt", "wrong\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "right\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "put right"), ("F2", "rebutted", "the task wants one line"))
            )
            .Review(
                "1",
                1,
                ScriptedAnswer.Call(
                    "Review",
                    new
                    {
                        verdict = "request_changes",
                        feedback = new object[]
                        {
                            new
                            {
                                item = "The word is wrong.",
                                path = "a.txt",
                                line = 1,
                            },
                            new { item = "Say more." },
                        },
                    }
                )
            )
            .Review("1", 2, Say.Approve());

    private static ScriptedAnswer Report(IReadOnlyList<string> created, string concerns) =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "All is perfect.",
                files = created.Select(path => new { path, change = "created" }),
                key_changes = new[] { "All is perfect." },
                concerns = new[] { concerns },
            }
        );

    private static (string, string, string) Fixed(string id) => (id, "fixed", "done");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static IEnumerable<string?> Roles(Project project) =>
        project
            .Journal()
            .Of("turn.received")
            .Select(entry => entry.GetProperty("body").TryGetProperty("role", out var role) ? role.GetString() : null)
            .OfType<string>();
}
