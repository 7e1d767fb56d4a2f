using System.Text.RegularExpressions;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Proof;

/// <summary>Why an existing test, as it was before, may fail on the task's code: the task took a name away or wants another result.</summary>
internal sealed partial class Excuses
{
    private readonly EarlierSubject subject;
    private readonly IntegrityAllowance allowance;
    private readonly TestMoves moves;
    private readonly RemovedNames removed;
    private readonly List<string> dataBefore;
    private readonly List<string> dataNow;

    /// <summary>Reads what the change says.</summary>
    public Excuses(EarlierSubject subject, IntegrityAllowance allowance, IReadOnlyList<ChangedFile> touched)
    {
        this.subject = subject;
        this.allowance = allowance;
        moves = new TestMoves(subject.Before, subject.After);
        removed = new RemovedNames(subject.Change);
        var data = touched.Where(file => !TestPaths.IsTest(file.Path)).ToList();
        dataBefore = [.. data.SelectMany(file => ChangedFile.Lines(file.Before))];
        dataNow = [.. data.SelectMany(file => ChangedFile.Lines(file.After))];
    }

    /// <summary>Whether the failure of an earlier test is explained.</summary>
    public bool Has(TestCase failure)
    {
        var text = $"{failure.Message}\n{failure.Details}";
        if ((FailureCause.Missing(text) is { } name && removed.Has(name)) || Signature().IsIn(text))
        {
            return true;
        }

        var old = subject.Before.Tests.FirstOrDefault(test => test.IsCase(failure));
        if (old is null)
        {
            return allowance.Expects(dataBefore, dataNow) || allowance.Changes([failure.Id, failure.Message ?? ""]);
        }

        var now = moves.Now(old) ?? moves.Counterpart(old);
        return allowance.Allows(old)
            || (now is not null && allowance.Expects(old.Values.Concat(dataBefore), now.Values.Concat(dataNow)))
            || allowance.Changes(old.Uses);
    }

    [GeneratedRegex(
        @"TypeError: .{0,200}(?:takes \d+ positional|takes from \d+|missing \d+ required|unexpected keyword argument|got multiple values)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Signature();
}
