using System.Text.Json.Serialization;

namespace Ashlar.Core.Reports;

/// <summary>A question or deviation that stops a task until a person answers (contract section 4).</summary>
/// <param name="Kind">What kind of answer is needed.</param>
/// <param name="Summary">The question in one sentence.</param>
public sealed record Escalation(EscalationKind Kind, string Summary)
{
    /// <summary>More about it, or null.</summary>
    public string? Details { get; init; }

    /// <summary>The answers that the agent sees; may be empty.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The files that it is about; for a scope extension those asked for.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];
}

/// <summary>Why a person is needed.</summary>
public enum EscalationKind
{
    /// <summary>The task leaves something open.</summary>
    [JsonStringEnumMemberName("question")]
    Question,

    /// <summary>Something outside the agent's reach stops it.</summary>
    [JsonStringEnumMemberName("blocker")]
    Blocker,

    /// <summary>It would have to change an interface that a design fixes.</summary>
    [JsonStringEnumMemberName("interface-deviation")]
    InterfaceDeviation,

    /// <summary>It would have to change a contract between components.</summary>
    [JsonStringEnumMemberName("contract-deviation")]
    ContractDeviation,

    /// <summary>It needs files, network or dependencies beyond its scope.</summary>
    [JsonStringEnumMemberName("scope-extension")]
    ScopeExtension,

    /// <summary>The steps that remain can only be done by a person.</summary>
    [JsonStringEnumMemberName("operator-action")]
    OperatorAction,
}

/// <summary>A minor deviation inside the agent's own module: the work continues, the note reaches the report.</summary>
/// <param name="What">What was done otherwise than written.</param>
/// <param name="Why">Why.</param>
public sealed record Deviation(string What, string Why)
{
    /// <summary>Path of a decision record relative to the repository root, or null.</summary>
    public string? Record { get; init; }
}
