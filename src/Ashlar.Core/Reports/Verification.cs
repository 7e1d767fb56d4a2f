using System.Text.Json.Serialization;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Reports;

/// <summary>A report held against the evidence, and the evidence itself.</summary>
public sealed record Verification
{
    /// <summary>Claims that do not match what was seen (contract section 6, point 5).</summary>
    public IReadOnlyList<Discrepancy> Discrepancies { get; init; } = [];

    /// <summary>Acceptance criteria that are not answered as met with what shows it (point 6): findings, not discrepancies.</summary>
    public IReadOnlyList<UnmetCriterion> Unmet { get; init; } = [];

    /// <summary>What the tick rests on, or null where nothing was ticked.</summary>
    public ProofLevel? Proof { get; init; }

    /// <summary>The parts of the change that were taken away, and what noticed each; empty where none was.</summary>
    public IReadOnlyList<UnitEvidence> Units { get; init; } = [];

    /// <summary>How long that took.</summary>
    public long MeasuredMilliseconds { get; init; }

    /// <summary>What of changed tests was not compared with their old versions, and why.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];

    /// <summary>How many parts a test notices; null where none was taken away.</summary>
    [JsonIgnore]
    public NoticedCount? Noticed => Units.Count > 0 ? NoticedCount.Of(Units.Select(unit => unit.Verdict)) : null;

    /// <summary>The deciding gate run.</summary>
    public IReadOnlyList<GateEvidence> Gates { get; init; } = [];

    /// <summary>Packages with tests that no gate runs.</summary>
    public IReadOnlyList<UncoveredPart> Uncovered { get; init; } = [];

    /// <summary>The tests seen, or null where no test gate ran.</summary>
    public TestEvidence? Tests { get; init; }

    /// <summary>The files seen changed.</summary>
    public IReadOnlyList<ReportedFile> Files { get; init; } = [];

    /// <summary>Rules of the agent and the project, and what checks each.</summary>
    public IReadOnlyList<RuleRow> Rules { get; init; } = [];

    /// <summary>Deviations that the agent noted.</summary>
    public IReadOnlyList<Deviation> Deviations { get; init; } = [];

    /// <summary>The level of containment when it was weaker than the sandbox (<c>none</c>, <c>exec</c>), else null.</summary>
    public string? Sandbox { get; init; }

    /// <summary>Changed expectations that the author declared, and who agreed to each.</summary>
    public IReadOnlyList<ExpectationRow> Expectations { get; init; } = [];

    /// <summary>Findings that the author explained.</summary>
    public IReadOnlyList<ExplainedRow> Explained { get; init; } = [];

    /// <summary>What shows that points of a review were fixed.</summary>
    public IReadOnlyList<FeedbackProof> Feedback { get; init; } = [];

    /// <summary>Whether the report agrees with the evidence in all points.</summary>
    [JsonIgnore]
    public bool Verified => Discrepancies.Count == 0 && Unmet.Count == 0;
}

/// <summary>A claim that does not match what was seen.</summary>
/// <param name="What">What it is about: <c>files</c>, <c>tests</c>, <c>tests.total</c> and so on.</param>
/// <param name="Claimed">What the report says, such as <c>docs/rules.md modified</c>, <c>25</c> or <c>nothing</c>.</param>
/// <param name="Observed">What Ashlar saw.</param>
public sealed record Discrepancy(string What, string Claimed, string Observed)
{
    /// <summary>Where the observation comes from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>It in one sentence.</summary>
    [JsonIgnore]
    public string Message => $"{What}: the report says {Claimed}, Ashlar saw {Observed}";
}

/// <summary>An acceptance criterion that the report leaves open.</summary>
/// <param name="Criterion">The criterion as the task states it.</param>
/// <param name="Claimed">What the report says: <c>nothing</c>, <c>not met</c>, or <c>met, shown by nothing</c>.</param>
public sealed record UnmetCriterion(string Criterion, string Claimed)
{
    /// <summary>It as a finding that goes back to the model.</summary>
    public Finding ToFinding() =>
        new(
            $"acceptance:{Criterion}",
            $"acceptance \"{Criterion}\": the report says {Claimed}. Meet it, and give it in Report.acceptance with met and shown_by"
        )
        {
            Rule = "acceptance",
        };
}

/// <summary>A gate's result and where the gate comes from.</summary>
/// <param name="Result">The result.</param>
/// <param name="SourcePath">The file that names the gate, or null when built in or detected.</param>
/// <param name="SourceLine">The line in it, from 1.</param>
public sealed record GateEvidence(GateResult Result, string? SourcePath = null, int? SourceLine = null);

/// <summary>The tests of the deciding run, and what the task's own tests prove.</summary>
/// <param name="Total">All tests.</param>
/// <param name="Passing">Those that passed.</param>
/// <param name="Failing">Those that failed, known failures included.</param>
/// <param name="Skipped">Those skipped.</param>
public sealed record TestEvidence(int Total, int Passing, int Failing, int Skipped)
{
    /// <summary>How many tests the task added or changed.</summary>
    public int New { get; init; }

    /// <summary>How many of them fail on the task base.</summary>
    public int NewFailingOnBase { get; init; }

    /// <summary>Ids of those that pass on the task base: they prove nothing about the change.</summary>
    public IReadOnlyList<string> PassesOnBase { get; init; } = [];
}

/// <summary>A rule of the agent's check-list or the project's.</summary>
/// <param name="Rule">The rule, verbatim.</param>
/// <param name="Check">The gate, scope rule or review question that checks it, or <c>not enforced</c>.</param>
public sealed record RuleRow(string Rule, string Check)
{
    /// <summary>A rule, with what became of it.</summary>
    /// <param name="rule">The rule, verbatim.</param>
    /// <param name="standing">What became of it.</param>
    /// <param name="detail">Whose question it is, or why it is not met; null where there is nothing to say.</param>
    public static RuleRow Of(string rule, RuleStanding standing, string? detail = null) =>
        new(rule, RuleStandingText.Of(standing, detail)) { Standing = standing };

    /// <summary>What became of it; null in a record that does not say.</summary>
    public RuleStanding? Standing { get; init; }

    /// <summary>Whether a person who reads a report has nothing to do about it.</summary>
    [JsonIgnore]
    public bool IsSettled => Standing is RuleStanding.Enforced or RuleStanding.Given or RuleStanding.Absent;

    /// <summary>The file that states it, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The line in it, from 1.</summary>
    public int? Line { get; init; }
}

/// <summary>What a tick rests on, strongest first (contract section 6).</summary>
public enum ProofLevel
{
    /// <summary>Gates green, and a test of the task's own fails without the change.</summary>
    [JsonStringEnumMemberName("red-green")]
    RedGreen,

    /// <summary>Gates green; no test of its own proves it.</summary>
    [JsonStringEnumMemberName("regression-only")]
    RegressionOnly,

    /// <summary>The task only wrote tests first, and exactly these fail.</summary>
    [JsonStringEnumMemberName("red-by-intent")]
    RedByIntent,

    /// <summary>Nothing that a test could prove was changed.</summary>
    [JsonStringEnumMemberName("no-code")]
    NoCode,

    /// <summary>No test notices any of it, and somebody agreed to that.</summary>
    [JsonStringEnumMemberName("unnoticed")]
    Unnoticed,

    /// <summary>The change lies only in what no gate tests.</summary>
    [JsonStringEnumMemberName("not-examined")]
    NotExamined,

    /// <summary>A person said so.</summary>
    [JsonStringEnumMemberName("attested")]
    Attested,
}

/// <summary>A task's last report with its verification, as stored and shown.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Title">The task's title.</param>
/// <param name="Report">What the model claims; null when it never reported.</param>
/// <param name="Verification">What Ashlar saw.</param>
public sealed record VerifiedReport(string Task, string Title, Report? Report, Verification Verification)
{
    /// <summary>USD for all requests of the task, failed attempts and reviews too; null when it is unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Why the report was not held against the evidence; null when it was.</summary>
    public string? NotLookedAt { get; init; }

    /// <summary>Whether the report agrees with what was seen; null when nobody looked.</summary>
    public bool? Verified => Report is null || NotLookedAt is not null ? null : Verification.Verified;

    /// <summary>Why it is not verified, or why nobody looked; null when it is verified.</summary>
    public string? Reason =>
        Report is null ? "the agent handed in no report"
        : NotLookedAt is { } why ? why
        : Verification.Verified ? null
        : Verification.Discrepancies is [var first, ..] ? first.Message
        : $"not met: {Verification.Unmet[0].Criterion}";

    /// <summary>The ledger of the reviews: every point and what became of it.</summary>
    public IReadOnlyList<FeedbackRow> Feedback { get; init; } = [];

    /// <summary>The reviews in order, a line each: who, and what came of it.</summary>
    public IReadOnlyList<string> Reviews { get; init; } = [];

    /// <summary>What people were asked about the task and what they said, a line each.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>Concerns of earlier reports on the same attempt that the last one does not repeat.</summary>
    public IReadOnlyList<string> EarlierConcerns { get; init; } = [];

    /// <summary>Calls of the agent that a rule refused or undid, a line for each message, with how often.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];
}
