using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>
/// Compares the tests at the start of a task with those now: none may vanish, be skipped, be narrowed away or lose its assertions
/// (contract section 6, point 3). A test that was renamed, moved, split or joined with others is no loss.
/// </summary>
public static class TestIntegrity
{
    private const string Way = "If the task really requires it, Escalate (question).";

    /// <summary>The findings; each message is whole, with its way out.</summary>
    /// <param name="before">Tests of the test files that the task changes, deletes or moves, on the task base.</param>
    /// <param name="after">Tests of the same files now, and of those that the task adds.</param>
    /// <param name="runBefore">The tests that ran on the task base; null when there was no run.</param>
    /// <param name="runAfter">The tests that ran now.</param>
    /// <param name="allowance">What is allowed.</param>
    public static IReadOnlyList<Finding> Findings(
        TestInventory before,
        TestInventory after,
        TestRun? runBefore,
        TestRun? runAfter,
        IntegrityAllowance allowance
    )
    {
        var findings = new List<Finding>();
        var told = new HashSet<string>(StringComparer.Ordinal);
        var moved = new Dictionary<string, TestSource>(StringComparer.Ordinal);
        var moves = new TestMoves(before, after);
        foreach (var old in before.Tests)
        {
            var now = moves.Now(old);
            if (now is not null)
            {
                moved[old.Id] = now;
            }

            if (allowance.Allows(old) || (now is null && IsReplaced(old, moves, allowance)))
            {
                told.Add(old.Id);
            }
            else if (Loss(old, now, moves) is { } loss)
            {
                told.Add(old.Id);
                findings.Add(Finding(loss.Key, loss.Message, old.File, now?.Line ?? old.Line));
            }
        }

        findings.AddRange(Helpers(before, after, moves));
        findings.AddRange(SelfDeception.Findings(before, after, moves));
        if (runBefore is not null && runAfter is not null)
        {
            findings.AddRange(RunIntegrity.Findings(runBefore, runAfter, before, moved, told, allowance));
        }

        return findings;
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

    /// <summary>Its assertions are all made by new tests, or the task wants another behaviour and another test for it.</summary>
    private static bool IsReplaced(TestSource old, TestMoves moves, IntegrityAllowance allowance) =>
        moves.IsTakenOver(old) || (allowance.Changes(old.Uses) && moves.Counterpart(old) is not null);

    private static (string Key, string Message)? Loss(TestSource old, TestSource? now, TestMoves moves)
    {
        if (now is null)
        {
            return (
                $"gone:{old.Id}",
                $"{old.Id}  existed at the start of the task and is gone. Put it back. If the task really requires its removal, Escalate (question)."
            );
        }

        if (now.Skipped && !old.Skipped)
        {
            return (
                $"skipped:{old.Id}",
                $"{now.Id}  ran at the start of the task and is now skipped or expected to fail. Take the mark away. {Way}"
            );
        }

        return Weakened(old, now, moves)
            ?? (
                now.Size < old.Size
                    ? (
                        $"narrowed:{old.Id}",
                        $"{now.Id}  had {old.Size} parameter sets at the start of the task; {now.Size} are left. Put them back. {Way}"
                    )
                    : null
            );
    }

    private static (string Key, string Message)? Weakened(TestSource old, TestSource now, TestMoves moves)
    {
        var owed = moves.Owed(old, now);
        if (now.Levels[0] < owed[0])
        {
            var left = now.Assertions == 0 ? "none is left" : $"{now.Assertions} are left";
            return (
                $"weakened:{old.Id}",
                $"{now.Id}  had {Count(old.Assertions)} at the start of the task; {left}. Put back what it checked. {Way}"
            );
        }

        // Two assertions of parts may stand for one of the whole.
        if (now.Levels.Zip(owed).All(pair => pair.First >= pair.Second) || (now.Levels[1] > owed[1] && now.Levels.Sum() > owed.Sum()))
        {
            return null;
        }

        var lost = old.Checks.FirstOrDefault(check => now.Checks.All(other => other.Form != check.Form || other.Strength < check.Strength));
        var what = lost is null ? "" : $": `{lost.Form}` is no longer asserted as such";
        return (
            $"weakened:{old.Id}",
            $"{now.Id}  asserts less exactly than at the start of the task{what}. Put back what it checked. {Way}"
        );
    }

    /// <summary>Helpers that are still there must check what they checked, since tests elsewhere rely on them.</summary>
    private static IEnumerable<Finding> Helpers(TestInventory before, TestInventory after, TestMoves moves)
    {
        foreach (var old in before.Files.Values.SelectMany(file => file.Helpers).Where(helper => helper.Assertions > 0))
        {
            if (
                after.Of(old.File).Helpers.FirstOrDefault(helper => helper.Name == old.Name) is { } now
                && Weakened(old, now, moves) is var (key, message)
            )
            {
                yield return Finding(key, message, old.File, now.Line);
            }
        }
    }

    private static Finding Finding(string key, string message, string path, int line) =>
        new(key, message)
        {
            Path = path,
            Line = line,
            Rule = "test-integrity",
        };

    private static string Count(int assertions) => assertions == 1 ? "1 assertion" : $"{assertions} assertions";
}
