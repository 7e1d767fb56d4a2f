namespace Ashlar.Core.Stacks.Results;

/// <summary>A test point of TAP.</summary>
/// <param name="Path">The names above it and its own.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Details">Its diagnostics.</param>
/// <param name="Directed">Whether a directive is behind it.</param>
internal sealed record TapPoint(IReadOnlyList<string> Path, TestOutcome Outcome, string Details, bool Directed)
{
    /// <summary>Whether a named test stands directly above it.</summary>
    public bool Asserts { get; init; }
}

/// <summary>Test points by the depth at which they stand; one behind subtests closes them.</summary>
internal sealed class TapTree
{
    private readonly List<List<TapPoint>> levels =
    [
        [],
    ];

    /// <summary>A point ends the subtests one level deeper, which are its own.</summary>
    /// <param name="depth">How deep it stands.</param>
    /// <param name="point">The point.</param>
    /// <param name="comment">The comment above a point at the top, which is its test's name; null for none.</param>
    public void Close(int depth, TapPoint point, string? comment)
    {
        while (levels.Count < depth + 2)
        {
            levels.Add([]);
        }

        var below = levels.Skip(depth + 1).SelectMany(level => level).ToList();
        foreach (var level in levels.Skip(depth + 1))
        {
            level.Clear();
        }

        if (below.Count == 0)
        {
            levels[depth].Add(depth == 0 && comment is not null ? point with { Path = [comment, .. point.Path], Asserts = true } : point);
            return;
        }

        levels[depth]
            .AddRange(
                below.Select(child =>
                    child with
                    {
                        Path = [.. point.Path, .. child.Path],
                        Asserts = child.Asserts || child.Path.Count == 1,
                        // What stands below a directive need not pass.
                        Outcome = point.Directed && child.Outcome == TestOutcome.Failed ? TestOutcome.Skipped : child.Outcome,
                    }
                )
            );
        if (point.Outcome == TestOutcome.Failed && below.TrueForAll(child => child.Outcome != TestOutcome.Failed))
        {
            // It failed by itself: a plan that was not kept, a time-out, a process that ended badly.
            levels[depth].Add(point with { Outcome = TestOutcome.Failed });
        }
    }

    /// <summary>The points so far; the tree is empty then.</summary>
    public IReadOnlyList<TapPoint> Done()
    {
        var points = levels[0].ToList();
        levels.ForEach(level => level.Clear());
        return points;
    }
}
