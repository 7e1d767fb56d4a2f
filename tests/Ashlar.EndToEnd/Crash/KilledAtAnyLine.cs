using System.Collections.Concurrent;
using Xunit;
using Xunit.Sdk;

namespace Ashlar.EndToEnd.Crash;

/// <summary>
/// A run of two tasks that is killed after any line of its journal ends like one that was not; every fifth is killed again as it continues. Each
/// second line is tried, with <c>ASHLAR_EACH_LINE=1</c> each.
/// </summary>
public sealed class KilledAtAnyLine
{
    private const int Later = 8;
    private const int Parts = 6;

    private static readonly bool EachLine = Environment.GetEnvironmentVariable("ASHLAR_EACH_LINE") == "1";

    public static TheoryData<int> EachPart => [.. Enumerable.Range(0, Parts)];

    [Theory]
    [MemberData(nameof(EachPart))]
    [Trait("case", "CRASH-001")]
    public async Task A_run_that_is_killed_after_any_line_of_its_journal_ends_like_one_that_is_not(int part)
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        var lines = undisturbed.Journal.Lines.Count;
        Assert.True(lines > 60, $"the run has only {lines} lines");

        var different = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, lines - 1).Where(line => line % Parts == part && (EachLine || line / Parts % 2 == part % 2)),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (line, _) =>
            {
                await using var run = await CrashedRun.CreateAsync();
                try
                {
                    await run.KillAtAsync(line);
                    if (line % 5 == 0)
                    {
                        await run.KillAtAsync(line + Later);
                    }

                    Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
                }
                catch (XunitException trouble)
                {
                    different.Add($"killed after line {line}: {trouble.Message}");
                }
            }
        );
        Assert.Equal("", string.Join("\n\n", different));
    }
}
