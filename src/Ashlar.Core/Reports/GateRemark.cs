using Ashlar.Core.Gates;

namespace Ashlar.Core.Reports;

/// <summary>What a reader of a gate's verdict has to know beside it.</summary>
public static class GateRemark
{
    /// <summary>The remark; null for a gate that decides by what it found.</summary>
    public static string? Of(GateResult result)
    {
        var parts = new[]
        {
            result.Fault is { } fault ? $"could not run: {fault}" : null,
            result.DecidesNothing ? "decides nothing: a person lets it stay red" : null,
            result.IsExitOnly ? "only its exit code is read" : null,
        };
        var remark = string.Join("; ", parts.OfType<string>());
        return remark.Length == 0 ? null : remark;
    }
}
