using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>What is to be proven of a task: all that it changed, in a pipeline by all its agents, once the last of them is done.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="runner">What ran before.</param>
/// <param name="site">Where the task is done.</param>
internal sealed class ProofQuestion(RunFacts facts, Repository repository, GateRunner runner, TaskSite site)
{
    private readonly IReadOnlyList<PartCompleted> parts = site.Part.IsLast ? site.Part.Before : [];

    /// <summary>The commit that the task began on.</summary>
    private string Base => parts.Count > 0 ? parts[0].Base : site.Base;

    /// <summary>The question.</summary>
    /// <param name="verdict">The green verdict on the tree.</param>
    /// <param name="examination">The change of the last part.</param>
    /// <param name="turned">Tests that were red by intent and pass now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProvenChange> AskAsync(
        Verdict verdict,
        TaskExamination examination,
        IEnumerable<string> turned,
        CancellationToken cancellationToken
    )
    {
        var change =
            Base == site.Base ? examination : await runner.ExamineAsync(site, Base, verdict.Tree, cancellationToken).ConfigureAwait(false);
        var trees = new BenchTrees(Base, verdict.Tree, change.Judge.FromBase);
        if (!site.Part.IsLast)
        {
            return new ProvenChange(site.Item.Id, verdict.Files, trees, null);
        }

        var before = await runner.RunAtAsync(Base).ConfigureAwait(false);
        var cases = GateRunner.Tests(verdict.Results)?.Cases ?? [];
        var paid = await PaidAsync(cases, before, cancellationToken).ConfigureAwait(false);
        var changed = cases.Where(change.IsOwn).Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        var counting = verdict.Results.Where(result => facts.Gates.Any(gate => gate.Name == result.Name)).ToList();
        var subject = Own(change.ToSubject(counting, before), verdict) with
        {
            Bounds = new ProofBounds
            {
                Time = TimeSpan.FromSeconds(facts.Configuration.Proof.Seconds),
                Units = facts.Configuration.Proof.Units,
            },
            Paid = [.. paid.Concat(turned).Distinct(StringComparer.Ordinal).Where(id => !changed.Contains(id))],
        };
        return new ProvenChange(site.Item.Id, verdict.Files, trees, subject);
    }

    /// <summary>Between the parts of a pipeline other tasks may have landed; their files are not this task's.</summary>
    private ProofSubject Own(ProofSubject subject, Verdict verdict)
    {
        if (parts.Count == 0)
        {
            return subject;
        }

        var files = parts
            .SelectMany(part => part.Work.Files)
            .Concat(verdict.Files.Select(file => file.Path))
            .ToHashSet(StringComparer.Ordinal);
        return subject with
        {
            Product = [.. subject.Product.Where(file => files.Contains(file.Path))],
            Trees = new TaskTrees([.. subject.Trees.Change.Where(file => files.Contains(file.Path))]),
        };
    }

    /// <summary>The owed tests that were red on the base and pass now: they prove the change as new ones do.</summary>
    private async Task<IReadOnlyList<string>> PaidAsync(IReadOnlyList<TestCase> cases, TestRun? before, CancellationToken cancellationToken)
    {
        var red = (before?.Cases ?? []).Where(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error).ToList();
        if (red.Count == 0)
        {
            return [];
        }

        var named = await OwedTests.OfAsync(facts, repository, site, cancellationToken).ConfigureAwait(false);
        var rules = runner.Answers.Rules(facts.Configuration, named.Are);
        return
        [
            .. cases
                .Where(test => test.Outcome == TestOutcome.Passed && rules.IsOwed(test))
                .Where(test =>
                    red.Exists(failed =>
                        failed.Id == test.Id || (failed.IsWholeFile && failed.File is not null && failed.File == test.File)
                    )
                )
                .Select(test => test.Id)
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
