namespace Ashlar.Core.Stacks.Results;

/// <summary>Collects test cases so that each id stands once.</summary>
internal sealed class TestCaseList
{
    private readonly List<TestCase> cases = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <summary>Cases so far.</summary>
    public int Count => cases.Count;

    /// <summary>Adds a case. A tear-down error of a test already told joins it; a second test of the same name gets a number.</summary>
    public void Add(TestCase test)
    {
        if (!places.TryGetValue(test.Id, out var place))
        {
            places[test.Id] = cases.Count;
            cases.Add(test);
            return;
        }

        var first = cases[place];
        if (test.Outcome == TestOutcome.Error && first.Outcome != TestOutcome.Error)
        {
            cases[place] = first.Outcome == TestOutcome.Failed ? first : test;
            return;
        }

        var number = 2;
        string id;
        do
        {
            id = $"{test.Id} #{number++}";
        } while (places.ContainsKey(id));

        places[id] = cases.Count;
        cases.Add(test with { Id = id });
    }

    /// <summary>All cases, in the order told.</summary>
    public List<TestCase> Done() => cases;
}
