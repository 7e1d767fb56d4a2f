using Ashlar.EndToEnd.Harness;
using Ashlar.EndToEnd.SeveralTasks;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What a person hands over with an answer is on the branch and in the worktree from then on, as the person's own change.</summary>
public sealed class DocumentsOfAnswers
{
    private const string Contract = "docs/contract.md";

    private static Project Create(string scope = "scope: {allow: [\"*.txt\"]}\n") =>
        Project.TwoTasks(
            (Contract, "# Contract\n\nThe letter is unknown.\n"),
            (".ashlar/config.yaml", $"gates:\n  - {{name: check, run: test ! -e broken}}\n{scope}")
        );

    private static Script Asking() =>
        Script.Of(
            "1",
            Say.Write("a.txt", "draft\n"),
            Say.Blocked("The letter is unknown.", "Which letter?"),
            Say.Bash($"cat {Contract} | tail -1 > a.txt; git status --short; cat a.txt"),
            Say.Done("a.txt")
        );

    private static async Task WaitAsync(Project project, ScriptedModelServer server, params IReadOnlyList<string> options)
    {
        await project
            .Ashlar([.. (string[])["run", "tasks.md", "--trust", "--only", "1", "--branch", "work"], .. options])
            .Asking(server)
            .EndsWithAsync(3);
        project.Write(Contract, "# Contract\n\nThe letter is q.\n").Write("docs/new.md", "New.\n");
    }

    private static AshlarCommand Answer(Project project, params IReadOnlyList<string> more) =>
        project.Ashlar([.. (string[])["answer", project.Runs[0], "E1", "Take q.", "--with", Contract, "docs/new.md"], .. more]);

    private static void AssertBoth(Project project)
    {
        Assert.Equal(["Take over 2 documents", "Write a.txt"], project.Subjects("work"));
        Assert.Equal(["spec", "1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal($"{Contract}\ndocs/new.md", project.Git("diff", "--name-only", "main", "work~1"));
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "work~1", "work"));
        Assert.Equal("The letter is q.", project.Read("work", "a.txt"));
        Assert.Equal("New.", project.Read("work", "docs/new.md"));
    }

    [Fact]
    public async Task They_are_a_commit_of_their_own_and_no_change_of_the_author()
    {
        using var project = Create();
        await using var server = await Asking().ServeAsync();
        await WaitAsync(project, server);

        await Answer(project, "--resume").Knowing(server).EndsWithAsync(0);

        AssertBoth(project);
        Assert.Contains("Handed over with the answer to E1", project.Git("log", "-1", "--format=%b", "work~1"), StringComparison.Ordinal);
        var seen = server.Requests[^1].LastResultText;
        Assert.Contains("?? a.txt\nThe letter is q.", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("contract.md", seen, StringComparison.Ordinal);
        Assert.True((await project.Ashlar("replay", "--json").EndsWithAsync(0)).Json.GetProperty("same").GetBoolean());
    }

    [Fact]
    public async Task They_are_what_a_task_that_is_opened_again_begins_with()
    {
        using var project = Create();
        await using var server = await Asking().ServeAsync();
        await WaitAsync(project, server);
        await Answer(project, "--resume").Knowing(server).EndsWithAsync(0);
        await project.Ashlar("redo", project.Runs[0], "1").EndsWithAsync(0);
        await using var again = await Script.Of("1", Say.Bash($"cat {Contract} docs/new.md > a.txt"), Changed()).ServeAsync();

        await project.Ashlar("resume", project.Runs[0]).Knowing(again).EndsWithAsync(0);

        Assert.Contains("Take q.", again.Requests[0].FirstUserText, StringComparison.Ordinal);
        Assert.Equal("# Contract\n\nThe letter is q.\nNew.", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task They_are_there_for_another_attempt_too()
    {
        using var project = Create();
        await using var server = await Script.Of("1", Say.Escalate("question", "Which letter?")).ServeAsync();
        await WaitAsync(project, server);
        await Answer(project).EndsWithAsync(0);
        await using var again = await Script.Of("1", Say.Bash($"tail -1 {Contract} > a.txt"), Say.Done("a.txt")).ServeAsync();

        await project.Ashlar("resume", project.Runs[0], "--retry", "1").Knowing(again).EndsWithAsync(0);

        AssertBoth(project);
        Assert.Contains("Take q.", again.Requests[0].FirstUserText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_between_the_commit_and_its_records_a_run_ends_like_one_that_was_not()
    {
        using var whole = Create();
        await using var calm = await Asking().ServeAsync();
        await WaitAsync(whole, calm);
        var before = whole.Journal().Lines.Count;
        await Answer(whole, "--resume").Knowing(calm).EndsWithAsync(0);
        var types = whole.Journal().Types.ToList();
        var commit = types.IndexOf("commit.created");
        Assert.Equal("effect.intended", types[commit - 1]);

        for (var line = commit; line <= commit + 3; line++)
        {
            using var project = Create();
            await using var server = await Asking().ServeAsync();
            await WaitAsync(project, server);
            Assert.Equal(before, project.Journal().Lines.Count);
            await Answer(project, "--resume").Knowing(server).With("ASHLAR_FAILPOINT", $"{line}").RunAsync();
            await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);

            AssertBoth(project);
            Assert.Equal(whole.Git("rev-parse", "work^{tree}"), project.Git("rev-parse", "work^{tree}"));
            Assert.Equal(calm.Requests.Count, server.Requests.Count);
        }
    }

    [Fact]
    public async Task In_the_users_own_checkout_they_come_from_there_and_are_clean_in_the_end()
    {
        using var project = Create();
        await using var server = await Asking().ServeAsync();
        await WaitAsync(project, server, "--in-place");
        project.Write("mine.txt", "not handed over\n");

        var dirty = await Answer(project, "--resume").Knowing(server).EndsWithAsync(2);
        File.Delete(Path.Combine(project.Root, "mine.txt"));
        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);

        Assert.Contains("mine.txt", dirty.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Contract, dirty.Error, StringComparison.Ordinal);
        AssertBoth(project);
        Assert.Equal("", project.Git("status", "--short"));
    }

    [Fact]
    public async Task Beside_another_task_that_landed_meanwhile()
    {
        using var project = ParallelProject.Of("test ! -e broken", "T001 [P] First", "T002 [P] Second");
        await using var server = await ScriptedModelServer.StartAsync(request =>
            (request.TaskId, request.Turn) switch
            {
                ("T001", 1) => Say.Blocked("The letter is unknown.", "Which letter?"),
                ("T001", 2) => Say.Bash("cat docs/new.md T002.txt > T001.txt"),
                ("T001", 3) => Say.Done("T001.txt"),
                _ => ParallelProject.Quick(request),
            }
        );
        await ParallelProject.Run(project, 2).Asking(server).EndsWithAsync(3);
        project.Write("docs/new.md", "New.\n");

        await project
            .Ashlar("answer", project.Runs[0], "E1", "Take q.", "--with", "docs/new.md", "--resume")
            .Knowing(server)
            .EndsWithAsync(0);

        Assert.Equal("New.\nT002", project.Read(ParallelProject.Branch, "T001.txt"));
        Assert.Equal(["T002", "spec", "T001"], project.Trailers(ParallelProject.Branch, "Ashlar-Task"));
    }

    [Fact]
    public async Task Where_the_author_changed_the_same_file_the_persons_stands()
    {
        using var project = Create(scope: "");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash($"echo mine > {Contract}; echo q > a.txt"),
                Say.Blocked("The letter is unknown.", "Which letter?"),
                Say.Done("a.txt")
            )
            .ServeAsync();
        await WaitAsync(project, server);

        await Answer(project, "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal("# Contract\n\nThe letter is q.", project.Read("work", Contract));
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "work~1", "work"));
    }

    [Fact]
    public async Task Work_that_landed_meanwhile_and_work_that_waits_for_approval_stand_beside_them()
    {
        using var project = Create();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "The letter is q.\n"), Say.Done("a.txt", "x"), Say.Done("a.txt", "x"))
            .ServeAsync();
        await WaitAsync(project, server);

        await project.Ashlar("answer", project.Runs[0], "E1", "approve", "--with", Contract, "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains("Take over docs/contract.md", project.Subjects("work"));
        Assert.Equal("# Contract\n\nThe letter is q.", project.Read("work", Contract));
        Assert.Equal("The letter is q.", project.Read("work", "a.txt"));
        Assert.Contains("[x] Write a.txt", project.Read("work", "tasks.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tasks.md", "keeps the task list")]
    [InlineData(".env", "git takes no such file")]
    [InlineData(".git/config", "git takes no such file")]
    [InlineData("link.md", "no such document")]
    [InlineData("docs", "no such document")]
    public async Task What_no_commit_can_hold_is_refused_before_anything_is_recorded(string path, string words)
    {
        using var project = Create();
        await using var server = await Script.Of("1", Say.Escalate("question", "Which letter?")).ServeAsync();
        project.Write(".gitignore", ".env\n").Commit("Ignore");
        await WaitAsync(project, server);
        project.Write(".env", "MINE=1\n");
        File.CreateSymbolicLink(Path.Combine(project.Root, "link.md"), Contract);

        var result = await project.Ashlar("answer", project.Runs[0], "E1", "Take q.", "--with", path).EndsWithAsync(2);

        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("escalation.answered", project.Journal().Types);
    }

    private static ScriptedAnswer Changed() =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "The task is done.",
                files = new[] { new { path = "a.txt", change = "modified" } },
                key_changes = new[] { "What the task asks for" },
                tests = new
                {
                    total = 0,
                    passing = 0,
                    failing = 0,
                },
                acceptance = Array.Empty<string>(),
            }
        );
}
