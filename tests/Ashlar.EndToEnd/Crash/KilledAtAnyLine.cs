using System.Collections.Concurrent;
using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Ashlar.EndToEnd.Crash;

/// <summary>
/// A run that was killed ends like one that was not. All lines are tried where the environment variable <c>ASHLAR_TEST_EVERY_LINE</c>
/// is set, else a sample.
/// </summary>
public sealed class KilledAtAnyLine
{
    private const int Sample = 9;
    private const int Later = 8;

    [Fact]
    [Trait("case", "CRASH-001")]
    public async Task A_run_that_is_killed_after_a_line_of_its_journal_ends_like_one_that_is_not()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        var lines = undisturbed.Journal.Lines.Count;
        Assert.True(lines > 50, $"the run has only {lines} lines");

        var different = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Lines(lines),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (line, _) =>
            {
                await using var run = await CrashedRun.CreateAsync();
                try
                {
                    await run.KillAtAsync(line);
                    if (line % 3 == 0)
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

    private static IEnumerable<int> Lines(int all)
    {
        var wanted = Environment.GetEnvironmentVariable("ASHLAR_TEST_EVERY_LINE");
        return string.IsNullOrEmpty(wanted) ? Enumerable.Range(0, all / Sample).Select(index => 1 + index * Sample)
            : wanted.Contains(',', StringComparison.Ordinal)
                ? wanted.Split(',').Select(line => int.Parse(line, CultureInfo.InvariantCulture))
            : Enumerable.Range(1, all);
    }
}
