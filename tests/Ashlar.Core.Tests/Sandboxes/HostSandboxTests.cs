using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class HostSandboxTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly HostSandbox sandbox = new(TimeProvider.System, Machine.Programs);

    [Fact]
    public async Task A_command_runs_in_the_root_and_both_its_streams_arrive_in_order()
    {
        var outcome = await Run("pwd; echo to-error >&2; echo last; exit 7");

        Assert.Equal((7, CommandEnding.Exited), (outcome.ExitCode, outcome.Ending));
        Assert.Equal($"{scene.Root}\nto-error\nlast\n", outcome.Output.Text);
    }

    [Fact]
    [Trait("case", "SHELL-009")]
    public async Task A_command_that_reads_its_input_gets_its_end_at_once()
    {
        var outcome = await Run("cat; read line; echo status $?");

        Assert.Equal("status 1\n", outcome.Output.Text);
    }

    [Fact]
    [Trait("case", "SECRET-009")]
    public async Task Nothing_of_our_environment_reaches_a_command()
    {
        Environment.SetEnvironmentVariable("ASHLAR_TEST_CANARY", "inherited");
        var command = scene.Command("echo \"[$ASHLAR_TEST_CANARY] [$GIVEN]\"; env | grep -c CANARY") with
        {
            Environment = new Dictionary<string, string> { ["GIVEN"] = "a b" },
        };
        var outcome = await sandbox.Start(command, default).Completion;

        Assert.Equal("[] [a b]\n0\n", outcome.Output.Text);
    }

    [Fact]
    [Trait("case", "SHELL-020")]
    public async Task Descriptors_that_we_hold_without_close_on_exec_do_not_reach_a_command()
    {
        using var held = File.OpenHandle(scene.Write("held", "x"));
        var number = (int)held.DangerousGetHandle();
        Assert.Equal(0, Libc.Control(number, Libc.SetDescriptorFlags, 0));

        var outcome = await Run("ls /proc/$$/fd; true");

        Assert.Equal("0\n1\n2\n", outcome.Output.Text);
    }

    [Fact]
    public async Task A_command_does_nothing_before_its_start_is_recorded()
    {
        var done = Path.Combine(scene.Root, "done");
        var before = (bool?)null;
        ProcessIdentity? recorded = null;
        var command = scene.Command("touch done") with
        {
            Started = identity =>
            {
                before = File.Exists(done);
                recorded = identity;
            },
        };
        var running = sandbox.Start(command, default);
        await running.Completion;

        Assert.Equal((false, true, running.Identity), (before, File.Exists(done), recorded));
    }

    [Fact]
    public async Task When_the_start_cannot_be_recorded_the_command_never_runs()
    {
        var command = scene.Command("touch done") with { Started = _ => throw new IOException("disk full") };

        Assert.Throws<IOException>(() => sandbox.Start(command, default));
        await Run("true");
        Assert.False(File.Exists(Path.Combine(scene.Root, "done")));
    }

    [Theory]
    [InlineData("sleep 1000 & wait")]
    [InlineData("setsid -f sleep 1000; sleep 1000")]
    [InlineData("(setsid sleep 1000 &) ; nohup sleep 1000 & disown; sleep 1000")]
    [InlineData("trap '' TERM INT HUP; while :; do :; done")]
    public async Task A_command_whose_time_is_up_ends_with_all_it_started(string line)
    {
        var command = scene.Command($"export SCENE={scene.Root}; {line}") with { Timeout = TimeSpan.FromMilliseconds(300) };
        var outcome = await sandbox.Start(command, default).Completion;

        Assert.Equal((137, CommandEnding.TimedOut), (outcome.ExitCode, outcome.Ending));
        Assert.Empty(Survivors());
    }

    [Fact]
    public async Task Daemons_that_hold_the_output_open_do_not_outlive_their_command()
    {
        var outcome = await Run("setsid -f sleep 1000; (sleep 1000 &); setsid -f sleep 1000 >/dev/null 2>&1; echo done");

        Assert.Equal((0, "done\n"), (outcome.ExitCode, outcome.Output.Text));
        Assert.Empty(Survivors());
    }

    [Fact]
    public async Task Cancelling_the_token_kills_the_command()
    {
        using var source = new CancellationTokenSource();
        var running = sandbox.Start(scene.Command("sleep 1000") with { Timeout = null }, source.Token);
        await source.CancelAsync();
        var outcome = await running.Completion;

        Assert.Equal((137, CommandEnding.Killed), (outcome.ExitCode, outcome.Ending));
    }

    [Fact]
    public async Task A_background_command_can_be_followed_and_killed()
    {
        var running = sandbox.Start(scene.Command("echo ready; sleep 1000") with { Timeout = null }, default);
        await running.SaidAsync(said => said.Contains("ready\n", StringComparison.Ordinal));
        var (text, offset) = running.OutputSince(0);

        running.Kill();
        running.Kill();
        var outcome = await running.Completion;

        Assert.Equal(("ready\n", 6L, CommandEnding.Killed), (text, offset, outcome.Ending));
    }

    [Fact]
    [Trait("case", "SHELL-005")]
    public async Task A_command_that_writes_more_than_it_may_is_killed()
    {
        var command = scene.Command("yes") with { Limits = new CommandLimits { OutputTotal = 1_000_000 } };
        var outcome = await sandbox.Start(command, default).Completion;

        Assert.Equal(CommandEnding.OutputLimit, outcome.Ending);
        Assert.StartsWith("y\ny\n", outcome.Output.Head, StringComparison.Ordinal);
        Assert.Equal(outcome.Output.TotalBytes, outcome.Output.Head.Length + outcome.Output.Tail.Length + outcome.Output.CutBytes);
    }

    [Fact]
    public async Task A_line_longer_than_one_argument_may_be_runs()
    {
        var outcome = await Run($": {new string('x', 300_000)}; echo end");

        Assert.Equal("end\n", outcome.Output.Text);
    }

    [Fact]
    [Trait("case", "SECRET-009")]
    public async Task Core_dumps_are_off_and_files_are_bounded()
    {
        var command = scene.Command("ulimit -c; head -c 2000000 /dev/zero > big; echo; stat -c %s big") with
        {
            Limits = new CommandLimits { FileSize = 1_000_000 },
        };
        var outcome = await sandbox.Start(command, default).Completion;

        Assert.StartsWith("0\n", outcome.Output.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n1000000\n", outcome.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_folder_that_cannot_be_made_is_an_environment_fault()
    {
        var command = scene.Command("true") with { Mounts = scene.Mounts with { PrivateFolder = "/proc/none" } };

        Assert.Throws<CommandStartException>(() => sandbox.Start(command, default));
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private Task<CommandOutcome> Run(string line) => sandbox.Start(scene.Command(line), default).Completion;

    private IEnumerable<int> Survivors()
    {
        var working = scene.Root;
        return ProcessTree.All().Where(pid => ProcessTree.Identify(pid) is not null && WorkingDirectory(pid) == working);
    }

    private static string? WorkingDirectory(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
