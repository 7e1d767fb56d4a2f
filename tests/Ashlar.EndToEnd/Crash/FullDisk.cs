using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>A command that fills the disk of the state folder.</summary>
public sealed class FullDisk
{
    [Fact]
    [Trait("case", "CRASH-008")]
    public async Task The_run_writes_its_end_into_the_space_set_aside_and_goes_on_when_there_is_room()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("head -c 100000000 /dev/zero > fill; true"),
                // What others free meanwhile is not enough to keep this answer.
                ScriptedAnswer.Text(new string('x', 4_000_000)).ThenCall("Bash", new { command = "rm -f fill" }),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();
        Directory.CreateDirectory(project.Home);
        const string Steps =
            "mount -t tmpfs -o size=16m tmpfs \"$ASHLAR_HOME\" || exit 77; \"$@\"; echo \"first $?\"; "
            + "\"$1\" status; find \"$ASHLAR_HOME/worktrees\" -name fill -delete; \"$1\" resume; echo \"second $?\"";

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--unsafe-no-sandbox", "--branch", "work")
            .Asking(server)
            .Through("unshare", "-rm", "sh", "-c", Steps.Replace("resume", "resume --unsafe-no-sandbox", StringComparison.Ordinal), "steps")
            .RunAsync();

        Assert.True(result.Out.Contains("first 4", StringComparison.Ordinal), result.Out + result.Error);
        Assert.Contains("limit", result.Out, StringComparison.Ordinal);
        Assert.Contains($"no space is left on the disk of the state folder, {project.Home}/runs/", result.Error, StringComparison.Ordinal);
        Assert.Contains("second 0", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "CRASH-008")]
    public async Task A_full_disk_of_the_repository_is_a_limit_too_and_the_run_goes_on_when_there_is_room()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Bash("head -c 3000000 /dev/urandom > a.txt"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();
        var steps =
            $"cp -a {project.Root}/.git/objects {project.Beside("kept")} && mount -t tmpfs -o size=1m tmpfs {project.Root}/.git/objects || exit 77; "
            + $"cp -a {project.Beside("kept")}/. {project.Root}/.git/objects/; \"$@\"; echo \"first $?\"; "
            + $"mount -o remount,size=64m {project.Root}/.git/objects; \"$1\" resume --unsafe-no-sandbox; echo \"second $?\"; "
            + $"git -C {project.Root} fsck; git -C {project.Root} cat-file -s work:a.txt";

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--unsafe-no-sandbox", "--branch", "work")
            .Asking(server)
            .Through("unshare", "-rm", "sh", "-c", steps, "steps")
            .RunAsync();

        Assert.True(result.Out.Contains("first 4", StringComparison.Ordinal), result.Out + result.Error);
        Assert.Contains(
            $"no space is left on the disk of the repository, {project.Root}/.git/objects. Free space there",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("second 0", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("3000000\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "CRASH-008")]
    [Trait("case", "CRASH-011")]
    public async Task Wherever_the_space_of_the_state_folder_ends_one_sentence_says_so_and_nothing_is_lost()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        Directory.CreateDirectory(project.Home);

        // With each of these many kilobytes left another write is the first that fails: what is laid out, the checkout, an artifact, the journal.
        const string Steps = """
            mount -t tmpfs -o size=24m tmpfs "$ASHLAR_HOME" || exit 77
            ASHLAR_FAILPOINT=7 "$@" > /dev/null 2>&1
            for free in 0 8 16 32 64 128; do
              have=$(df -k --output=avail "$ASHLAR_HOME" | tail -n 1)
              head -c $(( (have - free) * 1024 )) /dev/zero > "$ASHLAR_HOME/ballast"
              said=$("$1" resume --unsafe-no-sandbox 2>&1 > /dev/null)
              echo "status $?: $said"
              rm "$ASHLAR_HOME/ballast"
              "$1" logs --verify | sed 's/^/journal /'
            done
            "$1" resume --unsafe-no-sandbox > /dev/null; echo "last $?"
            """;

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--unsafe-no-sandbox", "--branch", "work")
            .Asking(server)
            .Through("unshare", "-rm", "bash", "-c", Steps, "steps")
            .RunAsync();

        var lines = result.Lines.Where(line => !line.StartsWith("journal ", StringComparison.Ordinal)).ToList();
        Assert.True(lines is [_, _, _, _, _, _, "last 0"], result.Out + result.Error);
        Assert.Contains(
            lines,
            line => line.Contains("status 1:", StringComparison.Ordinal) || line.Contains("status 4:", StringComparison.Ordinal)
        );
        Assert.All(
            lines[..^1].Where(line => !line.StartsWith("status 0:", StringComparison.Ordinal)),
            line => Assert.Matches("(?i)no space is left on the disk", line)
        );
        Assert.All(
            result.Lines.Where(line => line.StartsWith("journal ", StringComparison.Ordinal)),
            line => Assert.Contains("chain whole", line, StringComparison.Ordinal)
        );
        Assert.Equal(["Write a.txt", "Write b.txt"], project.Subjects("work"));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(255)]
    [Trait("case", "CRASH-011")]
    public async Task Too_few_open_files_are_said_before_anything_begins(int most)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .Through("sh", "-c", $"ulimit -n {most}; exec \"$@\"", "few")
            .EndsWithAsync(2);

        Assert.Equal(
            $"ashlar: only {most} files may be open at once, and Ashlar needs 256. Allow more with `ulimit -n 1024`, then do the same again.\n",
            result.Error
        );
        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .Through("sh", "-c", "ulimit -n 256; exec \"$@\"", "enough")
            .EndsWithAsync(0);
    }
}
