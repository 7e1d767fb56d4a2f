using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Proof;

/// <summary>Judges each test from two runs on the task base.</summary>
internal sealed class BaseJudge
{
    private readonly RedGreenSubject subject;
    private readonly GateAttemptOutcome first;
    private readonly GateAttemptOutcome second;
    private readonly FailureCause cause;

    public BaseJudge(RedGreenSubject subject, GateAttemptOutcome first, GateAttemptOutcome second)
    {
        this.subject = subject;
        this.first = first;
        this.second = second;
        var product = subject.Change.Where(file => !file.IsTest).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        cause = new FailureCause(
            new IntroducedNames(subject.Change),
            product,
            subject
                .Change.Where(file => file.After is not null)
                .ToDictionary(file => file.Path, file => file.After!, StringComparer.Ordinal)
        );
    }

    /// <summary>The verdict on one test.</summary>
    public BaseProof Of(TestSource test)
    {
        var id = subject.Run.Cases.FirstOrDefault(test.IsCase) is { } ran ? Plain(ran.Id) : test.Id;
        if (subject.Flaky.Any(flaky => Plain(flaky) == id))
        {
            return new BaseProof(id, test.File, BaseFailure.Flaky, "it is flaky with the change");
        }

        var (one, other) = (In(first, test), In(second, test));
        return one.Failure == other.Failure && FailureText.Normalise(one.Reason ?? "") == FailureText.Normalise(other.Reason ?? "")
            ? new BaseProof(id, test.File, one.Failure, one.Reason)
            : new BaseProof(id, test.File, BaseFailure.Flaky, "it goes differently from run to run");
    }

    private (BaseFailure Failure, string? Reason) In(GateAttemptOutcome attempt, TestSource test)
    {
        if (attempt.TimedOut)
        {
            return (BaseFailure.Timeout, "the run did not end in time");
        }

        if (attempt.Reading?.Tests is not { Total: > 0 } run)
        {
            return Unreadable(attempt, test);
        }

        var cases = run.Cases.Where(test.IsCase).ToList();
        var imports = subject.After.Of(test.File).Imports;
        if (cases.Find(IsBad) is { } failed)
        {
            return cause.Of(failed, test, imports);
        }

        if (cases.Count == 0)
        {
            // The file as a whole could not be loaded: pytest and node tell it under the file's name, unittest under its module's.
            return run.Cases.FirstOrDefault(loaded => IsBad(loaded) && IsFile(loaded, test.File)) is { } broken
                ? cause.Of(broken with { File = test.File, Id = test.File }, test, imports)
                : (BaseFailure.None, "it is not run there");
        }

        return cases.Exists(ran => ran.Outcome == TestOutcome.Passed)
            ? (BaseFailure.Passed, null)
            : (BaseFailure.None, "it is skipped there");
    }

    /// <summary>Nothing was run: a compiler's words in the output may tell that only names of the task are missing.</summary>
    private (BaseFailure Failure, string? Reason) Unreadable(GateAttemptOutcome attempt, TestSource test)
    {
        if (attempt.Fault is not null)
        {
            return (BaseFailure.None, attempt.Fault);
        }

        var output = new TestCase(test.File, TestOutcome.Error) { File = test.File, Details = attempt.Text };
        var (failure, reason) = cause.Of(output, test, subject.After.Of(test.File).Imports);
        return failure == BaseFailure.Absent
            ? (failure, reason)
            : (BaseFailure.Build, FailureText.LastLine(attempt.Text) ?? "it does not build");
    }

    private static bool IsBad(TestCase test) => test.Outcome is TestOutcome.Failed or TestOutcome.Error;

    private static bool IsFile(TestCase test, string file)
    {
        if (test.Id == file || test.File == file)
        {
            return true;
        }

        var dotted = Path.ChangeExtension(file, null).Replace('/', '.');
        return dotted == test.Id
            || dotted.EndsWith("." + test.Id, StringComparison.Ordinal)
            || test.Id.EndsWith("/" + file, StringComparison.Ordinal);
    }

    private static string Plain(string id)
    {
        var bracket = id.IndexOf('[', StringComparison.Ordinal);
        return bracket > 0 && id.EndsWith(']') ? id[..bracket] : id;
    }
}
