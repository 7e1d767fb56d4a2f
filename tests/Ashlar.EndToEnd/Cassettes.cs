using Ashlar.EndToEnd.Crash;
using Ashlar.EndToEnd.Harness;
using Ashlar.EndToEnd.RedTeam;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Runs that are recorded to a cassette, and new runs that are played from it.</summary>
public sealed class Cassettes
{
    [Fact]
    public async Task A_recorded_run_plays_in_another_place_with_other_hashes_and_times()
    {
        using var project = SmallShop.Create();
        await using var server = await SmallShop.Script().ServeAsync();
        var cassette = project.Beside("run.jsonl");
        await SmallShop.Run(project).Recording(cassette).Asking(server).EndsWithAsync(0);
        using var other = SmallShop.Create();
        other.Git("commit", "--quiet", "--amend", "--message", "Another start");

        await SmallShop.Run(other).From(cassette).EndsWithAsync(0);

        Assert.Contains("\"strict\":true", File.ReadLines(cassette).First(), StringComparison.Ordinal);
        Assert.NotEqual(project.Git("rev-parse", "main"), other.Git("rev-parse", "main"));
        Assert.Equal(project.Git("rev-parse", $"{SmallShop.Branch}^{{tree}}"), other.Git("rev-parse", $"{SmallShop.Branch}^{{tree}}"));
    }

    [Fact]
    public async Task A_request_that_says_something_else_is_an_error_that_shows_it()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Read("note.txt"), Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        project.Write("note.txt", "one\ntwo\n").Commit("A note");
        var cassette = project.Beside("run.jsonl");
        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--record", cassette)
            .Asking(server)
            .EndsWithAsync(0);
        project.Write("note.txt", "one\nthree\n").Commit("Another note");

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "again", "--model", $"cassette:{cassette}")
            .EndsWithAsync(1);

        Assert.Contains("task 1, turn 2 is not the recorded one", result.Error, StringComparison.Ordinal);
        Assert.Contains("two", result.Error, StringComparison.Ordinal);
        Assert.Contains("three", result.Error, StringComparison.Ordinal);
        Assert.Contains("--record", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cassette_holds_no_secret_in_any_form()
    {
        var value = SecretScan.NewValue();
        using var project = Project.TwoTasks(
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nenv: {TOKEN: {secret: TOKEN}}\n")
        );
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo \"$TOKEN\"; printf %s \"$TOKEN\" | base64 -w0").ThenText($"It is {value}."),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();
        var cassette = project.Beside("run.jsonl");

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--record", cassette)
            .Asking(server)
            .With("TOKEN", value)
            .EndsWithAsync(0);
        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "again", "--model", $"cassette:{cassette}")
            .With("TOKEN", value)
            .EndsWithAsync(0);

        var bytes = await File.ReadAllBytesAsync(cassette);
        Assert.False(new SecretScan(value).Finds(bytes));
        Assert.Contains("[secret TOKEN]", await File.ReadAllTextAsync(cassette), StringComparison.Ordinal);
    }
}
