using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>
/// Compares what passed at the start of a task with what runs now, by ids: a test that is gone without having moved, that is skipped now, or that
/// has lost cases.
/// </summary>
/// <param name="subject">The two runs.</param>
/// <param name="before">What passed on the base.</param>
internal sealed class LostTests(ExpectationSubject subject, PassedTests before)
{
    private readonly Dictionary<string, List<TestCase>> now = PassedTests.Groups(subject.After);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>One for each test.</summary>
    public IEnumerable<ChangedExpectation> All()
    {
        var broken = subject.After.Cases.Where(test => test.IsWholeFile && test.Outcome == TestOutcome.Error).Select(test => test.File!);
        var files = broken.ToHashSet(StringComparer.Ordinal);
        // A quiet runner names only what fails: a name that is missing may be one of those that it does not tell.
        var unnamed = subject.After.Cases.Count(test => test.IsUnnamed) - before.Unnamed;
        foreach (var (id, old) in before.Tests)
        {
            if (old[0].File is { } file && files.Contains(file))
            {
                continue;
            }

            if (!now.TryGetValue(id, out var cases))
            {
                cases = Moved(id, old[0]);
            }

            if (cases is null && unnamed > 0)
            {
                unnamed -= old.Count;
                continue;
            }

            if (Loss(old, cases) is { } loss)
            {
                yield return new ChangedExpectation(id, loss)
                {
                    Tests = [.. old.Select(test => test.Id)],
                    Files = before.FilesOf(old[0]),
                    Words = loss == ExpectationLoss.Fewer ? Fewer(old, cases!) : null,
                    Path = old[0].File,
                };
            }
        }

        foreach (var (source, loss) in before.Unnamed > 0 ? ByText() : [])
        {
            yield return new ChangedExpectation(source.Id, loss)
            {
                Tests = [source.Id],
                Files = [source.File],
                Path = source.File,
            };
        }
    }

    private ExpectationLoss? Loss(List<TestCase> old, List<TestCase>? cases) =>
        cases is null
            ? subject.SomeGatesRested && !before.IsTouched(old[0])
                ? null
                : ExpectationLoss.Gone
            : !cases.Exists(Ran)
                ? ExpectationLoss.Skipped
                : (cases.Count(Ran) < old.Count || Dropped(old, cases) is not null) && before.IsTouched(old[0])
                    ? ExpectationLoss.Fewer
                    : null;

    /// <summary>A case that is gone while others of the same test are there as they were: rows that were not only written otherwise.</summary>
    private static TestCase? Dropped(List<TestCase> old, List<TestCase> cases)
    {
        var ids = cases.Where(Ran).Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        return old.Exists(test => ids.Contains(test.Id)) ? old.Find(test => !ids.Contains(test.Id)) : null;
    }

    private static string Fewer(List<TestCase> old, List<TestCase> cases) =>
        cases.Count(Ran) < old.Count ? $"{old.Count} passed, {cases.Count(Ran)} are left" : $"{Dropped(old, cases)!.Id} is gone";

    /// <summary>The cases of a test that is new and has the lost one's name or body.</summary>
    private List<TestCase>? Moved(string id, TestCase old)
    {
        var name = TestName.Short(id);
        var body = subject.Sources.Before.Tests.FirstOrDefault(test => test.IsCase(old))?.Hash;
        var fresh = now.Where(group => !before.Ran(group.Key) && !taken.Contains(group.Key) && group.Value.Exists(Ran)).ToList();
        var found = fresh.Find(group => body is { Length: > 0 } && BodyOf(group.Value[0]) == body);
        found = found.Key is null ? fresh.Find(group => TestName.Short(group.Key) == name) : found;
        if (found.Key is null)
        {
            return null;
        }

        taken.Add(found.Key);
        return found.Value;
    }

    private string? BodyOf(TestCase test) => subject.Sources.After.Tests.FirstOrDefault(source => source.IsCase(test))?.Hash;

    /// <summary>What the texts lost, where the runner does not say which tests passed.</summary>
    private IEnumerable<(TestSource Test, ExpectationLoss Loss)> ByText()
    {
        var moves = new TestMoves(subject.Sources.Before, subject.Sources.After);
        foreach (var old in subject.Sources.Before.Tests)
        {
            var present = moves.Now(old);
            if (present is null || (present.Skipped && !old.Skipped))
            {
                yield return (old, present is null ? ExpectationLoss.Gone : ExpectationLoss.Skipped);
            }
        }
    }

    private static bool Ran(TestCase test) => test.Outcome != TestOutcome.Skipped;
}
