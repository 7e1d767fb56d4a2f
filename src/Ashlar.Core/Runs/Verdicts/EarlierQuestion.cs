using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>Asks the judge what the tests of a task's base promised and its work does not keep.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="talks">Who is told what happens.</param>
/// <param name="since">The task's base.</param>
/// <param name="task">The task's id.</param>
/// <param name="examination">Its change.</param>
/// <param name="verdict">The gates on it.</param>
/// <param name="before">The tests that ran on the base, or null where none are known.</param>
internal sealed class EarlierQuestion(
    RunFacts facts,
    Repository repository,
    Talks talks,
    string since,
    string task,
    TaskExamination examination,
    Verdict verdict,
    TestRun? before
)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(3);

    /// <summary>Asks.</summary>
    /// <param name="workspace">Where tests run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ExpectationResult> AskAsync(GateWorkspace workspace, CancellationToken cancellationToken)
    {
        var counting = verdict.Results.Where(result => result is { Tests: not null, DecidesNothing: false }).ToList();
        var gates = facts.Gates.Where(gate => counting.Exists(result => result.Name == gate.Name)).ToList();
        var change = new TaskTrees(await ChangeAsync(cancellationToken).ConfigureAwait(false));
        if (gates.Count == 0)
        {
            return new ExpectationResult(await VersionsAsync(UnseenTests.Of(change, null), cancellationToken).ConfigureAwait(false));
        }

        var subject = new ExpectationSubject
        {
            Trees = change,
            Named = new NamedProduct(repository.Git, verdict.Tree, workspace.World).OfAsync,
            Budget = TimeSpan.FromSeconds(facts.Configuration.Proof.Seconds),
            Before = before,
            After = new TestRun([.. counting.SelectMany(result => result.Tests!.Cases)]),
            Sources = (examination.Before, examination.After),
            Flaky = counting.SelectMany(result => result.Flaky).ToHashSet(StringComparer.Ordinal),
            SomeGatesRested = facts.Gates.Any(gate => gate.When.Count > 0 && verdict.Results.All(result => result.Name != gate.Name)),
            Timeout = Timeout(counting),
        };
        if (subject.Trees.Touched.Count > 0)
        {
            talks.Announce(new LoopActivity(task, 0, MaskedText.Literal("runs changed tests as they were")));
        }

        var trees = new BenchTrees(since, verdict.Tree, examination.Judge.FromBase);
        var result = await workspace.ExpectAsync(subject, trees, gates, talks.Clock, cancellationToken).ConfigureAwait(false);
        return result with
        {
            Expectations = await VersionsAsync([.. result.Expectations, .. UnseenTests.Of(change, before)], cancellationToken)
                .ConfigureAwait(false),
        };
    }

    private Task<IReadOnlyList<ChangedExpectation>> VersionsAsync(
        IReadOnlyList<ChangedExpectation> expectations,
        CancellationToken cancellationToken
    ) => new PointVersions(repository.Git, verdict.Tree).OfAsync(expectations, cancellationToken);

    /// <summary>The changed files as bytes. What judges comes from the base anyway, so it is no support of tests here.</summary>
    private async Task<IReadOnlyList<ChangedContent>> ChangeAsync(CancellationToken cancellationToken)
    {
        var git = repository.Git;
        var old = await ContentsAsync(git, since, cancellationToken).ConfigureAwait(false);
        var after = await ContentsAsync(git, verdict.Tree, cancellationToken).ConfigureAwait(false);
        var change = verdict
            .Files.Select(file => new ChangedContent(
                file.Path,
                JudgeInputs.IsConfiguration(file.Path) ? FileRole.Product
                    : StackCatalog.All.IsTest(file.Path) ? FileRole.Test
                    : StackCatalog.All.IsSupport(file.Path) ? FileRole.Support
                    : FileRole.Product,
                old.GetValueOrDefault(file.Path),
                after.GetValueOrDefault(file.Path)
            ))
            .ToList();
        var product = change
            .Where(file => file.Role == FileRole.Product)
            .Select(file => new ChangedFile(file.Path, Text(file.Before), Text(file.After)));
        return [.. change, .. InlineTests.Of(product)];
    }

    private static string? Text(byte[]? content) => content is null ? null : System.Text.Encoding.UTF8.GetString(content);

    private async Task<Dictionary<string, byte[]>> ContentsAsync(Git git, string tree, CancellationToken cancellationToken)
    {
        var files = await CommitFiles.ReadAsync(git, tree, cancellationToken).ConfigureAwait(false);
        var contents = await files.ContentsAsync(verdict.Files.Select(file => file.Path), cancellationToken).ConfigureAwait(false);
        return contents.ToDictionary(file => file.Path, file => file.Content, StringComparer.Ordinal);
    }

    private static TimeSpan Timeout(IReadOnlyList<GateResult> counting)
    {
        var green = counting.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Duration);
        return green * 3 < Shortest ? Shortest : green * 3;
    }
}
