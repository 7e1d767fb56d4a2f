using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>A command's time is measured, not read off the wall clock, which somebody may set while it runs.</summary>
public sealed class CommandClockTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly SandboxScene scene = new();
    private readonly ManualClock clock = new();
    private readonly HostSandbox sandbox;

    public CommandClockTests() => sandbox = new HostSandbox(clock, Machine.Programs);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(24 * 365)]
    [InlineData(-24 * 365)]
    [Trait("case", "SHELL-032")]
    public async Task A_clock_that_is_set_neither_ends_a_command_nor_counts_as_its_time(int hours)
    {
        var running = await StartedAsync("until test -e proceed; do sleep 0.01; done; echo lived");
        clock.Advance(Limit - TimeSpan.FromMinutes(1));

        clock.Set(TimeSpan.FromHours(hours));
        scene.Write("proceed", "");
        var outcome = await running.Completion;

        Assert.Equal((0, CommandEnding.Exited), (outcome.ExitCode, outcome.Ending));
        Assert.EndsWith("lived\n", outcome.Output.Text, StringComparison.Ordinal);
        Assert.Equal(Limit - TimeSpan.FromMinutes(1), outcome.Duration);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-24 * 365)]
    [Trait("case", "SHELL-032")]
    public async Task Nor_does_it_lengthen_the_time_of_one_that_takes_too_long(int hours)
    {
        var running = await StartedAsync("sleep 1000");
        clock.Set(TimeSpan.FromHours(hours));

        clock.Advance(Limit + TimeSpan.FromSeconds(1));
        var outcome = await running.Completion;

        Assert.Equal(CommandEnding.TimedOut, outcome.Ending);
        Assert.Equal(Limit + TimeSpan.FromSeconds(1), outcome.Duration);
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private async Task<RunningCommand> StartedAsync(string line)
    {
        var running = sandbox.Start(scene.Command($"echo ready; {line}") with { Timeout = Limit }, default);
        await running.SaidAsync(said => said.Contains("ready\n", StringComparison.Ordinal));
        return running;
    }
}
