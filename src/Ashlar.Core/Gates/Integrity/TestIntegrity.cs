namespace Ashlar.Core.Gates.Integrity;

/// <summary>
/// Compares the tests at the start of a task with those now: none may vanish, be skipped, be narrowed away or lose its assertions
/// (contract section 6, point 3). A renamed or moved test and assertions moved into a helper are no loss.
/// </summary>
public static class TestIntegrity
{
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
        foreach (var old in before.Tests)
        {
            var now = Now(old, before, after);
            if (now is not null)
            {
                moved[old.Id] = now;
            }

            if (!allowance.Allows(old) && Loss(old, now) is { } loss)
            {
                told.Add(old.Id);
                findings.Add(
                    new Finding(loss.Key, loss.Message)
                    {
                        Path = old.File,
                        Line = now?.Line ?? old.Line,
                        Rule = "test-integrity",
                    }
                );
            }
        }

        findings.AddRange(CannotFail(before, after, moved));
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

    private static TestSource? Now(TestSource old, TestInventory before, TestInventory after)
    {
        if (after.Of(old.File).Tests.FirstOrDefault(test => test.Name == old.Name) is { } same)
        {
            return same;
        }

        // A rename or move keeps the body, or at least every assertion; the place it went to must be new.
        var fresh = after.Tests.Where(test => before.Of(test.File).Tests.All(known => known.Name != test.Name)).ToList();
        return fresh.Find(test => test.Hash == old.Hash)
            ?? fresh.Find(test => old.Checks.Count > 0 && old.Checks.All(check => test.Checks.Contains(check, StringComparer.Ordinal)));
    }

    private static (string Key, string Message)? Loss(TestSource old, TestSource? now)
    {
        const string Way = "If the task really requires it, Escalate (question).";
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

        if (now.Assertions < old.Assertions)
        {
            var left = now.Assertions == 0 ? "none is left" : $"{now.Assertions} are left";
            return (
                $"weakened:{old.Id}",
                $"{now.Id}  had {Count(old.Assertions)} at the start of the task; {left}. Put back what it checked. {Way}"
            );
        }

        return now.Size < old.Size
            ? (
                $"narrowed:{old.Id}",
                $"{now.Id}  had {old.Size} parameter sets at the start of the task; {now.Size} are left. Put them back. {Way}"
            )
            : null;
    }

    private static string Count(int assertions) => assertions == 1 ? "1 assertion" : $"{assertions} assertions";

    private static IEnumerable<Finding> CannotFail(TestInventory before, TestInventory after, Dictionary<string, TestSource> moved)
    {
        var known = moved.Values.Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var test in after.Tests.Where(test => test.CannotFail && !test.Skipped && !known.Contains(test.Id)))
        {
            if (before.Of(test.File).Tests.All(old => old.Name != test.Name))
            {
                yield return new Finding(
                    $"cannot-fail:{test.Id}",
                    $"{test.Id}  is new and cannot fail: it checks nothing of the code. Let it assert what the task asks for, or take it out."
                )
                {
                    Path = test.File,
                    Line = test.Line,
                    Rule = "test-integrity",
                };
            }
        }
    }
}
