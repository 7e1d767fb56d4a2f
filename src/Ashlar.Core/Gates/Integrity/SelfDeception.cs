using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>Tests that look as if they showed nothing whatever the code does: that cannot fail, that test their own stand-in; and what changes how tests end.</summary>
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
                    $"{test.Id}  is new and looks as if it cannot fail: it checks nothing of the code",
                    test.File,
                    test.Line
                );
            }

            if (test.Fakes is { } fake && old?.Fakes != fake)
            {
                yield return Finding(
                    $"fakes:{test.Id}",
                    $"{test.Id}  replaces `{fake}` by a stand-in and then calls it: it looks as if it tests the stand-in",
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
                yield return Finding($"trick:{path}:{trick.What}", $"{path}:{trick.Line}  {trick.What}", path, trick.Line) with
                {
                    Way = WayOut.Justify,
                };
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
}
