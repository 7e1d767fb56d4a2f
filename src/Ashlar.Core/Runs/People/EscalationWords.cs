using Ashlar.Core.Reports;

namespace Ashlar.Core.Runs.People;

/// <summary>Kinds of escalation as they are written.</summary>
internal static class EscalationWords
{
    /// <summary>The word of contract section 4.</summary>
    public static string Of(EscalationKind kind) =>
        kind switch
        {
            EscalationKind.Question => "question",
            EscalationKind.Blocker => "blocker",
            EscalationKind.InterfaceDeviation => "interface-deviation",
            EscalationKind.ContractDeviation => "contract-deviation",
            EscalationKind.ScopeExtension => "scope-extension",
            _ => "operator-action",
        };
}
