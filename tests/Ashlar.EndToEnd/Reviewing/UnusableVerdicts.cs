using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Reviewing;

/// <summary>A reviewer that does not look, contradicts itself or never ends does not decide.</summary>
public sealed class UnusableVerdicts
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_verdict_written_as_text_is_understood(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "b\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "b"))
            )
            .Review("1", 1, ScriptedAnswer.Text("CHANGES REQUESTED\n\n1. a.txt:1 - Write b.\n"))
            .Review("1", 2, ScriptedAnswer.Text("**APPROVED** – well done"))
            .ServeAsync();

        await Run(project).Asking(server, protocol).EndsWithAsync(0);

        Assert.Contains("\nF1 a.txt:1 Write b.\n", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.Equal("b", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task An_approval_without_a_look_at_what_was_not_shown_is_told_so_and_does_not_count()
    {
        using var project = Project.TwoTasks();
        var large = string.Concat(Enumerable.Range(1, 4000).Select(number => $"line {number}\n"));
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", large).ThenCall("Write", new { file_path = "small.txt", content = "s\n" }),
                Say.Done("a.txt", "small.txt")
            )
            .Review("1", 1, Say.Approve(), Say.Read("a.txt"), Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        Assert.Contains("a.txt (created): its diff of", server.Requests[2].FirstUserText, StringComparison.Ordinal);
        Assert.Contains("+s", server.Requests[2].FirstUserText, StringComparison.Ordinal);
        Assert.DoesNotContain("line 3999", server.Requests[2].FirstUserText, StringComparison.Ordinal);
        var told = Assert.Single(server.Requests[3].LastToolResults);
        Assert.True(told.IsError);
        Assert.Contains("You approved without having looked at a.txt:", told.Text, StringComparison.Ordinal);
        var received = project.Journal().Last("review.received");
        Assert.Equal(("approve", 1), (Text(received, "verdict"), received.GetProperty("objections").GetArrayLength()));
    }

    [Fact]
    public async Task What_contradicts_itself_is_told_twice_and_then_a_person_decides()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Review(
                "1",
                1,
                ScriptedAnswer.Call(
                    "Review",
                    new { verdict = "approve", feedback = new[] { new { item = "Broken", severity = "blocking" } } }
                ),
                ScriptedAnswer.Call("Review", new { verdict = "request_changes" }),
                ScriptedAnswer.Text("I am not sure.")
            )
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        var waiting = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        await project.Ashlar("review", run, "approve", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains("You approved, and your feedback asks for changes", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.Contains("You requested changes and said none", server.Requests[4].LastResultText, StringComparison.Ordinal);
        Assert.Contains("tech-lead gave no usable verdict", Text(waiting, "summary"), StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [ ] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal(
            ["none", "approve"],
            project.Journal().Of("review.received").Select(entry => Text(entry.GetProperty("body"), "verdict"))
        );
    }

    [Fact]
    public async Task A_reviewer_that_never_ends_is_stopped_and_a_person_decides()
    {
        using var project = Project.TwoTasks(
            (".claude/agents/slow.md", "---\nname: slow\ndescription: Reviews.\ntools: Read\nmaxTurns: 2\n---\nRead.\n")
        );
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Review("1", 1, Say.Read("a.txt"), Say.Read("tasks.md"), Say.Approve())
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", "slow")
            .Asking(server)
            .EndsWithAsync(3);

        var waiting = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        Assert.Contains("slow gave no usable verdict: review/1 has used its 2 turns", Text(waiting, "summary"), StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Remarks_of_an_approval_stop_nothing_and_are_in_the_report()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Review(
                "1",
                1,
                ScriptedAnswer.Call(
                    "Review",
                    new { verdict = "approve", feedback = new[] { new { item = "A name could be shorter.", severity = "minor" } } }
                )
            )
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        var report = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0];
        Assert.Equal(0, report.GetProperty("feedback").GetArrayLength());
        Assert.Equal(
            "review 1 by tech-lead: approved, with remarks: A name could be shorter.",
            report.GetProperty("reviews")[0].GetString()
        );
    }

    [Fact]
    public async Task A_reviewer_reads_what_would_be_committed_and_changes_nothing()
    {
        using var project = Project.TwoTasks((".gitignore", "*.tmp\n"));
        await using var server = await Script
            .Of("1", Say.Bash("echo approve > note.tmp; echo a > a.txt"), Say.Done("a.txt"))
            .Review("1", 1, Say.Read("note.tmp"), Say.Write("a.txt", "mine\n"), Say.Read("a.txt"), Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        Assert.True(Assert.Single(server.Requests[3].LastToolResults).IsError);
        Assert.Contains(
            "There is no tool Write here. You have: Read, Glob, Grep, Review.",
            server.Requests[4].LastResultText,
            StringComparison.Ordinal
        );
        Assert.Contains("\ta", server.Requests[5].LastResultText, StringComparison.Ordinal);
        Assert.Equal("a", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task Turns_of_a_review_count_among_those_of_the_task()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Review("1", 1, Say.Read("a.txt"), Say.Approve())
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", "tech-lead", "--max-turns", "3")
            .Asking(server)
            .EndsWithAsync(4);
        var asked = server.Requests.Count;
        await project.Ashlar("resume", project.Runs[0], "--max-turns", "4").Knowing(server).EndsWithAsync(0);

        Assert.Equal((3, 4), (asked, server.Requests.Count));
        var usage = (await project.Ashlar("status", "--json", project.Runs[0]).EndsWithAsync(0)).Json.GetProperty("usage");
        Assert.Equal(4, usage.GetProperty("turns").GetInt32());
    }

    private static AshlarCommand Run(Project project) =>
        project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", "tech-lead");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
