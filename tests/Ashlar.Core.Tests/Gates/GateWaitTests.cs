using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class GateWaitTests
{
    private static readonly GateSetting Gate = new("tests", "make test") { Timeout = TimeSpan.FromMinutes(15) };
    private static readonly GateResult Green = new()
    {
        Name = "tests",
        Run = "make test",
        Status = GateStatus.Green,
    };

    [Fact]
    public async Task A_gate_that_takes_long_says_so_ever_more_seldom()
    {
        var (clock, told) = (new ManualClock(), new List<string>());
        var running = new TaskCompletionSource<GateResult>();

        var waiting = new GateWait(clock, told.Add).OfAsync(Gate, running.Task);
        Assert.Empty(told);
        foreach (var seconds in (int[])[30, 30, 59, 1])
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        running.SetResult(Green);
        Assert.Same(Green, await waiting);
        Assert.Equal(["30 s", "1 min", "2 min"], told.Select(line => line.Split("has run for ")[1].Split(':')[0]));
        Assert.Contains("an attempt is stopped after 15 min", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_ends_at_once_says_nothing()
    {
        var told = new List<string>();

        Assert.Same(Green, await new GateWait(new ManualClock(), told.Add).OfAsync(Gate, Task.FromResult(Green)));

        Assert.Empty(told);
    }
}
