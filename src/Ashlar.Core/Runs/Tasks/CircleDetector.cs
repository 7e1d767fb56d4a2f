namespace Ashlar.Core.Runs.Tasks;

/// <summary>Sees when red iterations lead nowhere (contract section 6, Circles).</summary>
internal sealed class CircleDetector
{
    private const int SameTree = 3;
    private const int SameFailures = 2;

    private readonly List<(string Tree, string Failing)> red = [];
    private int repeatedTrees;
    private int returns;

    /// <summary>Takes a red iteration; returns the pattern when the task should stop, else null.</summary>
    /// <param name="tree">The tree that was judged.</param>
    /// <param name="failing">Ids of the tests that fail and did not before.</param>
    public string? Add(string tree, IEnumerable<string> failing)
    {
        var set = string.Join('\n', failing.Order(StringComparer.Ordinal));
        if (red.Any(earlier => string.Equals(earlier.Tree, tree, StringComparison.Ordinal)))
        {
            repeatedTrees++;
        }

        var left = red.Count > 0 && !string.Equals(red[^1].Failing, set, StringComparison.Ordinal);
        if (set.Length > 0 && left && red.Any(earlier => string.Equals(earlier.Failing, set, StringComparison.Ordinal)))
        {
            returns++;
        }

        red.Add((tree, set));
        return repeatedTrees >= SameTree ? "the same files were handed in again and again although they were refused"
            : returns >= SameFailures ? "the same set of failing tests came back twice after it had changed"
            : null;
    }
}
