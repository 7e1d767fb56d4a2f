namespace Ashlar.Core.Judging.Measuring;

/// <summary>How many units are noticed.</summary>
/// <param name="Noticed">Units that a test notices.</param>
/// <param name="Measured">Units of which something is known.</param>
/// <param name="Executed">Units that tests only come by.</param>
public sealed record NoticedCount(int Noticed, int Measured, int Executed)
{
    /// <summary>Counts.</summary>
    public static NoticedCount Of(IEnumerable<VerdictKind> verdicts)
    {
        var all = verdicts.ToList();
        return new(
            all.Count(kind => kind == VerdictKind.Noticed),
            all.Count(kind => kind != VerdictKind.NotMeasured),
            all.Count(kind => kind == VerdictKind.Executed)
        );
    }

    /// <summary>As in trailers: <c>5/6</c>, <c>5/6, 1 executed</c>.</summary>
    public override string ToString() => $"{Noticed}/{Measured}{(Executed > 0 ? $", {Executed} executed" : "")}";
}
