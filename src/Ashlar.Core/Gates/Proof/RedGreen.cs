using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Proof;

/// <summary>What is held against the task base.</summary>
public sealed record RedGreenSubject
{
    /// <summary>The tree of the task base.</summary>
    public required string BaseTree { get; init; }

    /// <summary>The commit of the task base.</summary>
    public required string BaseCommit { get; init; }

    /// <summary>The task's change: text files with both texts.</summary>
    public required IReadOnlyList<ChangedFile> Change { get; init; }

    /// <summary>Binary files of the change that support tests: content by path, null for a deleted one. Empty for none.</summary>
    public IReadOnlyDictionary<string, byte[]?> Data { get; init; } = new Dictionary<string, byte[]?>(StringComparer.Ordinal);

    /// <summary>Files that judge and that come from the base, whatever the change says.</summary>
    public IReadOnlyDictionary<string, byte[]?> FromBase { get; init; } = new Dictionary<string, byte[]?>(StringComparer.Ordinal);

    /// <summary>The tests of the change's test files on the base.</summary>
    public required TestInventory Before { get; init; }

    /// <summary>The tests of the change's test files now.</summary>
    public required TestInventory After { get; init; }

    /// <summary>The tests that ran now, over all test gates.</summary>
    public required TestRun Run { get; init; }

    /// <summary>The test gates.</summary>
    public required IReadOnlyList<GateSetting> Gates { get; init; }

    /// <summary>Tests that are known to be flaky: no evidence.</summary>
    public IReadOnlyList<string> Flaky { get; init; } = [];
}

/// <summary>What a task's own tests prove about its change.</summary>
public enum TestProof
{
    /// <summary>In every test file with new tests, one fails without the change.</summary>
    RedGreen,

    /// <summary>No test of its own proves it.</summary>
    RegressionOnly,

    /// <summary>There is no code in the change.</summary>
    NoCode,
}

/// <summary>What the task's own tests prove.</summary>
/// <param name="Level">The proof level that the tests reach by themselves.</param>
/// <param name="Tests">Each new or changed test on the task base.</param>
/// <param name="Findings">One for each test file in which none proves the change.</param>
public sealed record RedGreenVerdict(TestProof Level, IReadOnlyList<BaseProof> Tests, IReadOnlyList<Finding> Findings)
{
    /// <summary>New tests that pass on the base, for reviewers.</summary>
    public IReadOnlyList<string> PassOnBase => [.. Tests.Where(test => test.Failure == BaseFailure.Passed).Select(test => test.Id)];

    /// <summary>New tests that prove the change.</summary>
    public IReadOnlyList<string> Proving => [.. Tests.Where(test => test.Proves).Select(test => test.Id)];

    /// <summary>Why the base could not be judged, or null; an environment fault.</summary>
    public string? Fault { get; init; }
}

/// <summary>
/// Shows that a task's tests need its change: they must fail on the task base, with only the test files laid over it, twice in the same way
/// (contract section 6, point 3).
/// </summary>
/// <param name="world">Where it runs; its root is the checkout's.</param>
/// <param name="checkout">The checkout, filled with the base here; it must be filled again before it judges anything else.</param>
public sealed class RedGreen(GateWorld world, GateCheckout checkout)
{
    /// <summary>Runs the task's tests on its base and judges them.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task<RedGreenVerdict> JudgeAsync(RedGreenSubject subject, CancellationToken cancellationToken)
    {
        var product = subject.Change.Where(file => !file.IsTest).ToList();
        if (!subject.Change.Any(file => TestPaths.IsCode(file.Path)))
        {
            return new RedGreenVerdict(TestProof.NoCode, [], []);
        }

        var files = subject.Change.Where(file => file.After is not null && TestPaths.IsTest(file.Path)).Select(file => file.Path).ToList();
        var tests = TestIntegrity
            .NewOrChanged(subject.Before, subject.After)
            .Where(test => files.Contains(test.File, StringComparer.Ordinal))
            .ToList();
        if (product.Count == 0 || tests.Count == 0)
        {
            return new RedGreenVerdict(TestProof.RegressionOnly, [], []);
        }

        await checkout.FillAsync(subject.BaseTree, subject.BaseCommit, cancellationToken).ConfigureAwait(false);
        checkout.Lay(TestFiles(subject));
        var proofs = new Dictionary<string, BaseProof>(StringComparer.Ordinal);
        string? fault = null;
        foreach (var gate in subject.Gates)
        {
            var (first, second) = await TwiceAsync(
                    gate,
                    [.. tests.Select(test => test.File).Distinct(StringComparer.Ordinal)],
                    cancellationToken
                )
                .ConfigureAwait(false);
            fault ??= first.Fault ?? second.Fault;
            var judge = new BaseJudge(subject, first, second);
            foreach (var test in tests)
            {
                var proof = judge.Of(test);
                if (!proofs.TryGetValue(test.Id, out var known) || (!known.Proves && proof.Failure != BaseFailure.None))
                {
                    proofs[test.Id] = proof;
                }
            }
        }

        // A test that was only changed, moved or split need not fail without the change; where it does, it proves it.
        var moves = new TestMoves(subject.Before, subject.After);
        var fresh = tests.Where(moves.IsNew).Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        var findings = proofs
            .GroupBy(proof => proof.Value.File, StringComparer.Ordinal)
            .Where(file => file.Any(proof => fresh.Contains(proof.Key)) && !file.Any(proof => proof.Value.Proves))
            .SelectMany(file =>
                file.Where(proof => fresh.Contains(proof.Key))
                    .Select(proof => proof.Value)
                    .GroupBy(proof => proof.File, StringComparer.Ordinal)
            )
            .Select(RedGreenText.Finding)
            .ToList();
        var proves = findings.Count == 0 && proofs.Values.Any(proof => proof.Proves);
        return new RedGreenVerdict(proves ? TestProof.RedGreen : TestProof.RegressionOnly, [.. proofs.Values], findings) { Fault = fault };
    }

    private async Task<(GateAttemptOutcome First, GateAttemptOutcome Second)> TwiceAsync(
        GateSetting gate,
        IReadOnlyList<string> files,
        CancellationToken cancellationToken
    )
    {
        var focus = new GateFocus(files);
        var attempt = new GateAttempt(world);
        var first = await attempt.RunAsync(gate, focus, cancellationToken).ConfigureAwait(false);
        var second = await attempt.RunAsync(gate, focus, cancellationToken).ConfigureAwait(false);
        return (first, second);
    }

    /// <summary>The change's test files and what supports them, and nothing of the product.</summary>
    private static Dictionary<string, byte[]?> TestFiles(RedGreenSubject subject)
    {
        var files = new Dictionary<string, byte[]?>(subject.Data, StringComparer.Ordinal);
        foreach (var file in subject.Change.Where(file => file.IsTest && !subject.FromBase.ContainsKey(file.Path)))
        {
            files[file.Path] = file.After is null ? null : System.Text.Encoding.UTF8.GetBytes(file.After);
        }

        return files;
    }
}
