using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What an agent cannot change, by whatever way it tries.</summary>
public sealed class KeptFiles
{
    [Fact]
    public async Task A_model_cannot_tick_a_box_or_write_history_by_file_tools_or_commands()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Read("tasks.md"),
                Say.Write("tasks.md", "# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt\n"),
                ScriptedAnswer.Call(
                    "Edit",
                    new
                    {
                        file_path = "tasks.md",
                        old_string = "- [ ] Write b.txt",
                        new_string = "- [x] Write b.txt",
                    }
                ),
                Say.Bash("sed -i 's/\\[ \\]/[x]/' tasks.md; rm -f tasks.md; cat tasks.md"),
                Say.Bash("git commit --allow-empty -m mine; git update-ref refs/heads/main HEAD~0; echo x > .git/HEAD; echo y > .git/evil"),
                Say.Write(".git/hooks/post-commit", "#!/bin/sh\n"),
                Say.Write(".ashlar/config.yaml", "gates: []\n"),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [ ] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
        Assert.Single(project.Hashes("work"));
        const string Kept =
            "Ashlar keeps tasks.md and ticks it after verification; the file is unchanged and nothing is missing. Continue.";
        foreach (var number in new[] { 2, 3 })
        {
            Assert.Equal(
                new RecordedResult(server.Requests[number].LastToolResults[0].CallId, Kept, IsError: false),
                server.Requests[number].LastToolResults[0]
            );
        }

        Assert.Contains("- [ ] Write b.txt", server.Requests[4].LastResultText, StringComparison.Ordinal);
        Assert.True(server.Requests[6].LastToolResults[0].IsError);
        Assert.True(server.Requests[7].LastToolResults[0].IsError);
    }

    [Fact]
    public async Task Three_changes_outside_the_scope_are_undone_and_stop_the_task_for_a_person()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            ("docs/rules.md", "rules\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nscope: {allow: [\"*.txt\"]}\n")
        );
        await using var server = await Script
            .Of(
                "1",
                Say.Write("docs/more.md", "more\n"),
                Say.Bash("echo changed > docs/rules.md; echo fine > c.txt"),
                Say.Bash("mkdir -p other && echo x > other/x.txt; true"),
                Say.Write("docs/again.md", "again\n")
            )
            .ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).RunAsync();

        Assert.Contains(
            "Not written: docs/more.md is outside this task's scope (.ashlar/config.yaml:3",
            server.Requests[1].LastResultText,
            StringComparison.Ordinal
        );
        Assert.Contains("1 of 3 before the task stops", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal(3, result.ExitStatus);
        Assert.Equal("rules", project.Read("work", "docs/rules.md"));
        var inbox = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json;
        Assert.Equal("1", inbox[0].GetProperty("task").GetString());
    }
}
