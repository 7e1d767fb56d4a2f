using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>What a stranger's repository holds where Ashlar's own files belong, and what looking at its gates leaves behind.</summary>
public sealed class StrangersConfiguration
{
    [Theory]
    [InlineData(".ashlar", false)]
    [InlineData(".ashlar/config.yaml", true)]
    [InlineData(".ashlar/.gitignore", true)]
    public async Task Init_writes_nothing_by_way_of_a_link(string path, bool isFile)
    {
        using var project = Project.With(("a.txt", "a\n"));
        var outside = Directory.CreateTempSubdirectory("ashlar-outside-").FullName;
        try
        {
            var link = Path.Combine(project.Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, isFile ? Path.Combine(outside, "made") : outside);
            project.Commit("Link");

            var refused = await project.Ashlar("init").EndsWithAsync(2);

            Assert.Contains("a link is where the configuration belongs", refused.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Theory]
    [InlineData(".ashlar/config.yaml")]
    [InlineData(".ashlar")]
    public async Task A_configuration_that_is_a_link_is_refused_in_a_sentence(string path)
    {
        using var project = Project.With(("tasks.md", "- [ ] 1. Write\n"));
        var link = Path.Combine(project.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, "/nonexistent");
        project.Commit("Link");

        var run = await project.Ashlar("run", "tasks.md", "--trust", "--dry-run").EndsWithAsync(2);
        var gates = await project.Ashlar("gates", "--trust").EndsWithAsync(2);

        Assert.Contains($"({path})", run.Error, StringComparison.Ordinal);
        Assert.Contains("is not followed", gates.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--trust")]
    [InlineData("--json")]
    public async Task Looking_at_the_files_of_a_checkout_leaves_no_object_with_a_secret(string trust)
    {
        var value = SecretScan.NewValue();
        using var project = Project.With(
            (".gitignore", ".ashlar/secrets.env\n"),
            (".ashlar/config.yaml", "env: {TOKEN: {secret: TOKEN}}\ngates:\n  - {name: ok, run: \"true\"}\n")
        );
        project.Write(".ashlar/secrets.env", $"TOKEN={value}\n").Write("deep/mine.txt", $"{value}\n").Write("plain.txt", "nothing\n");
        var blob = project.Git("hash-object", "deep/mine.txt");
        var plain = project.Git("hash-object", "plain.txt");

        _ = await project.Ashlar("gates", "--worktree", trust).RunAsync();

        var objects = project.Git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)");
        Assert.Contains(plain, objects, StringComparison.Ordinal);
        Assert.DoesNotContain(blob, objects, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", project.Git("fsck", "--full", "--no-dangling"), StringComparison.Ordinal);
    }
}
