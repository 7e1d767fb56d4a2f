using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class BubblewrapSandboxTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly HostSandbox host = new(TimeProvider.System, Machine.Programs);
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);

    [BubblewrapFact]
    public async Task The_root_stands_at_the_path_of_the_checkout()
    {
        scene.Write("a.txt", "content");
        var outcome = await Run("pwd; cat a.txt; echo; echo new > b.txt; exit 3");

        Assert.Equal((3, $"{scene.ShownRoot}\ncontent\n"), (outcome.ExitCode, outcome.Output.Text));
        Assert.Equal("new\n", await File.ReadAllTextAsync(Path.Combine(scene.Root, "b.txt")));
    }

    [BubblewrapFact]
    [Trait("case", "SECRET-010")]
    public async Task Home_is_empty_and_the_temporary_folder_lasts_as_long_as_the_private_folder()
    {
        var first = await Run("ls -A $HOME | wc -l; echo kept > $TMPDIR/note; echo kept > /tmp/note2");
        var second = await Run("cat $TMPDIR/note /tmp/note2");

        Assert.Equal(("0\n", "kept\nkept\n"), (first.Output.Text, second.Output.Text));
    }

    [BubblewrapTheory]
    [InlineData("echo x > tests/a.py")]
    [InlineData("echo x > src/../tests/new.py")]
    [InlineData("rm tests/a.py")]
    [InlineData("chmod 777 tests/a.py")]
    [InlineData("mv tests old")]
    [InlineData("ln tests/a.py src/hard")]
    [InlineData("ln -s /nowhere tests/link; mkdir other")]
    [InlineData("python3 -c \"import os; os.remove('tests/a.py')\"")]
    [InlineData("touch -d 2001-01-01 tests/a.py")]
    [Trait("case", "PATH-018")]
    [Trait("case", "PATH-019")]
    public async Task Nothing_changes_outside_the_writable_folders(string line)
    {
        scene.Write("tests/a.py", "original");
        scene.Write("src/b.py", "b");
        var before = scene.Listing();
        var outcome = await Run(line, scene.Mounts with { Writable = ["src"] });

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal(before, scene.Listing());
        Assert.Equal(0, (await OnHost(line)).ExitCode);
        Assert.NotEqual(before, scene.Listing());
    }

    [BubblewrapTheory]
    [InlineData("ln tests/a.py src/hard && echo x >> src/hard")]
    [InlineData("cp -l tests/a.py src/hard && echo x >> src/hard")]
    [InlineData("cd src && ln ../tests/a.py hard && sed -i s/original/x/ hard && cat hard > ../tests/a.py")]
    [InlineData("python3 -c \"import os; os.link('tests/a.py', 'src/hard'); open('src/hard', 'a').write('x')\"")]
    [InlineData("ln src/b.py tests/b.py && echo x >> src/b.py")]
    [Trait("case", "PATH-010")]
    public async Task No_hard_link_leads_into_or_out_of_the_writable_folders(string line)
    {
        scene.Write("tests/a.py", "original");
        scene.Write("src/b.py", "b");
        var before = scene.Listing();
        var outcome = await Run(line, scene.Mounts with { Writable = ["src"] });

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal(before, scene.Listing());
        Assert.Equal(0, (await OnHost(line)).ExitCode);
        var planted = (await File.ReadAllTextAsync(Path.Combine(scene.Root, "tests/a.py"))) != "original";
        Assert.True(planted || File.Exists(Path.Combine(scene.Root, "tests/b.py")));
    }

    [BubblewrapTheory]
    [InlineData("mv pkg z && mkdir -p pkg/tests && echo x > pkg/tests/a.py")]
    [InlineData("mv pkg/sub z; mkdir -p pkg/sub; echo x > pkg/sub/new")]
    [InlineData("rm -rf pkg/tests")]
    [InlineData("echo x > pkg/tests/a.py")]
    [InlineData(
        "python3 -c \"import ctypes,os; os.mkdir('fake'); print(ctypes.CDLL(None).renameat2(-100,b'pkg',-100,b'fake',2)); assert os.path.exists('fake/tests')\""
    )]
    [Trait("case", "PATH-008")]
    [Trait("case", "PATH-009")]
    public async Task A_read_only_folder_inside_a_writable_one_cannot_be_replaced(string line)
    {
        scene.Write("pkg/tests/a.py", "original");
        scene.Write("pkg/sub/deep/b.py", "b");
        var mounts = scene.Mounts with { ReadOnly = ["pkg/tests", "pkg/sub/deep"] };
        await Run(line, mounts);

        Assert.Equal("original", await File.ReadAllTextAsync(Path.Combine(scene.Root, "pkg/tests/a.py")));
        Assert.Equal("b", await File.ReadAllTextAsync(Path.Combine(scene.Root, "pkg/sub/deep/b.py")));
    }

    [BubblewrapTheory]
    [InlineData("mkdir -p .vscode && echo x > .vscode/settings.json")]
    [InlineData("echo x > CLAUDE.md")]
    [InlineData("mv CLAUDE.md y; echo x > CLAUDE.md; ls -ld CLAUDE.md | grep ^-")]
    [InlineData("mkdir -p a/b/hooks; echo x > a/b/hooks/pre-commit")]
    [InlineData("mv a z; mkdir -p a/b/hooks; echo x > a/b/hooks/pre-commit")]
    [Trait("case", "PATH-034")]
    public async Task A_protected_path_that_does_not_exist_cannot_be_made_and_leaves_no_trace(string line)
    {
        var mounts = scene.Mounts with { ReadOnly = [".vscode", "CLAUDE.md", "a/b/hooks"] };
        var outcome = await Run(line, mounts);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal("", scene.Listing());
        await OnHost(line);
        Assert.NotEqual("", scene.Listing());
    }

    [BubblewrapFact]
    public async Task A_stub_stays_until_the_last_command_that_needs_it_has_ended()
    {
        var mounts = scene.Mounts with { ReadOnly = [".vscode"] };
        var background = sandbox!.Start(
            scene.Command("read -r x < go; echo x > .vscode/y") with
            {
                Mounts = mounts,
                Timeout = null,
            },
            default
        );
        var fifo = await Run("mkfifo go 2>/dev/null; echo x > .vscode/y; true", mounts);
        background.Kill();
        await background.Completion;

        Assert.Contains("Read-only file system", fifo.Output.Text, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(scene.Root, ".vscode")));
    }

    [BubblewrapFact]
    public async Task Hidden_paths_cannot_be_read_even_when_the_folder_above_is_renamed()
    {
        scene.Write("secret/key.txt", "canary-value");
        scene.Write("conf/.env", "canary-value");
        var mounts = scene.Mounts with { Hidden = ["secret", "conf/.env"] };
        var outcome = await Run(
            "mv conf conf2; cat secret/key.txt conf/.env conf2/.env; grep -r canary . ; cat /proc/self/root/"
                + scene.Root
                + "/secret/key.txt",
            mounts
        );
        var later = await Run("grep -r canary .", mounts);

        Assert.DoesNotContain("canary-value", outcome.Output.Text + later.Output.Text, StringComparison.Ordinal);
        Assert.Contains("canary-value", (await OnHost("grep -r canary .")).Output.Text, StringComparison.Ordinal);
    }

    [BubblewrapFact]
    public async Task A_link_left_where_a_writable_folder_should_be_opens_nothing_outside()
    {
        Directory.CreateSymbolicLink(Path.Combine(scene.Root, "src"), scene.Outside);
        var outcome = await Run("echo x > src/planted", scene.Mounts with { Writable = ["src"] });

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(scene.Outside));
    }

    [BubblewrapFact]
    public async Task Files_of_the_host_that_are_hidden_or_not_in_scope_stay_out_of_reach()
    {
        await File.WriteAllTextAsync(Path.Combine(scene.Outside, "state"), "canary-value");
        var line = $"cat {scene.Outside}/state; echo x > {scene.Outside}/new; ls /home /root /run";
        var outcome = await Run(line, scene.Mounts with { HiddenOutside = [scene.Outside] });

        Assert.DoesNotContain("canary-value", outcome.Output.Text, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(scene.Outside, "state")], Directory.GetFileSystemEntries(scene.Outside));
        Assert.Contains("canary-value", (await OnHost(line)).Output.Text, StringComparison.Ordinal);
    }

    [BubblewrapFact]
    public async Task What_lies_in_a_hidden_folder_may_be_hidden_too()
    {
        var outcome = await Run("ls -A /usr/share && echo seen", scene.Mounts with { HiddenOutside = ["/usr/share", "/usr/share/doc"] });

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("seen", outcome.Output.Text.Trim());
    }

    [BubblewrapFact]
    public async Task Shared_folders_are_read_only_at_their_place()
    {
        var shared = Directory.CreateDirectory(Path.Combine(scene.Outside, "venv")).FullName;
        await File.WriteAllTextAsync(Path.Combine(shared, "marker"), "shared");
        var mounts = scene.Mounts with { Shared = new Dictionary<string, string> { [".venv"] = shared } };
        var outcome = await Run("cat .venv/marker; echo x > .venv/marker; mv .venv other", mounts);

        Assert.StartsWith("shared", outcome.Output.Text, StringComparison.Ordinal);
        Assert.Equal("shared", await File.ReadAllTextAsync(Path.Combine(shared, "marker")));
    }

    [BubblewrapFact]
    public async Task A_wrong_argument_of_the_sandbox_is_an_environment_fault_that_says_why()
    {
        var command = scene.Command("true") with { Environment = new Dictionary<string, string> { [""] = "x" } };
        var trouble = Assert.Throws<CommandStartException>(() => sandbox!.Start(command, default));

        Assert.Contains("bwrap", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("true")).ExitCode);
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private Task<CommandOutcome> Run(string line, SandboxMounts? mounts = null) =>
        sandbox!.Start(scene.Command(line) with { Mounts = mounts ?? scene.Mounts }, default).Completion;

    private Task<CommandOutcome> OnHost(string line) => host.Start(scene.Command(line), default).Completion;
}
