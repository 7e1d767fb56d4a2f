using System.Diagnostics;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Repositories with files of Git LFS: contents in folders, pointers in commits, with the real git-lfs as the witness.</summary>
public sealed class LargeFiles
{
    private const string Attributes = "*.bin filter=lfs diff=lfs merge=lfs -text\n";
    private const string Driver =
        "[filter \"lfs\"]\n\tclean = git-lfs clean -- %f\n\tsmudge = git-lfs smudge -- %f\n\tprocess = git-lfs filter-process\n\trequired = true\n";
    private const string Gate = "gates:\n  - {name: check, run: \"grep -q content data.bin && ! grep -q broken *.bin\"}\n";

    [ProgramsFact("git-lfs")]
    public async Task What_changes_is_seen_by_gates_and_committed_as_a_pointer_that_git_lfs_takes()
    {
        using var project = Start();
        await using var server = await Script
            .Of(
                "1",
                Say.Read("data.bin"),
                Say.Bash("cat data.bin; echo broken >> data.bin; head -c 3000000 /dev/zero > zeros.bin; : > empty.bin"),
                Say.Done(),
                Say.Bash("echo content two > data.bin"),
                Say.Write("new.bin", "new content\n"),
                Say.Report(["empty.bin", "new.bin", "zeros.bin"], ["data.bin"])
            )
            .ServeAsync();

        await Ashlar(project, "--branch", "work").Asking(server).EndsWithAsync(0);

        var tried = await project.Ashlar("gates", "--trust").EndsWithAsync(0);
        Assert.Contains("check  green", tried.Out, StringComparison.Ordinal);
        Assert.Contains("large content", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("large content", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("check", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.Equal(
            "data.bin\nempty.bin\nnew.bin\ntasks.md\nzeros.bin",
            project.Git("diff", "--no-ext-diff", "--name-only", "main", "work")
        );
        Assert.All(
            ["data.bin", "new.bin", "other.bin", "zeros.bin"],
            path => Assert.StartsWith("version https://git-lfs", project.Read("work", path), StringComparison.Ordinal)
        );
        Assert.Equal(project.Read("main", "other.bin"), project.Read("work", "other.bin"));
        Run(project, project.Root, "git", "lfs", "fsck", "work");
        Assert.Contains("zeros.bin", Run(project, project.Root, "git", "lfs", "ls-files", "work"), StringComparison.Ordinal);
        var clone = project.Beside("clone");
        Run(project, project.Root, "git", "worktree", "add", "-q", clone, "work");
        Assert.Equal("content two\n", await File.ReadAllTextAsync(Path.Combine(clone, "data.bin")));
        Assert.Equal("new content\n", await File.ReadAllTextAsync(Path.Combine(clone, "new.bin")));
        Assert.Equal("other\n", await File.ReadAllTextAsync(Path.Combine(clone, "other.bin")));
        Assert.Equal(3_000_000, new FileInfo(Path.Combine(clone, "zeros.bin")).Length);
        Assert.Empty(Run(project, clone, "git", "status", "--short"));
    }

    [ProgramsFact("git-lfs")]
    public async Task Git_answers_in_a_command_as_it_does_in_a_terminal()
    {
        using var project = Start();
        Run(project, project.Root, "git", "lfs", "install", "--local");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("touch data.bin other.bin && git status --short && echo nothing changed"),
                Say.Bash("echo content more >> data.bin; git status --short; git diff; git archive HEAD other.bin | tar -xO"),
                Say.Report([], ["data.bin"])
            )
            .ServeAsync();

        await Ashlar(project, "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("\nnothing changed", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain(".bin\n", server.Requests[1].LastResultText, StringComparison.Ordinal);
        var changed = server.Requests[2].LastResultText;
        Assert.Contains(" M data.bin", changed, StringComparison.Ordinal);
        Assert.Contains("+oid sha256:", changed, StringComparison.Ordinal);
        Assert.EndsWith("other", changed.TrimEnd(), StringComparison.Ordinal);
        Run(project, project.Root, "git", "lfs", "fsck", "work");
    }

    [ProgramsFact("git-lfs")]
    public async Task A_run_in_the_checkout_leaves_it_as_git_lfs_would()
    {
        using var project = Start();
        await using var server = await Script.Of("1", Say.Bash("echo content two > data.bin"), Say.Report([], ["data.bin"])).ServeAsync();

        await Ashlar(project, "--branch", "work", "--in-place").Asking(server).EndsWithAsync(0);

        Assert.Equal("content two\n", project.Read("data.bin"));
        Assert.Equal("other\n", project.Read("other.bin"));
        Assert.Empty(Run(project, project.Root, "git", "status", "--short"));
        Run(project, project.Root, "git", "lfs", "fsck", "work");
        await project.Ashlar("undo", project.Runs[0], "--yes").EndsWithAsync(0);
        Assert.Equal("large content\n", project.Read("data.bin"));
        Assert.Empty(Run(project, project.Root, "git", "status", "--short"));
    }

    [ProgramsFact("git-lfs")]
    public async Task What_was_not_fetched_stays_a_pointer_and_is_said()
    {
        using var project = Start();
        var pointer = project.Read("main", "other.bin");
        Directory.Delete(Path.Combine(project.Root, ".git/lfs/objects"), recursive: true);
        project.Write("other.bin", pointer + "\n");
        await using var server = await Script
            .Of("1", Say.Bash("cat other.bin; echo content two > data.bin"), Say.Report([], ["data.bin"]))
            .ServeAsync();

        var result = await Ashlar(project, "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("1 files of Git LFS are pointers only where commands run: other.bin", result.Error, StringComparison.Ordinal);
        Assert.Contains("git lfs pull", result.Error, StringComparison.Ordinal);
        Assert.Contains("oid sha256", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal(pointer, project.Read("work", "other.bin"));
        Assert.Equal("data.bin\ntasks.md", project.Git("diff", "--no-ext-diff", "--name-only", "main", "work"));
    }

    [ProgramsFact("git-lfs")]
    public async Task A_secret_in_one_is_found_like_in_any_file_and_its_content_goes()
    {
        const string value = "a-value-that-nobody-may-see-4711";
        using var project = Start((".gitignore", ".ashlar/secrets.env\n"));
        project.Write(".ashlar/secrets.env", $"TOKEN={value}\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("v=4711; echo content a-value-that-nobody-may-see-$v > data.bin"),
                Say.Report([], ["data.bin"]),
                Say.Bash("echo content two > data.bin"),
                Say.Report([], ["data.bin"])
            )
            .ServeAsync();

        await Ashlar(project, "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("data.bin", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("TOKEN", server.Requests[2].LastResultText, StringComparison.Ordinal);
        var kept = Directory.EnumerateFiles(Path.Combine(project.Root, ".git/lfs"), "*", SearchOption.AllDirectories);
        Assert.DoesNotContain(kept, file => File.ReadAllText(file).Contains(value, StringComparison.Ordinal));
    }

    [ProgramsFact("git-lfs")]
    public async Task Code_that_commits_hold_only_a_pointer_to_is_a_finding()
    {
        using var project = Start();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo '*.py filter=lfs' >> .gitattributes; echo 'x = 1  # noqa' > a.py"),
                Say.Report(["a.py"], [".gitattributes"]),
                Say.Blocked("no", "what?")
            )
            .ServeAsync();

        await Ashlar(project, "--branch", "work").Asking(server).EndsWithAsync(3);

        Assert.Contains("a.py  is kept by Git LFS", server.Requests[2].LastResultText, StringComparison.Ordinal);
    }

    [ProgramsFact("git-lfs")]
    public async Task A_branch_whose_contents_only_git_lfs_sends_is_pushed_by_hand()
    {
        using var project = Start();
        project.Git("init", "--quiet", "--bare", project.Beside("remote.git"));
        project.Git("remote", "add", "origin", project.Beside("remote.git"));
        await using var server = await Script.Of("1", Say.Bash("echo content two > data.bin"), Say.Report([], ["data.bin"])).ServeAsync();

        var refused = await Ashlar(project, "--branch", "work", "--push").Asking(server).EndsWithAsync(1);
        Assert.Contains("data.bin is kept by Git LFS", refused.Out + refused.Error, StringComparison.Ordinal);
        Assert.Empty(project.Git("ls-remote", "origin"));

        Run(project, project.Root, "git", "lfs", "install", "--local");
        Run(project, project.Root, "git", "push", "-q", "origin", "work");
        await project.Ashlar("resume").Asking(server).With("GIT_CONFIG_GLOBAL", project.Beside("gitconfig")).EndsWithAsync(0);

        Assert.Contains(project.Git("rev-parse", "work"), project.Git("ls-remote", "origin"), StringComparison.Ordinal);
    }

    private static Project Start(params IReadOnlyList<(string Path, string Text)> files)
    {
        var project = Project.TwoTasks([(".gitattributes", Attributes), (".ashlar/config.yaml", Gate), .. files]);
        File.WriteAllText(project.Beside("gitconfig"), Driver);
        project.Write("data.bin", "large content\n").Write("other.bin", "other\n");
        Run(project, project.Root, "git", "add", "data.bin", "other.bin");
        Run(project, project.Root, "git", "commit", "-qm", "Large");
        return project;
    }

    private static AshlarCommand Ashlar(Project project, params IReadOnlyList<string> options) =>
        project.Ashlar(["run", "tasks.md", "--trust", "--only", "1", .. options]).With("GIT_CONFIG_GLOBAL", project.Beside("gitconfig"));

    private static string Run(Project project, string folder, string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Places.Isolate(start.Environment);
        start.Environment["GIT_CONFIG_GLOBAL"] = project.Beside("gitconfig");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error.Result}{output}");
        return output;
    }
}
