using Ashlar.Core.Gates;
using Ashlar.Core.Policies;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Reviewing;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>What a task's reports are held against.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="site">Where the task is done.</param>
internal sealed class ReportEvidence(RunFacts facts, TaskSite site)
{
    /// <summary>
    /// Holds a report against a green verdict, and adds what only the run knows of the evidence: where gates come from, what the new
    /// tests prove, the project's rules.
    /// </summary>
    public Verification Verify(Report report, Verdict verdict)
    {
        var verification = ReportVerification.Check(report, Evidence(verdict));
        return verification with
        {
            Proof = ProofLevelText.Parse(verdict.Proof),
            Units = verdict.Measured?.Units ?? [],
            MeasuredMilliseconds = verdict.Measured?.Milliseconds ?? 0,
            NotCompared = verdict.NotCompared,
            Uncovered = facts.Started.Uncovered,
            Gates = [.. verdict.Results.Select(result => new GateEvidence(result, Source(result)?.SourcePath, Source(result)?.SourceLine))],
            Tests = verification.Tests is { } tests
                ? tests with
                {
                    New = verdict.NewTests.Count,
                    NewFailingOnBase = verdict.NewTests.FailingOnBase,
                    PassesOnBase = verdict.NewTests.PassingOnBase,
                }
                : null,
            Rules =
            [
                .. site
                    .Crew.Author.Policy.Rules.Concat(site.Crew.Author.Policy.Checklist)
                    .Where(rule => rule.Kind is not ("tool" or "allow" or "deny" or "hide" or "frozen" or "gate" or "kept" or "protected"))
                    .Select(rule => Became(rule, verdict) with { Path = rule.Path, Line = rule.Line }),
            ],
        };
    }

    /// <summary>Known failures are not an obstacle; a rule that all tests pass is not met by them all the same.</summary>
    private static string? Unmet(PolicyRule rule, Verdict verdict)
    {
        var failing = verdict
            .Results.Where(result => result.Tests is not null)
            .SelectMany(result => result.Known)
            .Select(finding => finding.Key)
            .ToList();
        return failing.Count > 0 && BindingProse.SaysTestsPass(rule.Value)
            ? $"{string.Join(", ", failing.Take(20))}{(failing.Count > 20 ? $" and {failing.Count - 20} more" : "")} failed before and still fail"
            : null;
    }

    private bool HandsOff => facts.WantsPullRequest || facts.Started.Options.Push || facts.Configuration.Commit.Push;

    /// <summary>What became of a rule.</summary>
    private RuleRow Became(PolicyRule rule, Verdict verdict) =>
        Unmet(rule, verdict) is { } why ? RuleRow.Of(rule.Value, RuleStanding.NotMet, why)
        : StandingOf(rule, verdict) is not RuleStanding.NotEnforced and var standing ? RuleRow.Of(rule.Value, standing)
        : site.Crew.Reviewer?.Agent is { } agent && ReviewByAgent.Asks(rule)
            ? RuleRow.Of(rule.Value, RuleStanding.Asked, agent.Definition.Name)
        : RuleRow.Of(rule.Value, RuleStanding.NotEnforced);

    private RuleStanding StandingOf(PolicyRule rule, Verdict verdict) =>
        rule.Kind switch
        {
            "input" or "optional-input" => site.Workspace.Files.Stat(rule.Value).Ok ? RuleStanding.Given : RuleStanding.Absent,
            "evidence" when !verdict.Files.Any(file => file.Path.StartsWith(rule.Value, StringComparison.Ordinal)) => RuleStanding.NotMade,
            "handoff" => HandsOff ? RuleStanding.AtEnd : RuleStanding.NotMade,
            _ => rule.Enforced ? RuleStanding.Enforced : RuleStanding.NotEnforced,
        };

    private GateSetting? Source(GateResult result) =>
        facts.Gates.FirstOrDefault(gate => string.Equals(gate.Name, result.Name, StringComparison.Ordinal));

    private Evidence Evidence(Verdict verdict) =>
        new()
        {
            Files = verdict.Files,
            Gates = verdict.Results,
            OtherRuns = site.Seen.On(verdict.Tree),
            TestFiles =
            [
                .. verdict
                    .Files.Where(file => file.Kind != ChangeKind.Deleted && StackCatalog.All.IsTest(file.Path))
                    .Select(file => file.Path),
            ],
            Acceptance = site.Item.Acceptance,
            Roots = [site.Workspace.ShownRoot, site.Workspace.Root],
        };
}
