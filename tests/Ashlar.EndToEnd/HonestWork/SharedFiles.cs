using System.Security.Cryptography;
using System.Text;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.HonestWork;

/// <summary>Single ignored files of the checkout that a project cannot be tested without.</summary>
public sealed class SharedFiles
{
    private readonly string secret = $"k{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}Z9";

    [Theory]
    [InlineData(".ashlar/config.yaml", "share: [.env]\ngates:\n  - {name: check, run: grep -q MODE=fast .env}\n")]
    [InlineData(".worktreeinclude", "# Local settings\n*.env\n.env\n!never.env\n")]
    public async Task A_shared_file_is_seen_by_gates_commands_and_tools_read_only_and_masked(string path, string text)
    {
        using var project = Project
            .TwoTasks(("other.txt", "x\n"))
            .Write("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n")
            .Write(".gitignore", "*.env\n.env\n")
            .Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: grep -q MODE=fast .env}\n")
            .Write(path, text)
            .Commit("Settings");
        var file = $"MODE=fast\nAPI_TOKEN={secret}\n";
        project.Write(".env", file).Write("never.env", "MODE=slow\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("cat .env; ls -A; echo x >> .env; rm -f .env; mv .env z; cat .env | wc -l; cat .env | rev"),
                Say.Read(".env"),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var shown = server.Requests[1].LastResultText;
        Assert.Contains("MODE=fast\nAPI_TOKEN=[secret API_TOKEN]", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("never.env", shown, StringComparison.Ordinal);
        Assert.Contains("API_TOKEN=[secret API_TOKEN]", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain(
            server.Requests,
            request => Encoding.UTF8.GetString(request.Bytes).Contains(secret, StringComparison.Ordinal)
        );
        Assert.Equal(file, project.Read(".env"));
        Assert.Equal("a.txt", project.Git("diff", "--name-only", "main", "work", "--", ":!tasks.md"));
        // The value was seen, only in another form than is promised to be masked.
        Assert.Contains(new string([.. secret.Reverse()]), shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ignored_file_that_the_code_names_is_proposed_until_it_is_shared()
    {
        using var project = Project
            .With(
                (".gitignore", ".env\n*.local\nmade_version.py\n.cache/\n"),
                ("README.md", "# Settings\n"),
                ("setup.py", "from made_version import VERSION\n\nTEXT = open('README.md').read()\n"),
                ("settings.py", "import pathlib\n\nMODE = pathlib.Path('.env').read_text()\n"),
                (
                    "test_settings.py",
                    "import unittest\n\nimport settings\n\n\nclass Mode(unittest.TestCase):\n    def test_mode(self):\n        self.assertIn('fast', settings.MODE)\n"
                )
            )
            .Write(".env", "MODE=fast\n")
            .Write("made_version.py", "VERSION = '1'\n")
            .Write("left/.gitignore", "*\n")
            .Write("left/README.md", "made by a tool\n")
            .Write("notes.local", "x\n");

        var before = await project.Ashlar("gates").EndsWithAsync(1);
        project.Write(".worktreeinclude", ".env\nmade_version.py\n").Commit("Share .env");
        var after = await project.Ashlar("gates", "--trust").EndsWithAsync(0);

        Assert.Contains("`share: [.env]` in .ashlar/config.yaml", before.Out, StringComparison.Ordinal);
        Assert.Contains(".env: settings.py names it", before.Out, StringComparison.Ordinal);
        Assert.Contains("made_version.py: setup.py names it", before.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("left/", before.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("notes.local", before.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("share:", after.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes.txt", "share.not-ignored")]
    [InlineData("../other", "config.bad-value")]
    public async Task What_cannot_be_shared_is_said_at_the_start(string path, string code)
    {
        using var project = Project
            .TwoTasks(("x.txt", "x\n"))
            .Write(".ashlar/config.yaml", $"share: [{path}]\ngates:\n  - {{name: check, run: \"true\"}}\n")
            .Commit("Settings");
        project.Write("notes.txt", "mine\n");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var ended = await project.Ashlar("run", "tasks.md", "--trust", "--json").Asking(server).EndsWithAsync(2);

        Assert.Contains(code, ended.Out + ended.Error, StringComparison.Ordinal);
    }
}
