using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Reviewing;

/// <summary>A person looks at what is green and true before it lands, from any terminal.</summary>
public sealed class ReviewedByAPerson
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Fact]
    public async Task Green_work_waits_with_all_that_a_person_needs_and_lands_by_their_word_alone()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var ended = await Run(project).Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        var waiting = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        var status = (await project.Ashlar("status", run, "--json").EndsWithAsync(0)).Json;
        var diff = (await project.Ashlar("diff", run, "--task", "1").EndsWithAsync(0)).Out;
        var before = project.Hashes("work").Count;
        await project.Ashlar("review", run, "approve").In("/").EndsWithAsync(0);
        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(0);

        Assert.Contains($"ashlar review {run} approve --task 1 --resume", ended.Error, StringComparison.Ordinal);
        Assert.Equal(("review", "1", "E1"), (Text(waiting, "kind"), Text(waiting, "task"), Text(waiting, "id")));
        Assert.Contains("Gates green (check), proof", Text(waiting, "details"), StringComparison.Ordinal);
        Assert.Equal("review", Text(status.GetProperty("waiting_for")[0], "kind"));
        Assert.Equal("waiting", Text(status.GetProperty("tasks")[0], "state"));
        Assert.Contains("+a", diff, StringComparison.Ordinal);
        Assert.Equal(0, before);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [ ] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal(0, (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_persons_points_go_to_the_author_and_the_next_round_waits_again(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "b\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "b it is"), ("F2", "rebutted", "no need"))
            )
            .ServeAsync();
        await Run(project).Asking(server, protocol).EndsWithAsync(3);
        var run = project.Runs[0];
        project.Write("points.md", "Thanks.\n\n1. a.txt:1 Write b,\n   in small letters.\n2. Why one line?\n");

        await project
            .Ashlar("review", run, "request-changes", "--feedback-file", "points.md", "--resume")
            .Knowing(server, protocol)
            .EndsWithAsync(3);
        var second = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        await project.Ashlar("review", run, "approve", "--resume").Knowing(server, protocol).EndsWithAsync(0);

        Assert.StartsWith(
            "Review 1 by a person: changes requested. Gates were green.\nF1 a.txt:1 Write b,\n   in small letters.\nF2 Why one line?\n",
            server.Requests[2].LastResultText,
            StringComparison.Ordinal
        );
        Assert.Equal("E2", Text(second, "id"));
        Assert.Contains(
            "F1, round 1 by human: a.txt:1 Write b, in small letters. — fixed: b it is (a.txt:1)",
            Text(second, "details"),
            StringComparison.Ordinal
        );
        Assert.Equal("b", project.Read("work", "a.txt"));
        var ledger = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("feedback");
        Assert.Equal([true, true], ledger.EnumerateArray().Select(row => row.GetProperty("closed").GetBoolean()));
    }

    [Fact]
    public async Task Points_come_from_standard_input_too_and_plain_prose_is_one_point()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"), Say.Addressed(["a.txt"], ("F1", "rebutted", "it is")))
            .ServeAsync();
        await Run(project).Asking(server).EndsWithAsync(3);

        await project
            .Ashlar("review", project.Runs[0], "request-changes", "--feedback-file", "-", "--resume")
            .Reading("Is this\nreally all?\n")
            .Knowing(server)
            .EndsWithAsync(3);

        Assert.Contains("\nF1 Is this\n   really all?\n", server.Requests[2].LastResultText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no such feedback file (missing.md)", "request-changes", "--feedback-file", "missing.md")]
    [InlineData("the feedback is empty (empty.md)", "request-changes", "--feedback-file", "empty.md")]
    [InlineData("the feedback file cannot be read as UTF-8 text", "request-changes", "--feedback-file", "binary.md")]
    [InlineData("requesting changes needs a file that says which", "request-changes")]
    [InlineData("an approval takes no feedback (points.md)", "approve", "--feedback-file", "points.md")]
    [InlineData("the run RUN has no task 2", "approve", "--task", "2")]
    public async Task What_makes_no_sense_is_refused_in_one_sentence_and_changes_nothing(string sentence, params string[] words)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        await Run(project).Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        project.Write("empty.md", " \n\n").Write("points.md", "- a\n");
        File.WriteAllBytes(Path.Combine(project.Root, "binary.md"), [0x80, 0x00, 0xff]);

        var result = await project.Ashlar(["review", run, .. words]).EndsWithAsync(2);

        Assert.Contains(sentence.Replace("RUN", run, StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
        Assert.Equal(1, (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.GetArrayLength());
    }

    [Fact]
    public async Task An_agent_cannot_approve_its_own_work()
    {
        using var project = Project.TwoTasks();
        const string Approval = """{"key":"E1","id":"E1","text":"approve","with":[]}""";
        var state = project.Home;
        var forge =
            $"mkdir -p {state}/runs/x/answers; for run in {state}/runs/*; do mkdir -p $run/answers; echo '{Approval}' > $run/answers/E1.json; done; ls {state}";
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Bash(forge), Say.Bash("ashlar review $(ls) approve; ashlar inbox"), Say.Done("a.txt"))
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);
        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(3);

        var run = Assert.Single(project.Runs);
        Assert.False(Directory.Exists(Path.Combine(state, "runs", run, "answers")));
        Assert.Equal("E1", Text((await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0], "id"));

        // The same file, written by a person outside, does count.
        Directory.CreateDirectory(Path.Combine(state, "runs", run, "answers"));
        File.WriteAllText(Path.Combine(state, "runs", run, "answers", "E1.json"), Approval);
        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task Several_tasks_wait_each_for_its_own_word()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] T001 [P] Write one\n- [ ] T002 [P] Write two\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nreview: {by: human}\n")
        );
        await using var server = await Script
            .Of("T001", Say.Write("one.txt", "1\n"), Say.Done("one.txt"))
            .Then("T002", Say.Write("two.txt", "2\n"), Say.Done("two.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        var unclear = await project.Ashlar("review", run, "approve").EndsWithAsync(2);
        await project.Ashlar("review", run, "approve", "--task", "T002").EndsWithAsync(0);
        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(3);
        await project.Ashlar("review", run, "approve", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains($"several tasks of {run} wait for a review: T001, T002", unclear.Error, StringComparison.Ordinal);
        Assert.Equal(["T002", "T001"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal("one.txt\ntasks.md\ntwo.txt", project.Git("diff", "--name-only", "main", "work"));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task The_stricter_of_configuration_and_definition_reviews()
    {
        using var project = Project.TwoTasks(
            (".claude/agents/worker.md", "---\nname: worker\ndescription: Writes files.\nreview: human\n---\nWrite.\n")
        );
        project
            .Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nreview: {by: tech-lead}\n")
            .Commit("Review");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var human = (
            await project.Ashlar("run", "tasks.md", "--trust", "--agent", "worker", "--dry-run", "--json").Asking(server).EndsWithAsync(0)
        ).Json;
        var given = (
            await project
                .Ashlar("run", "tasks.md", "--trust", "--agent", "worker", "--dry-run", "--json", "--review", "none")
                .Asking(server)
                .EndsWithAsync(0)
        ).Json;

        Assert.Equal(("human", "none"), (Text(human, "review"), Text(given, "review")));
    }

    private static AshlarCommand Run(Project project) =>
        project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", "human");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
