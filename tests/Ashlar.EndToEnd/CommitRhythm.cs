using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Green cycles that are committed before a task is done.</summary>
public sealed class CommitRhythm
{
    private const string Agent = "---\nname: worker\ndescription: Works.\ntools: Read, Write, Bash\n---\n";

    [Fact]
    public async Task Where_each_iteration_is_committed_a_green_cycle_that_is_not_the_last_is_a_commit_without_a_tick()
    {
        using var project = Project
            .TwoTasks()
            .Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\ncommit: {each: iteration}\n")
            .Commit("Rhythm");
        await using var server = await Wrong().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1", "1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(["", "no-code"], project.Trailers("work", "Ashlar-Proof"));
        Assert.All(project.Trailers("work", "Ashlar-Run"), run => Assert.Equal(project.Runs[0], run));
        Assert.Contains("- [ ] Write a.txt", project.Read("work~1", "tasks.md"), StringComparison.Ordinal);
        Assert.Equal("a", project.Read("work~1", "a.txt"));
        Assert.Contains("- [x] Write a.txt", project.Read("work", "tasks.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_that_only_the_finished_task_is_a_commit()
    {
        using var project = Project.TwoTasks();
        await using var server = await Wrong().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Equal(["no-code"], project.Trailers("work", "Ashlar-Proof"));
    }

    [Fact]
    public async Task An_agent_whose_prompt_wants_a_commit_after_each_green_cycle_gets_the_tool_for_it()
    {
        using var project = Project
            .TwoTasks((".claude/agents/worker.md", Agent + "Commit after each green test cycle.\n"))
            .Write("other.md", Agent + "Work.\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "a\n"),
                ScriptedAnswer.Call("commit_and_push", new { message = "First half" }),
                Say.Write("b.txt", "b\n"),
                Say.Done("a.txt", "b.txt")
            )
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--agent", "worker", "--trust", "--branch", "work", "--only", "1")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Equal("First half", project.Subjects("work")[0]);
        Assert.Equal(["1", "1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Contains("- [ ] Write a.txt", project.Read("work~1", "tasks.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_fix_runs_on_the_changed_files_that_its_gate_is_for_and_is_recorded_as_Ashlars()
    {
        using var project = Project
            .TwoTasks(("untouched.txt", "dirt\n"), ("fix.sh", "sed -i s/dirt/clean/ \"$@\"\n"))
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: clean, run: \"! grep -q dirt a.txt\", fix: sh fix.sh, when: [\"*.txt\"]}\n  - {name: never, run: \"false\", when: [\"*.none\"]}\n"
            )
            .Commit("A gate with a fix");
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "dirt\n"), Say.Write("notes.md", "dirt\n"), Say.Done("a.txt", "notes.md"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Equal("clean", project.Read("work", "a.txt"));
        Assert.Equal("dirt", project.Read("work", "notes.md"));
        Assert.Equal("dirt", project.Read("work", "untouched.txt"));
        var fix = Assert.Single(
            project.Journal().Of("effect.finished").Select(entry => entry.GetProperty("body")),
            body => body.GetProperty("effect").GetString() == "fix"
        );
        Assert.Equal(["a.txt"], fix.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        Assert.DoesNotContain(
            project.Journal().Of("gate.finished"),
            gate => gate.GetProperty("body").GetProperty("key").GetString()!.EndsWith("/never", StringComparison.Ordinal)
        );
    }

    /// <summary>The first report claims a file that was not changed; the second is true.</summary>
    private static Script Wrong() => Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt", "c.txt"), Say.Done("a.txt"));
}
