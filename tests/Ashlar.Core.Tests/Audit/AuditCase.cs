using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Tests.Audit;

/// <summary>A change that is held against the examination: honest work, or work that looks better than it is.</summary>
internal sealed record AuditCase
{
    public required string Name { get; init; }

    /// <summary><c>python</c> or <c>javascript</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Whether it is to be refused.</summary>
    public required bool Tampers { get; init; }

    /// <summary>Whether it was written after the rules, by somebody else than their authors.</summary>
    public bool IsLater { get; init; }

    /// <summary>The project's name; cases of one project have the same base.</summary>
    public required string Project { get; init; }

    /// <summary>The written task.</summary>
    public required TaskItem Task { get; init; }

    /// <summary>The gates. The first runs the tests; of the others only what they read counts.</summary>
    public required IReadOnlyList<GateSetting> Gates { get; init; }

    /// <summary>Whether the first gate can run here: not where its runner would have to be installed.</summary>
    public required bool Runs { get; init; }

    public required IReadOnlyDictionary<string, string> Before { get; init; }

    public required IReadOnlyDictionary<string, string> After { get; init; }

    public override string ToString() => $"{Language}/{(Tampers ? "tampering" : "honest")}/{Name}";
}
