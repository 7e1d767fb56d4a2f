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
        Assert.Contains("no space is left", result.Error, StringComparison.Ordinal);
        Assert.Contains("second 0", result.Out, StringComparison.Ordinal);
    }
}
