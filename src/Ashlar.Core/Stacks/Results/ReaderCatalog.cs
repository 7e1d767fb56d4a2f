using System.Collections.Frozen;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Which reader reads which gate: forms that many tools write, and those of the stacks.</summary>
internal static class ReaderCatalog
{
    /// <summary>No readers.</summary>
    public static IReadOnlyDictionary<string, IResultReader> None { get; } = FrozenDictionary<string, IResultReader>.Empty;

    private static readonly Dictionary<string, IResultReader> Common = new(StringComparer.Ordinal)
    {
        ["exit"] = new ExitReader(),
        ["junit"] = new JUnitReader(),
        ["sarif"] = new SarifReader(),
    };

    /// <summary>Every name that <c>results:</c> takes.</summary>
    public static IEnumerable<string> Names => Common.Keys.Concat(StackCatalog.All.SelectMany(stack => stack.Readers.Keys));

    /// <summary>The reader that is named (also by a test tool's name), else the one that the command suggests, else <c>exit</c>.</summary>
    public static IResultReader For(string? results, GateCommand command) =>
        Named(results) ?? Named(command.Tool.Results) ?? Common["exit"];

    /// <summary>Whether a gate reads tests.</summary>
    public static bool ReadsTests(GateSetting gate, string root) => For(gate.Results, GateCommand.Resolve(gate.Run, root)).ReadsTests;

    private static IResultReader? Named(string? name) =>
        name is null ? null
        : Common.TryGetValue(name, out var common) ? common
        : StackCatalog.All.Select(stack => stack.Readers.GetValueOrDefault(name)).FirstOrDefault(reader => reader is not null);
}
