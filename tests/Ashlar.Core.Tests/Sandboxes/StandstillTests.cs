using System.Diagnostics;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>A program of the host that waits for nobody is ended when it does nothing; one that works is not, however long it takes.</summary>
public sealed class StandstillTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task What_waits_at_a_pipe_is_ended_with_what_it_started()
    {
        using var folder = new TemporaryFolder();
        var pid = Path.Combine(folder.Path, "pid");

        await Assert.ThrowsAsync<StandstillException>(() =>
            RunAsync(folder.Path, $"mkfifo pipe; (echo $BASHPID > {pid}.new; mv {pid}.new {pid}; exec cat pipe) & wait", Patience)
        );

        var started = int.Parse(await File.ReadAllTextAsync(pid), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(SpinWait.SpinUntil(() => ProcessTree.Identify(started) is null, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task What_works_is_not()
    {
        using var folder = new TemporaryFolder();
        var started = Stopwatch.GetTimestamp();

        var output = await RunAsync(folder.Path, "end=$((SECONDS + 3)); while ((SECONDS < end)); do :; done; echo through", Patience);

        Assert.Equal("through\n", System.Text.Encoding.UTF8.GetString(output.Output));
        Assert.True(Stopwatch.GetElapsedTime(started) > Patience);
    }

    [Fact]
    public async Task What_is_known_to_wait_in_vain_is_ended_long_before()
    {
        using var folder = new TemporaryFolder();
        var (asked, started) = (0, Stopwatch.GetTimestamp());

        await Assert.ThrowsAsync<StandstillException>(() =>
            RunAsync(folder.Path, "mkfifo pipe; exec cat pipe", TimeSpan.FromMinutes(1), () => ++asked > 0)
        );

        Assert.Equal(1, asked);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(40));
    }

    private static Task<HostOutput> RunAsync(string folder, string script, TimeSpan patience, Func<bool>? isHopeless = null)
    {
        var bash = HostPrograms.Find(Environment.GetEnvironmentVariable("PATH"), [], null).Named("bash")!;
        var call = new HostCall(["-c", script], folder, [], Patience: patience) { IsHopeless = isHopeless ?? (() => false) };
        return HostProcess.RunAsync(bash, call, CancellationToken.None);
    }
}
