using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>The result of a gate cycle.</summary>
internal sealed record Verdict
{
    /// <summary>The number of the cycle, from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>The tree that was judged: what would be committed.</summary>
    public required string Tree { get; init; }

    /// <summary>The files that differ from the task base.</summary>
    public required IReadOnlyList<FileChange> Files { get; init; }

    /// <summary>Results of the gates, compared with the run base.</summary>
    public required IReadOnlyList<GateResult> Results { get; init; }

    /// <summary>Findings that no command made.</summary>
    public IReadOnlyList<Finding> Others { get; init; } = [];

    /// <summary>Whether it is the verdict of an earlier cycle on the same tree.</summary>
    public bool Reused { get; init; }

    /// <summary>The proof level.</summary>
    public string Proof { get; init; } = "regression-only";

    /// <summary>Tests that fail by intent.</summary>
    public IReadOnlyList<string> Red { get; init; } = [];

    /// <summary>Tests that earlier tasks left red and that pass now.</summary>
    public IReadOnlyList<string> TurnedGreen { get; init; } = [];

    /// <summary>The tests that prove the change.</summary>
    public IReadOnlyList<string> ProvingTests { get; init; } = [];

    /// <summary>Tests of the change: how many are new, how many of them fail on the base, which pass there.</summary>
    public NewTests NewTests { get; init; } = new(0, 0, []);

    /// <summary>What was measured; null where nothing was.</summary>
    public ProofVerdict? Measured { get; init; }

    /// <summary>What existing tests promised and the work does not keep.</summary>
    public IReadOnlyList<ChangedExpectation> Expectations { get; init; } = [];

    /// <summary>What of changed tests was not compared with their old versions, and why.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];

    /// <summary>Points that the report handed in leaves open, or to which nobody agreed.</summary>
    public IReadOnlyList<Finding> Open { get; init; } = [];

    /// <summary>The points that are open, as the agent is told them.</summary>
    public string Told { get; init; } = "";

    /// <summary>Whether a report was handed in with it that leaves no point open.</summary>
    public bool IsReported { get; init; }

    /// <summary>Findings that can only be fixed.</summary>
    public IEnumerable<Finding> Faulty => Others.Where(finding => finding.Way == WayOut.Fix);

    /// <summary>Findings that the author may keep.</summary>
    public IEnumerable<Finding> Points => Others.Where(finding => finding.Way != WayOut.Fix);

    /// <summary>How many parts of the change a test notices; null where there are none.</summary>
    public NoticedCount? Noticed => Measured is { Units.Count: > 0 } measured ? measured.Noticed : null;

    /// <summary>Whether nothing stands against the work.</summary>
    public bool IsGreen => !Faulty.Any() && Open.Count == 0 && Results.All(result => result.Status is GateStatus.Green or GateStatus.Known);

    /// <summary>The gates that could not run.</summary>
    public IReadOnlyList<GateResult> Faults => [.. Results.Where(result => result.Status == GateStatus.Env)];

    /// <summary>Ids of what fails and did not before.</summary>
    public IEnumerable<string> FailingTests => Results.SelectMany(result => result.New).Select(finding => finding.Key);

    /// <summary>The first thing found, for one line.</summary>
    public string FirstFinding =>
        Faulty
            .Concat(Open)
            .Select(finding => finding.Message)
            .Concat(Results.SelectMany(result => result.New.Select(finding => $"{result.Name}: {finding.Key} {finding.Message}")))
            .FirstOrDefault()
        ?? "nothing";

    /// <summary>The form in which the agent is told.</summary>
    /// <param name="iteration">The number of the cycle.</param>
    /// <param name="iterations">How many there may be.</param>
    /// <param name="parsedOnly">Whether nothing of the gates' raw output is told.</param>
    /// <param name="again">The call by which the gates are run again.</param>
    public GateCycle ToCycle(int iteration, int iterations, bool parsedOnly, string again) =>
        new()
        {
            Results = parsedOnly ? [.. Results.Select(Parsed)] : Results,
            Others = [.. Faulty],
            Points = Told,
            Iteration = iteration,
            Iterations = iterations,
            Again = again,
            OutputPath = parsedOnly ? null : hash => $"artifact:{hash}",
        };

    private static GateResult Parsed(GateResult result) =>
        result with
        {
            New = [.. result.New.Select(Parsed)],
            Known = [.. result.Known.Select(Parsed)],
        };

    private static Finding Parsed(Finding finding) =>
        finding.Key.StartsWith("exit:", StringComparison.Ordinal)
            ? finding with
            {
                Message = finding.Key.Replace(":", " ", StringComparison.Ordinal),
            }
        : finding.Key == "results" ? finding with { Rule = null }
        : finding;
}

/// <summary>The new tests of a change.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="FailingOnBase">How many of them fail without the change.</param>
/// <param name="PassingOnBase">Those that pass without it.</param>
internal sealed record NewTests(int Count, int FailingOnBase, IReadOnlyList<string> PassingOnBase);
