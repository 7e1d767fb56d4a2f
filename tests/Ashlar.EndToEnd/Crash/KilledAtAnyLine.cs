using System.Collections.Concurrent;
using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Ashlar.EndToEnd.Crash;

/// <summary>
/// A run that was killed ends like one that was not: at every line for one task, for two at a sample of lines, or at all where the
/// environment variable <c>ASHLAR_TEST_EVERY_LINE</c> is set.
/// </summary>
public sealed class KilledAtAnyLine
{
    private const int Sample = 9;
    private const int Later = 8;

    [Fact]
    [Trait("case", "CRASH-001")]
    public Task A_run_of_one_task_that_is_killed_after_any_line_of_its_journal_ends_like_one_that_is_not() =>
        AssertEndsTheSameAsync("1", all => Enumerable.Range(1, all - 1));

    [Fact]
    [Trait("case", "CRASH-001")]
    public Task A_run_that_is_killed_after_a_line_of_its_journal_ends_like_one_that_is_not() => AssertEndsTheSameAsync(null, Lines);

    private static async Task AssertEndsTheSameAsync(string? only, Func<int, IEnumerable<int>> linesOf)
    {
        await using var undisturbed = await CrashedRun.CreateAsync(only);
        var expected = await undisturbed.EndAsync();
        var lines = undisturbed.Journal.Lines.Count;
        Assert.True(lines > 25, $"the run has only {lines} lines");

        var different = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            linesOf(lines),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (line, _) =>
            {
                await using var run = await CrashedRun.CreateAsync(only);
                try
                {
                    await run.KillAtAsync(line);
                    if (line % 9 == 0)
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
