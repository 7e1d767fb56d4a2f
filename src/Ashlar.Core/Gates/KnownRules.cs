using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>What may stay as red as it is on the run base, and what may not, by the words of people.</summary>
public sealed record KnownRules
{
    /// <summary>Nobody said anything.</summary>
    public static KnownRules None { get; } = new();

    /// <summary>Gates that decide nothing.</summary>
    public IReadOnlySet<string> KnownGates { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Tests that may stay red in whatever way.</summary>
    public IReadOnlySet<string> KnownTests { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Gates that the work has to turn green.</summary>
    public IReadOnlySet<string> OwedGates { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether nothing at all is known, as for an acceptance criterion: that it is red on the base, even if only by its exit code, is what the work is
    /// there for.
    /// </summary>
    public bool OwesAll { get; init; }

    /// <summary>Whether a failing test is owed by the work, so that it is never known.</summary>
    public Func<TestCase, bool> IsOwed { get; init; } = _ => false;

    /// <summary>The rules for the acceptance criteria of a task, whose names begin with a prefix among all.</summary>
    public KnownRules Under(string prefix) =>
        this with
        {
            OwesAll = true,
            KnownTests = new HashSet<string>(StringComparer.Ordinal),
            KnownGates = Cut(KnownGates, prefix),
            OwedGates = Cut(OwedGates, prefix),
        };

    private static HashSet<string> Cut(IReadOnlySet<string> names, string prefix) =>
        [.. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])];
}
