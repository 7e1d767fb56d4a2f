using Ashlar.EndToEnd.Crash;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Recorded runs that are executed again.</summary>
public sealed class Replays
{
    [Fact]
    public async Task A_run_is_the_same_again_without_a_model_and_nothing_of_it_is_touched()
    {
        using var project = SmallShop.Create();
        await using var server = await SmallShop.Script().ServeAsync();
        await SmallShop.Run(project).Asking(server).EndsWithAsync(0);
        var asked = server.Requests.Count;
        var before = Everything(project);

        var text = await project.Ashlar("replay", project.Runs[0]).EndsWithAsync(0);
        var json = (await project.Ashlar("replay", "--json").EndsWithAsync(0)).Json;

        Assert.Contains("the same", text.Out, StringComparison.Ordinal);
        Assert.Equal("", text.Error);
        Assert.True(json.GetProperty("same").GetBoolean());
        Assert.Empty(json.GetProperty("differences").EnumerateArray());
        Assert.Equal(3, json.GetProperty("compared").GetProperty("commits").GetInt32());
        Assert.True(json.GetProperty("compared").GetProperty("tool_results").GetInt32() > 10);
        Assert.True(json.GetProperty("compared").GetProperty("gate_verdicts").GetInt32() > 3);
        Assert.Equal(asked, server.Requests.Count);
        Assert.Equal(before, Everything(project));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(project.Home, "replays")));
    }

    [Fact]
    public async Task Answers_and_retries_and_a_long_conversation_are_executed_as_they_were()
    {
        using var project = Project.TwoTasks(
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nwindows: {anthropic/scripted: 20000}\n"),
            ("big.txt", string.Concat(Enumerable.Range(1, 300).Select(line => $"{line} {new string('x', 90)}\n")))
        );
        var answers = new[]
        {
            Say.Write("broken", "x"),
            Say.Done("broken"),
            Say.Read("big.txt") with
            {
                Usage = null,
            },
            Say.Read("big.txt") with
            {
                Usage = null,
            },
            Say.Escalate("question", "Which name?"),
            Say.Write("a.txt", "a\n"),
            Say.Done("a.txt"),
            Say.Write("b.txt", "b\n"),
            Say.Done("b.txt"),
        };
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Number <= answers.Length ? answers[request.Number - 1] : ScriptedAnswer.Fails(400, "over", "no more")
        );
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--max-iterations", "1").Asking(server).EndsWithAsync(1);
        await project.Ashlar("resume", "--retry", "1").Knowing(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "a.txt", "--resume").Knowing(server).EndsWithAsync(0);

        var result = await project.Ashlar("replay").EndsWithAsync(0);

        Assert.NotEmpty(project.Journal().Of("conversation.compacted"));
        Assert.Equal(2, project.Journal().Of("run.resumed").Count);
        Assert.Contains("2 commits", result.Out, StringComparison.Ordinal);
        Assert.Equal(answers.Length, server.Requests.Count);
    }

    [Fact]
    public async Task A_run_that_was_killed_is_the_same_as_one_that_was_not()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .With("ASHLAR_FAILPOINT", "9")
            .EndsWithAsync(137);

        var before = await project.Ashlar("replay").EndsWithAsync(0);
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);
        var after = await project.Ashlar("replay").EndsWithAsync(0);

        Assert.DoesNotContain("commits", before.Out, StringComparison.Ordinal);
        Assert.Contains("2 commits", after.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_difference_is_named_with_its_turn_and_outputs_that_vary_only_by_themselves_are_volatile()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("cat /proc/sys/kernel/random/uuid; echo $$; date"),
                Say.Bash("date +%s%N > a.txt; exit 3"),
                Say.Read("a.txt"),
                Say.Done("a.txt")
            )
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        var text = await project.Ashlar("replay").EndsWithAsync(1);
        var json = (await project.Ashlar("replay", "--json").EndsWithAsync(1)).Json;

        var first = json.GetProperty("differences")[0];
        Assert.Equal(
            ("1", 3, "Read a.txt"),
            (first.GetProperty("task").GetString(), first.GetProperty("turn").GetInt32(), first.GetProperty("what").GetString())
        );
        Assert.NotEqual(first.GetProperty("expected").GetString(), first.GetProperty("observed").GetString());
        Assert.Contains(json.GetProperty("differences").EnumerateArray(), row => row.GetProperty("what").GetString() is "tree of a commit");
        Assert.Equal([1], json.GetProperty("volatile").EnumerateArray().Select(row => row.GetProperty("turn").GetInt32()));
        Assert.False(json.GetProperty("same").GetBoolean());
        Assert.Contains("first in task 1, turn 3, Read a.txt", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gates_alone_are_run_again_at_each_commit_and_what_changed_is_shown()
    {
        using var project = Project.TwoTasks(
            (
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: 'case $MODE in *green) ;; *) exit 1 ;; esac', env: {MODE: {secret: MODE}}}\n"
            )
        );
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .With("MODE", "the-mode-that-is-green")
            .EndsWithAsync(0);
        var asked = server.Requests.Count;

        var same = await project.Ashlar("replay", "--judge").With("MODE", "the-mode-that-is-green").EndsWithAsync(0);
        var other = await project.Ashlar("replay", "--judge").With("MODE", "the-mode-that-is-amber").EndsWithAsync(1);
        var json = (await project.Ashlar("replay", "--judge", "--json").With("MODE", "the-mode-that-is-amber").EndsWithAsync(1)).Json;

        Assert.Contains("0 of 2 verdicts changed", same.Out, StringComparison.Ordinal);
        Assert.Contains("2 of 2 verdicts changed", other.Out, StringComparison.Ordinal);
        Assert.Contains("recorded  green", other.Out, StringComparison.Ordinal);
        Assert.Contains("now       red", other.Out, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], json.GetProperty("gates").EnumerateArray().Select(gate => gate.GetProperty("task").GetString()));
        Assert.Equal(asked, server.Requests.Count);
    }

    [Fact]
    public async Task What_is_gone_is_said_in_a_sentence()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        var run = project.Runs[0];
        project.Git("clone", "--quiet", project.Root, project.Beside("clone"));
        project.Git("-C", project.Beside("clone"), "fetch", "--quiet", "origin", "work");

        var unknown = await project.Ashlar("replay", "r-20200101-0000").EndsWithAsync(2);
        project.Git("branch", "-D", "work");
        project.Git("reflog", "expire", "--expire=now", "--all");
        project.Git("gc", "--quiet", "--prune=now");
        var commits = await project.Ashlar("replay", run).EndsWithAsync(2);
        Directory.Move(project.Root, project.Beside("moved"));
        var repository = await project.Ashlar("replay", run).In(project.Home).EndsWithAsync(2);
        var elsewhere = await project.Ashlar("replay", run).In(project.Beside("clone")).EndsWithAsync(0);
        Directory.Move(project.Beside("moved"), project.Root);

        Assert.Contains("there is no run r-20200101-0000", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("is no longer in the repository", commits.Error, StringComparison.Ordinal);
        Assert.Contains("the repository that " + run + " worked in is gone", repository.Error, StringComparison.Ordinal);
        Assert.Contains("the same", elsewhere.Out, StringComparison.Ordinal);
    }

    private static string Everything(Project project) =>
        string.Join(
            '\n',
            new[] { project.Root, Path.Combine(project.Home, "runs") }
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal)
                .Select(file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks} {new FileInfo(file).Length}")
        );
}
