using System.Diagnostics;
using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>A run that is killed with all its processes, whatever they are doing.</summary>
public sealed class KilledAtAnyMoment
{
    private const int Runs = 10;
    private const int Kills = 3;

    [Fact]
    [Trait("case", "CRASH-002")]
    [Trait("case", "CRASH-004")]
    public async Task A_run_that_is_killed_with_all_its_processes_again_and_again_ends_like_one_that_is_not()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var began = Stopwatch.GetTimestamp();
        var expected = await undisturbed.EndAsync();
        var whole = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var seed = Environment.TickCount;
        var random = new Random(seed);

        for (var number = 0; number < Runs; number++)
        {
            await using var run = await CrashedRun.CreateAsync();
            for (var kill = 0; kill < Kills; kill++)
            {
                using var running = run.Next().Start();
                await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * whole * 2 / (Kills + 1)));
                running.KillAll();
                await running.EndAsync();
                run.Crashed();
                run.AssertNothingWasAskedAgain();
            }

            var difference = expected.DifferenceTo(await run.EndAsync());
            Assert.True(difference.Length == 0, $"seed {seed}, run {number}: {difference}");
        }
    }
}
