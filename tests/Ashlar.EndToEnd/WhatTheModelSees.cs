using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Ashlar.EndToEnd;

/// <summary>The requests as they go over the wire.</summary>
/// <param name="output">Takes what was measured.</param>
public sealed class WhatTheModelSees(ITestOutputHelper output)
{
    private const int MostOfFirstRequest = 10_000;

    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_first_request_has_frame_definition_documents_facts_and_task(WireProtocol protocol)
    {
        using var project = Project.Example("invitations");
        await using var server = await ScriptedModelServer.StartAsync(ScriptedAnswer.Fails(400, "stop_here", "enough"));

        await project.Ashlar("run", "agent-os/specs/2026-01-05-invitations", "--trust").Asking(server, protocol).EndsWithAsync(1);

        var request = server.Requests[0];
        Assert.StartsWith("You work in Ashlar on one task in a git checkout", request.System, StringComparison.Ordinal);
        Assert.Contains("You develop Clubhouse, a small Django project.", request.System, StringComparison.Ordinal);
        Assert.DoesNotContain(project.Git("rev-parse", "main"), request.System, StringComparison.Ordinal);
        Assert.Contains($"Task base (BASE): {project.Git("rev-parse", "main")}", request.FirstUserText, StringComparison.Ordinal);
        Assert.Equal(
            ["Bash", "BashOutput", "Edit", "Escalate", "Glob", "Grep", "KillShell", "NoteDeviation", "Read", "Report", "Write"],
            request.Tools.Order(StringComparer.Ordinal)
        );
        Assert.True(request.System.Length < 4000, "the frame is small");
        var words = request.FirstUserText;
        Assert.Contains("agent-os/specs/2026-01-05-invitations/spec.md", words, StringComparison.Ordinal);
        Assert.Contains("teams/: __init__.py, apps.py, models.py, services.py,", words, StringComparison.Ordinal);
        Assert.Contains("Task: 1.0 — Complete the invitation model", words, StringComparison.Ordinal);
        Assert.Contains("1.2 Add `Invitation` to `teams/models.py`", words, StringComparison.Ordinal);
        Assert.Contains("A team has at most one open invitation for an address", words, StringComparison.Ordinal);
        Assert.Contains("pytest -q", words, StringComparison.Ordinal);
        Assert.True(
            words.IndexOf("Task: 1.0", StringComparison.Ordinal) > words.IndexOf("spec.md", StringComparison.Ordinal),
            "the task comes last"
        );
        Assert.DoesNotContain("Ada Lovelace", Text(request), StringComparison.Ordinal);
        Assert.Contains(
            protocol is WireProtocol.Anthropic ? "\"media_type\":\"image/png\"" : "data:image/png;base64,",
            Text(request),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_first_request_of_the_example_is_small_beside_the_documents_of_the_project()
    {
        using var project = Project.Example("invitations");
        await using var server = await ScriptedModelServer.StartAsync(ScriptedAnswer.Fails(400, "stop_here", "enough"));

        await project.Ashlar("run", "agent-os/specs/2026-01-05-invitations", "--trust").Asking(server).EndsWithAsync(1);

        var request = server.Requests[0];
        string[] documents =
        [
            .. new[] { "spec.md", "planning/requirements.md" }.Select(name => $"agent-os/specs/2026-01-05-invitations/{name}"),
            "teams/models.py",
        ];
        var image = project.Root + "/agent-os/specs/2026-01-05-invitations/planning/visuals/invite-form.png";
        var definition = project.Read(".claude/agents/implementer.md").Split("---\n", 3)[2];
        var texts = documents.Sum(path => Wire(project.Read(path)));
        var picture = Convert.ToBase64String(File.ReadAllBytes(image)).Length;
        Assert.All(documents, path => Assert.Contains(project.Read(path).TrimEnd(), request.FirstUserText, StringComparison.Ordinal));
        output.WriteLine(
            $"{request.Bytes.Length} bytes: documents {texts}, picture {picture}, definition {Wire(definition)}, tools {Wire(request.Body.GetProperty("tools"))}"
        );
        Assert.InRange(request.Bytes.Length - texts - picture, 5000, MostOfFirstRequest);
    }

    [Fact]
    public async Task All_tasks_of_a_run_begin_with_the_same_bytes_up_to_their_own_part()
    {
        using var project = Project.TwoTasks(("notes.md", "Notes.\n"), ("AGENTS.md", "Be careful.\n"));
        project
            .Write("tasks.md", "# Tasks\n\n- [ ] Write a.txt, see `notes.md`\n- [ ] Write b.txt as `plan.md` says\n")
            .Commit("More words");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(0);

        var (first, second) = (server.Requests[0], server.Requests[2]);
        Assert.Equal(("1", "2"), (first.TaskId, second.TaskId));
        var same = Text(first).Zip(Text(second)).TakeWhile(pair => pair.First == pair.Second).Count();
        var shared = Text(first)[..same];
        output.WriteLine($"{same} of {Text(first).Length} and {Text(second).Length} characters are the same");
        Assert.Contains("Be careful.", shared, StringComparison.Ordinal);
        Assert.Contains("Files of the repository", shared, StringComparison.Ordinal);
        Assert.DoesNotContain("Notes.", shared, StringComparison.Ordinal);
        Assert.Contains("Notes.", first.FirstUserText, StringComparison.Ordinal);
        Assert.DoesNotContain("Notes.", second.FirstUserText, StringComparison.Ordinal);
        Assert.Contains(
            "New files since the run began: a.txt\nNamed by the task and not there: b.txt, plan.md\n",
            second.FirstUserText,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Requests_are_marked_for_the_cache_and_only_grow()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(0);

        Assert.All(server.Requests, request => Assert.Contains("\"cache_control\"", Text(request), StringComparison.Ordinal));
        Assert.Equal(server.Requests[0].System, server.Requests[1].System);
        Assert.Equal(
            ("1", "2", server.Requests[0].System),
            (server.Requests[0].TaskId, server.Requests[2].TaskId, server.Requests[2].System)
        );
        Assert.Equal(server.Requests[0].Tools, server.Requests[3].Tools);
        Assert.Equal(server.Requests[0].FirstUserText, server.Requests[1].FirstUserText);
        Assert.Equal(3, server.Requests[1].Messages.Count);
        Assert.All(server.Requests, request => Assert.True(request.Body.GetProperty("stream").GetBoolean()));
        Assert.All(server.Requests, request => Assert.Equal(server.Key, request.Headers["x-api-key"]));
    }

    [Fact]
    [Trait("case", "SECRET-009")]
    public async Task The_key_reaches_neither_commands_nor_the_journal()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Bash("env; cat /proc/*/environ 2>/dev/null | tr '\\0' '\\n'"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Contains("PATH=", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.DoesNotContain(server.Key, Text(request), StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(project.Home, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(server.Key, File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_image_that_is_read_is_sent_as_an_image()
    {
        using var project = Project.Example("invitations");
        project
            .Write("tasks.md", "- [ ] Write a.txt\n")
            .Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n")
            .Commit("More");
        await using var server = await Script
            .Of(
                "1",
                Say.Read("agent-os/specs/2026-01-05-invitations/planning/visuals/invite-form.png"),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(0);

        var result = server.Requests[1].Messages[^1].GetProperty("content")[0].GetProperty("content");
        var image = result.EnumerateArray().Single(block => block.GetProperty("type").GetString() is "image").GetProperty("source");
        var bytes = File.ReadAllBytes(Path.Combine(project.Root, "agent-os/specs/2026-01-05-invitations/planning/visuals/invite-form.png"));
        Assert.Equal(bytes, image.GetProperty("data").GetBytesFromBase64());
    }

    [Fact]
    public async Task An_agent_file_outside_the_repository_takes_the_place_of_its_placeholder_by_the_task()
    {
        using var project = Project.With(("a.txt", "a\n"), (".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n"));
        File.WriteAllText(
            project.Beside("helper-one.md"),
            "You are careful.\n\n[TASK WILL BE INSERTED HERE BY THE LEAD]\n\nWork in small steps.\n"
        );
        await using var server = await Script.Of("task-1", Say.Write("b.txt", "b\n"), Say.Done("b.txt")).ServeAsync();

        await project
            .Ashlar("run", "--task", "Write the letter b into b.txt", "--agent", project.Beside("helper-one.md"), "--trust")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.DoesNotContain("TASK WILL BE INSERTED", Text(server.Requests[0]), StringComparison.Ordinal);
        Assert.Contains("Write the letter b into b.txt", server.Requests[0].System, StringComparison.Ordinal);
        Assert.Contains("Task: task-1 — Write the letter b into b.txt", server.Requests[0].FirstUserText, StringComparison.Ordinal);
        Assert.Equal("helper-one", project.Journal().Last("run.started").GetProperty("agent").GetString());
        Assert.Contains($"feature/{project.Runs[0]}", project.Git("branch", "--list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_is_told_and_stands_in_the_commit()
    {
        using var project = Project.TwoTasks();
        project.Write("tickets/CLUB-7.md", "Ticket: CLUB-7\n\nFeedback: use lower case.\n");
        project.Write("tasks.md", "Ticket: CLUB-9\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n").Commit("Tickets");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "one").Asking(server).EndsWithAsync(0);
        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "two", "--ticket", "tickets/CLUB-7.md")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Equal(["CLUB-9"], project.Trailers("one", "Ticket"));
        Assert.Equal(["CLUB-7"], project.Trailers("two", "Ticket"));
        Assert.Contains("use lower case", server.Requests[2].FirstUserText, StringComparison.Ordinal);
    }

    /// <summary>The bytes that a text takes within JSON.</summary>
    private static int Wire(string text) => JsonSerializer.SerializeToUtf8Bytes(text, plain).Length - 2;

    private static int Wire(JsonElement json) => System.Text.Encoding.UTF8.GetByteCount(json.GetRawText());

    private static readonly JsonSerializerOptions plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Text(RecordedRequest request) => System.Text.Encoding.UTF8.GetString(request.Bytes);
}
