using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Work on files that the user's checkout leaves out.</summary>
public sealed class SparseCheckouts
{
    [Theory]
    [InlineData("git sparse-checkout set src")]
    [InlineData("git sparse-checkout set --no-cone '/*' '!/docs/'")]
    [InlineData("git sparse-checkout set --sparse-index src")]
    public async Task A_task_changes_files_outside_of_the_patterns_and_the_checkout_stays_as_it_is(string patterns)
    {
        using var project = Project.TwoTasks(
            ("src/app.py", "x = 1\n"),
            ("docs/base.md", "base\n"),
            ("docs/gone.md", "gone\n"),
            ("docs/deep/far.md", "far\n")
        );
        project.Git("-c", $"alias.set=!{patterns}", "set");
        Assert.False(Directory.Exists(Path.Combine(project.Root, "docs")));
        var before = Seen(project);
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo more >> docs/base.md; rm docs/gone.md; mkdir docs/new; echo new > docs/new/own.md; cat docs/deep/far.md"),
                Report(("docs/base.md", "modified"), ("docs/gone.md", "deleted"), ("docs/new/own.md", "created"))
            )
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("far", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal(
            "M\tdocs/base.md\nD\tdocs/gone.md\nA\tdocs/new/own.md\nM\ttasks.md",
            project.Git("diff", "--no-renames", "--name-status", "main", "work~1")
        );
        Assert.Equal(("base\nmore", "new"), (project.Read("work", "docs/base.md"), project.Read("work", "docs/new/own.md")));
        Assert.Equal(before, Seen(project));
        Assert.Equal("", project.Git("fsck", "--no-dangling", "--no-progress"));

        await project.Ashlar("diff").EndsWithAsync(0);
        await project.Ashlar("undo", "--yes").EndsWithAsync(0);
        Assert.Equal(before, Seen(project));
    }

    private static ScriptedAnswer Report(params IReadOnlyList<(string Path, string Change)> files) =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "The task is done.",
                files = files.Select(file => new { path = file.Path, change = file.Change }),
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

    /// <summary>What the checkout holds, what git says of it, and which files it leaves out.</summary>
    private static string Seen(Project project) =>
        string.Join(
            '\n',
            Directory
                .EnumerateFiles(project.Root, "*", SearchOption.AllDirectories)
                .Where(path => !path.StartsWith(Path.Combine(project.Root, ".git") + "/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Append(project.Git("status", "--porcelain", "--branch"))
                .Append(project.Git("ls-files", "-t"))
                .Append(project.Git("sparse-checkout", "list"))
        );
}
