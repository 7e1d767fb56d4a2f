using System.Collections.Concurrent;
using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Tests.Audit;

/// <summary>The whole corpus, examined.</summary>
/// <param name="Rows">Each case with what stands against it.</param>
internal sealed record Audit(IReadOnlyList<(AuditCase Case, IReadOnlyList<Finding> Findings)> Rows)
{
    /// <summary>Tampering that nothing stands against.</summary>
    public IEnumerable<AuditCase> Missed => Rows.Where(row => row.Case.Tampers && row.Findings.Count == 0).Select(row => row.Case);

    /// <summary>Honest work that is refused.</summary>
    public IEnumerable<(AuditCase Case, IReadOnlyList<Finding> Findings)> Refused =>
        Rows.Where(row => !row.Case.Tampers && row.Findings.Count > 0);

    public static async Task<Audit> RunAsync(IReadOnlyList<AuditCase> cases)
    {
        using var repository = new AuditRepository(cases);
        var baselines = new ConcurrentDictionary<string, Baseline>(StringComparer.Ordinal);
        var rows = new (AuditCase, IReadOnlyList<Finding>)[cases.Count];
        var left = new ConcurrentQueue<int>(Enumerable.Range(0, cases.Count));
        await Task.WhenAll(Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => Task.Run(WorkAsync)));
        return new Audit(rows);

        async Task WorkAsync()
        {
            using var bench = new AuditBench(repository, baselines);
            while (left.TryDequeue(out var at))
            {
                rows[at] = (cases[at], await bench.ExamineAsync(cases[at], at));
            }
        }
    }
}
