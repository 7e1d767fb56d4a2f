using Ashlar.Core.Gates;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>Gates that could not work, in words for a person: what, why and what fixes it.</summary>
internal static class GateFaultText
{
    /// <summary>One line for all.</summary>
    public static string Lines(IReadOnlyList<GateResult> faults) =>
        string.Join("; ", faults.Select(gate => $"{gate.Name}: {Why(gate)}{Remedy(gate, ". ")}"));

    /// <summary>A line for each, with its command.</summary>
    public static string Details(IReadOnlyList<GateResult> faults) =>
        string.Join('\n', faults.Select(gate => $"{gate.Name} `{gate.Run}`: {Why(gate)}{Remedy(gate, "\n  ")}"));

    private static string Why(GateResult gate) => gate.Inability?.Why ?? gate.Fault ?? "it could not run";

    private static string Remedy(GateResult gate, string before) =>
        $"{before}{gate.Inability?.Remedy ?? $"Make `{gate.Run}` work in a fresh clone, or change the gate in .ashlar/config.yaml"}";
}
