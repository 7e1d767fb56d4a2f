using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class SandboxGitTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly HostSandbox host = new(TimeProvider.System, Machine.Programs);
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);

    [BubblewrapFact]
    public async Task Git_reads_in_the_worktree_at_the_path_of_the_checkout_and_writes_nothing()
    {
        var mounts = await WorktreeAsync();
        var reading = await RunAsync("git log --format=%s && git status --short && git rev-parse --show-toplevel", mounts);
        var writing = await RunAsync(
            "git add -A; git commit -m x; git config a.b c; git stash; git checkout -b y; echo evil > .git; mv .git old; rm .git; echo x > $(git rev-parse --git-common-dir)/hooks/pre-commit; cat .git",
            mounts
        );

        Assert.Equal($"first\n?? new.txt\n{scene.ShownRoot}\n", reading.Output.Text);
        Assert.EndsWith("gitdir: /run/ashlar/git/worktrees/worktree\n", writing.Output.Text, StringComparison.Ordinal);
        Assert.Equal("first\n?? new.txt\n", await OnHostAsync($"git -C {scene.Root} log --format=%s; git -C {scene.Root} status --short"));
        Assert.Empty(Directory.GetFiles(Path.Combine(scene.ShownRoot, ".git", "hooks"), "pre-commit"));
    }

    [BubblewrapFact]
    public async Task Credentials_of_the_git_configuration_are_not_shown()
    {
        var mounts = await WorktreeAsync();
        await OnHostAsync(
            $"cd {scene.ShownRoot} && git remote add origin https://user:canary-value@example.org/x && git config http.extraheader 'Authorization: canary-value'"
        );
        var outcome = await RunAsync("git remote -v; git config --list; cat /run/ashlar/git/config", mounts);

        Assert.Contains("https://example.org/x", outcome.Output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-value", outcome.Output.Text, StringComparison.Ordinal);
    }

    [BubblewrapFact]
    public async Task With_hidden_paths_the_git_directory_can_be_absent()
    {
        var mounts = await WorktreeAsync();
        var outcome = await RunAsync("git log; ls /run/ashlar", mounts with { Hidden = [".git"] });

        Assert.DoesNotContain("first", outcome.Output.Text, StringComparison.Ordinal);
        Assert.EndsWith("cache\nhome\n", outcome.Output.Text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private async Task<SandboxMounts> WorktreeAsync()
    {
        Directory.Delete(scene.Root);
        await OnHostAsync(
            $"git init -q {scene.ShownRoot} && cd {scene.ShownRoot} && git config user.name t && git config user.email t@example.org "
                + $"&& echo a > a.txt && git add -A && git commit -qm first && git worktree add -q {scene.Root} && echo n > {scene.Root}/new.txt"
        );
        return scene.Mounts with { GitDirectory = Path.Combine(scene.ShownRoot, ".git", "worktrees", "worktree") };
    }

    private async Task<string> OnHostAsync(string line)
    {
        var command = scene.Command(line) with { WorkingDirectory = "/" };
        var outcome = await host.Start(command, default).Completion;
        Assert.True(outcome.ExitCode == 0, outcome.Output.Text);
        return outcome.Output.Text;
    }

    private Task<CommandOutcome> RunAsync(string line, SandboxMounts mounts) =>
        sandbox!.Start(scene.Command(line) with { Mounts = mounts }, default).Completion;
}
