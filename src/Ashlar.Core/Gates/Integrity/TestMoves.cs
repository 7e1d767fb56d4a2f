namespace Ashlar.Core.Gates.Integrity;

/// <summary>
/// Where the tests of the base went: renamed, moved, split, joined into one with parameters. What took them over is held against them,
/// so that nothing gets lost on the way.
/// </summary>
internal sealed class TestMoves
{
    private const double Similar = 0.5;

    private readonly TestInventory before;
    private readonly TestInventory after;
    private readonly List<TestSource> fresh;
    private readonly Dictionary<string, TestSource> now = new(StringComparer.Ordinal);
    private readonly HashSet<string> heirs = new(StringComparer.Ordinal);

    /// <summary>Looks for each test of the base among those now.</summary>
    public TestMoves(TestInventory before, TestInventory after)
    {
        this.before = before;
        this.after = after;
        fresh = [.. after.Tests.Where(test => before.Of(test.File).Tests.All(known => known.Name != test.Name))];
        foreach (var find in (Func<TestSource, TestSource?>[])[Same, Moved, Alike])
        {
            foreach (var old in before.Tests.Where(old => !now.ContainsKey(old.Id)))
            {
                if (find(old) is { } found)
                {
                    now[old.Id] = found;
                    heirs.Add(found.Id);
                }
            }
        }
    }

    /// <summary>What a test of the base is now, or null.</summary>
    public TestSource? Now(TestSource old) => now.GetValueOrDefault(old.Id);

    /// <summary>Whether a test now is neither one of the base nor takes over what one of them checked.</summary>
    public bool IsNew(TestSource test) =>
        !heirs.Contains(test.Id)
        && before.Of(test.File).Tests.All(old => old.Name != test.Name)
        && !(test.Checks.Count > 0 && test.Checks.All(check => Gone.Any(lost => lost.Form == check.Form)))
        && !(test.Table.Count > 0 && Gone.Any(lost => Absorbs(test, lost)));

    /// <summary>Whether everything that a test of the base checked is checked by tests that are new.</summary>
    public bool IsTakenOver(TestSource old) => old.Checks.Count > 0 && old.Checks.All(IsFresh) && old.Assertions <= old.Checks.Count;

    /// <summary>A new test that took nothing over and checks at least as much as one of the base that is gone.</summary>
    public TestSource? Counterpart(TestSource old) =>
        fresh.Find(test =>
            !heirs.Contains(test.Id) && !test.Skipped && Enumerable.Range(0, 2).All(at => test.Levels[at] >= old.Levels[at])
        );

    /// <summary>How many assertions of each level a test of the base still owes to what it is now: those that went elsewhere do not count.</summary>
    public IReadOnlyList<int> Owed(TestSource old, TestSource present)
    {
        var kept = present.Checks.ToList();
        var elsewhere = new List<TestCheck>();
        foreach (var check in old.Checks)
        {
            var at = kept.FindIndex(other => other.Form == check.Form && other.Strength >= check.Strength);
            if (at >= 0)
            {
                kept.RemoveAt(at);
            }
            else if (IsFresh(check) || Absorbs(present, check))
            {
                elsewhere.Add(check);
            }
        }

        return [.. old.Levels.Select((count, at) => count - elsewhere.Count(check => check.Strength > at))];
    }

    private IEnumerable<TestCheck> Gone =>
        before.Tests.SelectMany(old => old.Checks.Where(check => Now(old)?.Checks.All(other => other.Form != check.Form) ?? true));

    private TestSource? Same(TestSource old) => after.Of(old.File).Tests.FirstOrDefault(test => test.Name == old.Name);

    /// <summary>A rename or move keeps the body, or at least every assertion, or the name itself.</summary>
    private TestSource? Moved(TestSource old) =>
        Free.FirstOrDefault(test => test.Hash == old.Hash)
        ?? Free.FirstOrDefault(test => Bare(test) == Bare(old))
        ?? Free.FirstOrDefault(test =>
            old.Checks.Count > 0
            && old.Checks.All(check => test.Checks.Any(other => other.Form == check.Form && other.Strength >= check.Strength))
        );

    private TestSource? Alike(TestSource old)
    {
        // What was split or joined went to several places, or shares one.
        if (IsTakenOver(old))
        {
            return null;
        }

        return Free.Select(test => (Test: test, Score: Score(old, test)))
            .Where(pair => pair.Score >= Similar && Expected(old).All(pair.Test.Values.Contains))
            .OrderByDescending(pair => pair.Score)
            .Select(pair => pair.Test)
            .FirstOrDefault();
    }

    private IEnumerable<TestSource> Free => fresh.Where(test => !heirs.Contains(test.Id));

    /// <summary>Whether a test that is new, or an old one that gained it, makes the assertion.</summary>
    private bool IsFresh(TestCheck check) =>
        after.Tests.Any(test =>
            !test.Skipped
            && before.Of(test.File).Tests.FirstOrDefault(old => old.Name == test.Name) is var old
            && (old is null || old.Hash != test.Hash)
            && (Makes(test, check) || Absorbs(test, check))
            && !(old is not null && (Makes(old, check) || Absorbs(old, check)))
        );

    private static bool Makes(TestSource test, TestCheck check) =>
        test.Checks.Any(other => other.Form == check.Form && other.Strength >= check.Strength);

    /// <summary>Whether an assertion lives on in the rows of a table, or in a wider assertion.</summary>
    private static bool Absorbs(TestSource test, TestCheck check)
    {
        if (test.Skipped || check.Values.Count == 0 || !check.Calls.All(test.Uses.Contains))
        {
            return false;
        }

        var wider = test.Checks.Where(other => other.Strength >= check.Strength).SelectMany(other => other.Values);
        return (test.Levels[check.Strength - 1] > 0 && check.Values.All(test.Table.Concat(wider).Contains));
    }

    /// <summary>What its assertions compare with; a test that compares with something else is another one.</summary>
    private static IEnumerable<string> Expected(TestSource test) => test.Checks.SelectMany(check => check.Values);

    private static double Score(TestSource one, TestSource other)
    {
        var union = one.Uses.Union(other.Uses, StringComparer.Ordinal).Count();
        return union == 0 ? 0 : (double)one.Uses.Intersect(other.Uses, StringComparer.Ordinal).Count() / union;
    }

    private static string Bare(TestSource test) => test.Name[(test.Name.LastIndexOfAny([':', '>']) + 1)..].Trim();
}
