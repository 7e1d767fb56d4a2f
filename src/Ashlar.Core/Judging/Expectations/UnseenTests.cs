using System.Text;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>Changed test files of which no gate reports a test: what they promised cannot be measured, and so it is not simply let go.</summary>
internal static class UnseenTests
{
    /// <summary>One for each file that lost lines.</summary>
    /// <param name="trees">The change.</param>
    /// <param name="before">The tests that ran on the base; null where no gate tells.</param>
    public static IReadOnlyList<ChangedExpectation> Of(TaskTrees trees, TestRun? before) =>
        [
            .. trees
                .Touched.Where(file => file.Role == FileRole.Test && !file.IsInline && !file.OnlyGains() && !IsSeen(file, before))
                .Select(file => new ChangedExpectation(file.Path, ExpectationLoss.CannotRun)
                {
                    Files = [file.Path],
                    Words = "no gate tells which of its tests run, so that nothing can be measured",
                    Path = file.Path,
                }),
        ];

    private static bool IsSeen(ChangedContent file, TestRun? before)
    {
        var text = Encoding.UTF8.GetString(file.Before!);
        return before is not null
            && before.Cases.Any(test =>
                test.IsUnnamed
                || test.File == file.Path
                || (test.File is null && text.Contains(TestName.Short(test.Id), StringComparison.Ordinal))
            );
    }
}
