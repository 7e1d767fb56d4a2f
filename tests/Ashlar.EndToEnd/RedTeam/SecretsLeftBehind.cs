using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Where a secret could stay after a run, or leave beside it: git's loose objects, names of files, the operator's programs, the console.</summary>
public sealed class SecretsLeftBehind
{
    private const string Carry =
        "mkdir -p src/deep && printf %s \"$TOKEN\" > src/deep/leak.txt"
        + " && touch \"src/n-$(printf %s \"$TOKEN\" | base64 -w0 | tr '/+' '_-').txt\" && echo carried";

    private const string Drop = "rm -r src/deep src/n-*; echo a > src/a.txt";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("case", "SECRET-017")]
    public async Task What_git_wrote_of_a_secret_while_a_task_was_under_way_is_gone_when_it_ends(bool isSecret)
    {
        var value = SecretScan.NewValue();
        using var spoken = new SpokenProject(value, isSecret, isSecret ? "" : $"env: {{TOKEN: \"{value}\"}}\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash(Carry),
                Say.Bash("pytest --version; true"),
                Say.Done("src/nothing.txt"),
                Say.Bash(Drop),
                Say.Done("src/a.txt")
            )
            .ServeAsync();

        await spoken.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).RunAsync();

        Assert.Contains("carried", server.Requests[1].LastResultText, StringComparison.Ordinal);
        // What the first commit holds is nobody's doing.
        var before = Objects(spoken.Project).Count(one => new SecretScan(value).Finds(one));
        var expected = spoken
            .Project.Git("rev-list", "--objects", "--all")
            .Split('\n')
            .Count(line => Finds(spoken.Project, line.Split(' ')[0], value));
        Assert.Equal(isSecret, before == expected);
        Assert.DoesNotContain("missing", spoken.Project.Git("fsck", "--no-dangling"), StringComparison.Ordinal);
        if (isSecret)
        {
            Assert.Equal([], spoken.Places(server, value, []));
        }
    }

    [Fact]
    [Trait("case", "SECRET-009")]
    public async Task The_operators_command_gets_no_key_of_a_provider_under_another_name()
    {
        using var project = Project.TwoTasks();
        var told = project.Beside("told");
        project
            .Write(
                ".ashlar/config.yaml",
                $"notify: printf '%s|%s|%s\\n' \"${{COPY-none}}\" \"${{WRAPPED-none}}\" \"${{OTHER-none}}\" >> {told}; true\ngates:\n  - {{name: check, run: \"true\"}}\n"
            )
            .Commit("Notify");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server)
            .With("COPY", server.Key)
            .With("WRAPPED", $"Authorization: Bearer {server.Key}")
            .With("OTHER", "seen")
            .EndsWithAsync(0);

        Assert.Equal(["none|none|seen"], await File.ReadAllLinesAsync(told));
    }

    [Theory]
    [InlineData("[\"made/**\"]", false)]
    [InlineData("[\"**/answer.txt\"]", false)]
    [InlineData("[]", true)]
    public async Task A_hidden_file_that_was_made_after_the_base_is_hidden_from_commands(string hide, bool isSeen)
    {
        var answer = $"ANSWER-{Guid.NewGuid():N}";
        using var project = Project.TwoTasks();
        project
            .Write("set-up.sh", $"mkdir -p made && echo {answer} > made/answer.txt && echo open > open.txt\n")
            .Write(".gitignore", "made/\nopen.txt\n")
            .Write(
                ".ashlar/config.yaml",
                $"setup: [{{run: sh set-up.sh}}]\nscope: {{hide: {hide}}}\ngates:\n  - {{name: check, run: \"true\"}}\n"
            )
            .Commit("Set up");
        await using var server = await Script
            .Of("1", Say.Bash("cat made/answer.txt | rev; cat open.txt"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        var told = server.Requests[1].LastResultText;
        Assert.Contains("open", told, StringComparison.Ordinal);
        Assert.Equal(isSeen, told.Contains(new string([.. answer.Reverse()]), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_known_as_a_secret_is_masked_on_the_console_of_any_command(bool isSecret)
    {
        var value = $"{Guid.NewGuid():N}";
        using var project = Project.With(
            ("tasks.md", $"# Tasks\n\n- [ ] Write a.txt for {value}\n"),
            (".gitignore", ".ashlar/secrets.env\n")
        );
        project.Write("broken.yaml", $"{value}: [\n").Commit("Start");
        if (isSecret)
        {
            project.Write(".ashlar/secrets.env", $"TOKEN={value}\n");
            File.SetUnixFileMode(Path.Combine(project.Root, ".ashlar/secrets.env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        string[][] commands =
        [
            ["tasks", "list", "tasks.md"],
            ["tasks", "list", "tasks.md", "--json"],
            ["agents", "show", value],
            ["agents", "show", value, "--json"],
            ["-v", "status", value],
            ["-v", "-C", $"/nowhere/{value}", "status"],
        ];
        foreach (var command in commands)
        {
            var shown = await project.Ashlar(command).RunAsync();
            var isSeen = shown.Out.Contains(value, StringComparison.Ordinal) || shown.Error.Contains(value, StringComparison.Ordinal);
            Assert.True(isSeen != isSecret || command[1] is "-C", $"{string.Join(' ', command)}: {shown.Out}{shown.Error}");
        }
    }

    private static IEnumerable<string> Objects(Project project) =>
        project
            .Git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(hash => project.Git("cat-file", "-p", hash));

    private static bool Finds(Project project, string hash, string value) =>
        hash.Length > 0 && new SecretScan(value).Finds(project.Git("cat-file", "-p", hash));
}
