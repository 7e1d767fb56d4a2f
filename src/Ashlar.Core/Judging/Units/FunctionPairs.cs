using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Units;

/// <summary>The functions of a file on the base and now, and which belong together.</summary>
internal sealed class FunctionPairs
{
    /// <summary>Pairs by name; of several with one name first those that did not change, then those with the same head, then in order.</summary>
    public FunctionPairs(CodeOutline before, CodeOutline after)
    {
        Before = [.. before.Functions];
        After = [.. after.Functions];
        BeforeTests = Tests(before);
        AfterTests = Tests(after);
        var left = Indices(Before, BeforeTests);
        foreach (var (name, now) in Indices(After, AfterTests))
        {
            var then = left.GetValueOrDefault(name) ?? [];
            Pair(now, then, (one, other) => one.Head == other.Head && one.Whole == other.Whole);
            Pair(now, then, (one, other) => one.Head == other.Head);
            Pair(now, then, (_, _) => true);
            Added.AddRange(now);
        }

        Removed.AddRange(left.Values.SelectMany(rest => rest));
        Added.Sort();
        Removed.Sort();
    }

    /// <summary>Functions of the base.</summary>
    public IReadOnlyList<CodeFunction> Before { get; }

    /// <summary>Functions now.</summary>
    public IReadOnlyList<CodeFunction> After { get; }

    /// <summary>Which functions of the base are tests, or in tests.</summary>
    public IReadOnlySet<int> BeforeTests { get; }

    /// <summary>Which functions now are tests, or in tests.</summary>
    public IReadOnlySet<int> AfterTests { get; }

    /// <summary>The base's function of one now.</summary>
    public Dictionary<int, int> Counterpart { get; } = [];

    /// <summary>Functions that only the task's tree has.</summary>
    public List<int> Added { get; } = [];

    /// <summary>Functions that only the base has.</summary>
    public List<int> Removed { get; } = [];

    /// <summary>Whether the function itself is another one: its head or what it does outside of the functions in it.</summary>
    public bool IsChanged(int now) =>
        Counterpart.TryGetValue(now, out var then) && (After[now].Own != Before[then].Own || After[now].Head != Before[then].Head);

    private void Pair(List<int> now, List<int> then, Func<CodeFunction, CodeFunction, bool> same)
    {
        foreach (var one in now.ToList())
        {
            var at = then.FindIndex(other => same(After[one], Before[other]));
            if (at >= 0)
            {
                Counterpart[one] = then[at];
                then.RemoveAt(at);
                _ = now.Remove(one);
            }
        }
    }

    private static Dictionary<string, List<int>> Indices(IReadOnlyList<CodeFunction> functions, IReadOnlySet<int> tests)
    {
        var found = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var at = 0; at < functions.Count; at++)
        {
            if (tests.Contains(at))
            {
                continue;
            }

            if (!found.TryGetValue(functions[at].Name, out var list))
            {
                found[functions[at].Name] = list = [];
            }

            list.Add(at);
        }

        return found;
    }

    private static HashSet<int> Tests(CodeOutline outline)
    {
        var regions = outline.Regions.Where(region => region.Kind == RegionKind.Test).ToList();
        var tests = new HashSet<int>();
        for (var at = 0; at < outline.Functions.Count; at++)
        {
            var function = outline.Functions[at];
            if (
                function.Is(FunctionTraits.Test)
                || (function.Parent >= 0 && tests.Contains(function.Parent))
                || regions.Exists(region => region.Start <= function.HeadStart && function.End <= region.End)
            )
            {
                tests.Add(at);
            }
        }

        return tests;
    }
}
