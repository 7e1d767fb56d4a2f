using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>Tests that show nothing whatever the code does: that cannot fail, that test their own stand-in, that change how tests end.</summary>
internal static class SelfDeception
{
    /// <summary>One finding for each that the change brings in.</summary>
    public static IEnumerable<Finding> Findings(TestInventory before, TestInventory after, TestMoves moves)
    {
        foreach (var test in after.Tests)
        {
            var old = before.Of(test.File).Tests.FirstOrDefault(known => known.Name == test.Name);
            if (test.CannotFail && !test.Skipped && old is null && moves.IsNew(test))
            {
                yield return Finding(
                    $"cannot-fail:{test.Id}",
                    $"{test.Id}  is new and cannot fail: it checks nothing of the code. Let it assert what the task asks for, or take it out.",
                    test.File,
                    test.Line
                );
            }

            if (test.Fakes is { } fake && old?.Fakes != fake)
            {
                yield return Finding(
                    $"fakes:{test.Id}",
                    $"{test.Id}  replaces `{fake}` by a stand-in and then calls it: it tests the stand-in. Let it call the code itself.",
                    test.File,
                    test.Line
                );
            }
        }

        foreach (var (path, file) in after.Files)
        {
            var known = before.Of(path).Tricks.Select(trick => trick.What).ToList();
            foreach (var trick in file.Tricks.Where(trick => !known.Remove(trick.What)))
            {
                yield return Finding(
                    $"trick:{path}:{trick.What}",
                    $"{path}:{trick.Line}  {trick.What}. Take it out. If the task really requires it, Escalate (question).",
                    path,
                    trick.Line
                );
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
}
