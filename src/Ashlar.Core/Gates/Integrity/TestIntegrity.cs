using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>
/// Reads the tests at the start of a task beside those now and asks about those that look weaker. It only reads: what the tests really notice is
/// measured.
/// </summary>
public static class TestIntegrity
{
    /// <summary>The findings.</summary>
    /// <param name="before">Tests of the test files that the task changes, deletes or moves, on the task base.</param>
    /// <param name="after">Tests of the same files now, and of those that the task adds.</param>
    public static IReadOnlyList<Finding> Findings(TestInventory before, TestInventory after)
    {
        var moves = new TestMoves(before, after);
        return
        [
            .. before
                .Tests.Where(old => !moves.IsTakenOver(old))
                .Select(old => moves.Now(old) is { } now ? Weakened(old, now, moves) ?? Narrowed(old, now) : null)
                .OfType<Finding>(),
            .. Helpers(before, after, moves),
            .. SelfDeception.Findings(before, after, moves),
        ];
    }

    /// <summary>The tests of files now that the base does not have, or has with another body; renamed and moved ones are not among them.</summary>
    public static IReadOnlyList<TestSource> NewOrChanged(TestInventory before, TestInventory after)
    {
        var now = after.Tests.Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        var gone = before.Tests.Where(test => !now.Contains(test.Id)).Select(test => test.Hash).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. after.Tests.Where(test =>
                before.Of(test.File).Tests.FirstOrDefault(old => old.Name == test.Name) is { } old
                    ? old.Hash != test.Hash
                    : !gone.Contains(test.Hash)
            ),
        ];
    }

    private static Finding? Narrowed(TestSource old, TestSource now) =>
        now.Size < old.Size
            ? Finding($"narrowed:{old.Id}", $"{now.Id}  had {old.Size} parameter sets at BASE; {now.Size} are left", old.File, now.Line)
            : null;

    private static Finding? Weakened(TestSource old, TestSource now, TestMoves moves)
    {
        var owed = moves.Owed(old, now);
        if (now.Levels[0] < owed[0])
        {
            var left = now.Assertions == 0 ? "none is left" : $"{now.Assertions} are left";
            return Finding(
                $"weakened:{old.Id}",
                $"{now.Id}  looks weaker: it had {Count(old.Assertions)} at BASE; {left}",
                old.File,
                now.Line
            );
        }

        // Two assertions of parts may stand for one of the whole.
        if (now.Levels.Zip(owed).All(pair => pair.First >= pair.Second) || (now.Levels[1] > owed[1] && now.Levels.Sum() > owed.Sum()))
        {
            return null;
        }

        var lost = old.Checks.FirstOrDefault(check => now.Checks.All(other => other.Form != check.Form || other.Strength < check.Strength));
        var what = lost is null ? "" : $": `{lost.Form}` is no longer asserted as such";
        return Finding($"weakened:{old.Id}", $"{now.Id}  looks weaker: it asserts less exactly than at BASE{what}", old.File, now.Line);
    }

    /// <summary>Helpers that are still there: tests elsewhere rely on what they check.</summary>
    private static IEnumerable<Finding> Helpers(TestInventory before, TestInventory after, TestMoves moves)
    {
        foreach (var old in before.Files.Values.SelectMany(file => file.Helpers).Where(helper => helper.Assertions > 0))
        {
            if (
                after.Of(old.File).Helpers.FirstOrDefault(helper => helper.Name == old.Name) is { } now
                && Weakened(old, now, moves) is { } finding
            )
            {
                yield return finding;
            }
        }
    }

    private static Finding Finding(string key, string message, string path, int line) =>
        new(key, message)
        {
            Path = path,
            Line = line,
            Rule = "test-integrity",
            Way = WayOut.Explain,
        };

    private static string Count(int assertions) => assertions == 1 ? "1 assertion" : $"{assertions} assertions";
}
