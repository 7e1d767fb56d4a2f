using System.Collections.Frozen;

namespace Ashlar.Core.Stacks.Results;

/// <summary>The readers of forms that tools of many stacks write.</summary>
internal static class CommonReaders
{
    private static readonly Dictionary<string, IResultReader> Common = new(StringComparer.Ordinal)
    {
        ["exit"] = new ExitReader(),
        ["junit"] = new JUnitReader(),
        ["sarif"] = new SarifReader(),
    };

    /// <summary>No readers.</summary>
    public static IReadOnlyDictionary<string, IResultReader> None { get; } = FrozenDictionary<string, IResultReader>.Empty;

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Common.Keys;

    /// <summary>The reader of exit codes.</summary>
    public static IResultReader Exit => Common["exit"];

    /// <summary>The reader of that name; null for the name of none.</summary>
    public static IResultReader? Named(string name) => Common.GetValueOrDefault(name);
}
