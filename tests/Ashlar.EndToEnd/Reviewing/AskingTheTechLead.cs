using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Reviewing;

/// <summary>A question or blocker goes to the tech lead once first; what only a person may allow goes straight to one.</summary>
public sealed class AskingTheTechLead
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_blocker_that_the_tech_lead_answers_waits_for_nobody(WireProtocol protocol)
    {
        using var project = Project.TwoTasks(("letters.md", "The letter is q.\n"));
        await using var server = await Script
            .Of("1", Say.Blocked("The letter is unknown.", "Which letter?"), Say.Write("a.txt", "q\n"), Say.Done("a.txt"))
            .Asked("1", "The developer's blocker: The letter is unknown.", Say.Read("letters.md"), Say.Answer("Take q, see letters.md."))
            .Review("1", 1, Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal(["Read", "Glob", "Grep", "Answer"], server.Requests[1].Tools);
        Assert.Contains("Which letter?", server.Requests[1].FirstUserText, StringComparison.Ordinal);
        Assert.Contains("What was tried:\n- Reading: Nothing found", server.Requests[1].FirstUserText, StringComparison.Ordinal);
        Assert.Equal(
            "Answer of tech-lead (your question: The letter is unknown.): Take q, see letters.md.\nIt allows no further files, interfaces or contracts; for these, Escalate.",
            server.Requests[3].LastResultText
        );
        Assert.Empty(project.Journal().Of("escalation.raised"));
        Assert.Equal("q", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task What_the_tech_lead_passes_on_and_what_is_asked_again_goes_to_a_person()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Escalate("question", "Upper case?"),
                Say.Escalate("question", "Two lines?"),
                Say.Escalate("question", "Two lines?"),
                Say.Write("a.txt", "A\n"),
                Say.Done("a.txt")
            )
            .Asked("1", "The developer's question: Upper case?", ScriptedAnswer.Text("The customer must say."))
            .Asked("1", "The developer's question: Two lines?", Say.Answer("One."))
            .Review("1", 1, Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        var first = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        await project.Ashlar("answer", run, "E1", "Yes, upper.", "--resume").Knowing(server).EndsWithAsync(3);
        var second = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        await project.Ashlar("answer", run, "E2", "One.", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains(
            "What people answered in this task; it holds:\n- Answer to E1 (your question: Upper case?): Yes, upper.\n- Answer to E2 (your question: Two lines?): One.\n",
            server.Requests.Last(Script.IsOfReader).FirstUserText,
            StringComparison.Ordinal
        );
        Assert.Equal("tech-lead passed it on: The customer must say.", Text(first, "details"));
        Assert.Equal("Two lines?", Text(second, "summary"));
        Assert.Equal(2, server.Requests.Count(request => request.Tools.Contains("Answer")));
        Assert.Equal("A", project.Read("work", "a.txt"));
    }

    [Theory]
    [InlineData("scope-extension")]
    [InlineData("contract-deviation")]
    [InlineData("interface-deviation")]
    public async Task What_would_grant_something_goes_straight_to_a_person(string kind)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Escalate(kind, "May I?", "docs/x.md")).ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);

        Assert.DoesNotContain(server.Requests, Script.IsOfReader);
        Assert.Equal(kind, Text((await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0], "kind"));
    }

    [Fact]
    public async Task A_question_about_a_point_is_answered_and_the_point_stays_open_until_it_is_dealt_with()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt"),
                Say.Addressed(["a.txt"], ("F1", "asked", "Which word instead?")),
                Say.Addressed(["a.txt"]),
                Say.Write("a.txt", "b\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "b"))
            )
            .Review("1", 1, Say.RequestChangesAt(("a.txt", 1, "Another word.")))
            .Asked("1", "The developer's question: F1: Which word instead?", Say.Answer("b."))
            .Review("1", 2, Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        var told = server.Requests.Select(request => request.LastResultText).ToList();
        Assert.Single(
            told,
            text => text.StartsWith("Answer of tech-lead (your question: F1: Which word instead?): b.", StringComparison.Ordinal)
        );
        Assert.Single(told, text => text.Contains("Not taken: F1 of the review is still open", StringComparison.Ordinal));
        Assert.Equal("b", project.Read("work", "a.txt"));
    }

    private static AshlarCommand Run(Project project) =>
        project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", "tech-lead");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
