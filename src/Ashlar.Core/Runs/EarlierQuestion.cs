using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Inputs;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>Asks the judge what the tests of a task's base promised and its work does not keep.</summary>
/// <param name="world">What the run shares.</param>
/// <param name="since">The task's base.</param>
/// <param name="task">The task's id.</param>
/// <param name="examination">Its change.</param>
/// <param name="verdict">The gates on it.</param>
/// <param name="before">The tests that ran on the base, or null where none are known.</param>
internal sealed class EarlierQuestion(
    RunWorld world,
    string since,
    string task,
    TaskExamination examination,
    Verdict verdict,
    TestRun? before
)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(3);

    /// <summary>Asks.</summary>
    /// <param name="stage">Where tests run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<ChangedExpectation>> AskAsync(GateStage stage, CancellationToken cancellationToken)
    {
        var counting = verdict.Results.Where(result => result is { Tests: not null, DecidesNothing: false }).ToList();
        var gates = world.Gates.Where(gate => counting.Exists(result => result.Name == gate.Name)).ToList();
        if (gates.Count == 0)
        {
            return [];
        }

        var subject = new ExpectationSubject
        {
            Trees = new TaskTrees(await ChangeAsync(cancellationToken).ConfigureAwait(false)),
            Before = before,
            After = new TestRun([.. counting.SelectMany(result => result.Tests!.Cases)]),
            Sources = (examination.Before, examination.After),
            Flaky = counting.SelectMany(result => result.Flaky).ToHashSet(StringComparer.Ordinal),
            SomeGatesRested = world.Gates.Any(gate => gate.When.Count > 0 && verdict.Results.All(result => result.Name != gate.Name)),
            Timeout = Timeout(counting),
        };
        if (subject.Trees.Touched.Count > 0)
        {
            world.Announce(new LoopActivity(task, 0, MaskedText.Literal("runs changed tests as they were")));
        }

        var trees = new BenchTrees(since, verdict.Tree, examination.Judge.FromBase);
        var result = await stage.ExpectAsync(subject, trees, gates, world.Clock, cancellationToken).ConfigureAwait(false);
        var lost = result.Expectations;
        if (subject.Trees.Touched.Count > 0)
        {
            var weaker = await stage
                .CompareAsync(
                    python => WeakerAsync(subject, result, counting, python, cancellationToken),
                    trees,
                    gates,
                    world.Clock,
                    cancellationToken
                )
                .ConfigureAwait(false);
            var covered = lost.SelectMany(one => one.Tests).Select(TestName.Plain).ToHashSet(StringComparer.Ordinal);
            lost =
            [
                .. lost,
                .. weaker.Tests.Where(test => !covered.Contains(TestName.Plain(test.Test))).Select(test => Weaker(test, subject)),
            ];
        }

        return await new PointVersions(world.Repository.Git, verdict.Tree).OfAsync(lost, cancellationToken).ConfigureAwait(false);
    }

    private static ChangedExpectation Weaker(WeakerTest test, ExpectationSubject subject) =>
        new(test.Test, ExpectationLoss.Weaker)
        {
            Tests = [test.Test],
            Files = test.File is { } file ? [file] : [.. subject.Trees.Touched.Select(one => one.Path)],
            Words = $"its old version fails when {test.Variant}, and it passes",
            Path = test.File,
        };

    private async Task<WeakerTestsSubject> WeakerAsync(
        ExpectationSubject subject,
        ExpectationResult result,
        IReadOnlyList<GateResult> counting,
        IPythonSyntax python,
        CancellationToken cancellationToken
    )
    {
        var files = await CommitFiles.ReadAsync(world.Repository.Git, verdict.Tree, cancellationToken).ConfigureAwait(false);
        var functions = await new NamedFunctions(files.Paths, TextAsync, python)
            .OfAsync(subject.Trees.Touched, cancellationToken)
            .ConfigureAwait(false);
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var path in functions.Select(unit => unit.Path).Distinct(StringComparer.Ordinal))
        {
            texts[path] = await TextAsync(path).ConfigureAwait(false);
        }

        return new WeakerTestsSubject
        {
            Trees = subject.Trees,
            Functions = functions,
            Texts = texts,
            Green = BenchRun.Of(subject.After.Cases, counting.Aggregate(TimeSpan.Zero, (sum, gate) => sum + gate.Duration)),
            Earlier = result.Run,
            Flaky = subject.Flaky,
        };

        async Task<string?> TextAsync(string path) =>
            await files.ContentAsync(path, cancellationToken).ConfigureAwait(false) is { } content
            && FileText.Of(path, content).Text is { } text
                ? text
                : null;
    }

    /// <summary>The changed files as bytes. What judges comes from the base anyway, so it is no support of tests here.</summary>
    private async Task<IReadOnlyList<ChangedContent>> ChangeAsync(CancellationToken cancellationToken)
    {
        var git = world.Repository.Git;
        var old = await ContentsAsync(git, since, cancellationToken).ConfigureAwait(false);
        var after = await ContentsAsync(git, verdict.Tree, cancellationToken).ConfigureAwait(false);
        return
        [
            .. InlineTests.Of(examination.Change.Where(file => !file.IsTest)),
            .. verdict.Files.Select(file => new ChangedContent(
                file.Path,
                JudgeInputs.IsConfiguration(file.Path) ? FileRole.Product
                    : TestPaths.IsTest(file.Path) ? FileRole.Test
                    : TestPaths.IsSupport(file.Path) ? FileRole.Support
                    : FileRole.Product,
                old.GetValueOrDefault(file.Path),
                after.GetValueOrDefault(file.Path)
            )),
        ];
    }

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
