using System.Collections.Concurrent;
using Xunit;
using Xunit.Sdk;

namespace Ashlar.EndToEnd.Crash;

/// <summary>
/// A run that is killed right after git changed something, before the run could record it, ends like one that was not. (Kills at random moments
/// are counted by the thousand in <c>bench/soak</c>.)
/// </summary>
public sealed class KilledAfterAnyEffect
{
    private const int Most = 12;

    [Fact]
    [Trait("case", "CRASH-002")]
    [Trait("case", "CRASH-004")]
    public async Task A_run_that_is_killed_between_an_effect_and_its_record_ends_like_one_that_is_not()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var counting = new KillingGit(undisturbed.Project);
        Assert.True(await undisturbed.KillByAsync(counting, 0));
        var effects = counting.Count;
        var expected = await undisturbed.EndedAsync();
        Assert.True(effects > Most, $"git changed something {effects} times only");

        var different = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Most).Select(number => 1 + (number * effects / Most)),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (at, _) =>
            {
                await using var run = await CrashedRun.CreateAsync();
                try
                {
                    await run.KillByAsync(new KillingGit(run.Project), at);
                    Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
                }
                catch (XunitException trouble)
                {
                    different.Add($"killed after effect {at} of {effects}: {trouble.Message}");
                }
            }
        );
        Assert.Equal("", string.Join("\n\n", different));
    }
}
