using System.Text.Json.Serialization;
using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reports;

/// <summary>The stored form of everything in this room: snake case, enumerations by name, absent values left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(JsonStringEnumConverter<ReportStatus>),
        typeof(JsonStringEnumConverter<ReportLayout>),
        typeof(JsonStringEnumConverter<FixState>),
        typeof(JsonStringEnumConverter<EscalationKind>),
        typeof(JsonStringEnumConverter<ProofLevel>),
        typeof(LowerCaseEnumConverter<ChangeKind>),
        typeof(LowerCaseEnumConverter<GateStatus>),
        typeof(LowerCaseEnumConverter<TestOutcome>),
    ]
)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(Escalation))]
[JsonSerializable(typeof(Deviation))]
[JsonSerializable(typeof(Verification))]
[JsonSerializable(typeof(VerifiedReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;

/// <summary>Enumerations of other rooms in lower case.</summary>
internal sealed class LowerCaseEnumConverter<T>() : JsonStringEnumConverter<T>(System.Text.Json.JsonNamingPolicy.KebabCaseLower)
    where T : struct, Enum;
