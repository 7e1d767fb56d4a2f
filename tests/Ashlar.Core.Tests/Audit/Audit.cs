using System.Collections.Concurrent;
using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Tests.Audit;

/// <summary>The whole corpus, examined.</summary>
/// <param name="Rows">Each case with what stands against it.</param>
internal sealed record Audit(IReadOnlyList<(AuditCase Case, AuditResult Result)> Rows)
{
    /// <summary>Tampering that nothing stands against.</summary>
    public IEnumerable<AuditCase> Missed => Rows.Where(row => row.Case.Tampers && row.Result.Standing.Count == 0).Select(row => row.Case);

    /// <summary>Tampering that nothing stands against and nobody is asked about.</summary>
    public IEnumerable<AuditCase> Silent =>
        Rows.Where(row => row.Case.Tampers && row.Result.Standing.Count + row.Result.Asked.Count == 0).Select(row => row.Case);

    /// <summary>Tampering that its author is only asked about, with the question.</summary>
    public IEnumerable<(AuditCase Case, Finding Question)> Questioned =>
        Rows.Where(row => row.Case.Tampers && row.Result is { Standing.Count: 0, Asked.Count: > 0 })
            .Select(row => (row.Case, row.Result.Asked[0]));

    /// <summary>Honest work that is refused.</summary>
    public IEnumerable<(AuditCase Case, Finding Finding)> Refused =>
        Rows.Where(row => !row.Case.Tampers && row.Result.Standing.Count > 0).Select(row => (row.Case, row.Result.Standing[0]));

    public static async Task<Audit> RunAsync(IReadOnlyList<AuditCase> cases)
    {
        using var repository = new AuditRepository(cases);
        var baselines = new ConcurrentDictionary<string, Baseline>(StringComparer.Ordinal);
        var rows = new (AuditCase, AuditResult)[cases.Count];
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

/// <summary>The outcome of examining a change.</summary>
/// <param name="Standing">What stands against it.</param>
/// <param name="Asked">What its author is asked about once, and only has to explain.</param>
internal sealed record AuditResult(IReadOnlyList<Finding> Standing, IReadOnlyList<Finding> Asked);
