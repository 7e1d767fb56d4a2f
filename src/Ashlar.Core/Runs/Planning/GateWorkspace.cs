using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>The checkout in which gates run, what they get, and the gates themselves once they are known.</summary>
/// <param name="checkout">The checkout.</param>
/// <param name="world">What gates get.</param>
/// <param name="setup">Set-up commands of the configuration, for this checkout too.</param>
public sealed class GateWorkspace(GateCheckout checkout, GateWorld world, IReadOnlyList<SetupCommand> setup)
{
    private string? ground;
    private IReadOnlyList<GateSetting> builders = [];

    /// <summary>Whether files are hidden from gates.</summary>
    public bool Hides => checkout.Hidden is not null;

    /// <summary>Who tells a person about gates on the run base that take long; null where nobody waits for them alone.</summary>
    public GateWait? Waiting { get; set; }

    /// <summary>What gates get.</summary>
    public GateWorld World { get; private set; } = world with { Checkout = checkout };

    /// <summary>Runs one gate.</summary>
    public CommandGate Gate { get; private set; } = new(world with { Checkout = checkout });

    /// <summary>Has each process that gates start told to somebody.</summary>
    public void Watch(Action<Sandboxes.Kernel.ProcessIdentity> started)
    {
        World = World with { CommandStarted = started };
        Gate = new CommandGate(World);
    }

    /// <summary>Says on which commit set-up and builds are done that all attempts begin from.</summary>
    /// <param name="commit">The run base.</param>
    /// <param name="gates">The gates that build there.</param>
    public void StandOn(string commit, IReadOnlyList<GateSetting> gates)
    {
        ground = commit;
        builders = gates;
    }

    /// <summary>
    /// Runs set-up and the gates on the run base; what they leave is what all later attempts begin from. The results of the gates.
    /// </summary>
    /// <exception cref="ProblemException">A set-up command failed.</exception>
    public async Task<IReadOnlyList<GateResult>> GrowAsync(string commit, CancellationToken cancellationToken)
    {
        checkout.BeginSeed();
        await checkout.FillAsync(commit, commit, cancellationToken).ConfigureAwait(false);
        await SetUpAsync(cancellationToken).ConfigureAwait(false);
        await checkout.KeepSetUpAsync(cancellationToken).ConfigureAwait(false);
        var results = new List<GateResult>();
        foreach (var gate in builders)
        {
            var running = Gate.RunAsync(gate, cancellationToken);
            results.Add(await (Waiting?.OfAsync(gate, running) ?? running).ConfigureAwait(false));
        }

        await checkout.FreezeAsync(commit, cancellationToken).ConfigureAwait(false);
        return results;
    }

    /// <summary>Fills the checkout with a tree, on what set-up and the gates on the run base left.</summary>
    public async Task FillAsync(string tree, string head, CancellationToken cancellationToken)
    {
        await GroundAsync(head, cancellationToken).ConfigureAwait(false);
        await checkout.FillAsync(tree, head, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has what attempts begin from: a resumed run whose gates are recorded may reach a measurement without it.</summary>
    private async Task GroundAsync(string head, CancellationToken cancellationToken)
    {
        var commit = ground ?? head;
        if (ground is null ? !checkout.Seed.IsFrozen : !checkout.Seed.IsFrozenAt(commit))
        {
            await GrowAsync(commit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lays files of the base over the checkout: what judges must not come from the change.</summary>
    public void Lay(IReadOnlyDictionary<string, byte[]?> files) => checkout.Lay(files);

    /// <summary>Reads a change for everything that looks at texts.</summary>
    public Task<TaskExamination> ExamineAsync(
        Git git,
        string taskBase,
        string tree,
        IReadOnlyList<GateSetting> gates,
        IntegrityAllowance allowance,
        CancellationToken cancellationToken
    ) => TaskExamination.ReadAsync(git, taskBase, tree, gates, World, allowance, cancellationToken);

    /// <summary>Measures what the tests of a change are worth.</summary>
    /// <param name="trees">Base and tree, and what comes from the base.</param>
    /// <param name="subject">The change.</param>
    /// <param name="gates">The gates that count tests.</param>
    /// <param name="clock">The time.</param>
    /// <param name="record">What was measured before, and who hears of progress; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProofVerdict> ProveAsync(
        BenchTrees trees,
        ProofSubject subject,
        IReadOnlyList<GateSetting> gates,
        TimeProvider clock,
        IMeasurementRecord? record,
        CancellationToken cancellationToken
    )
    {
        await GroundAsync(trees.BaseCommit, cancellationToken).ConfigureAwait(false);
        return await new ProofJudge(new GateBench(World, checkout, trees, gates, clock), new SandboxPython(World), clock)
        {
            Record = record,
        }
            .JudgeAsync(subject, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Looks for what the base's tests promised and the task's code does not keep.</summary>
    public async Task<ExpectationResult> ExpectAsync(
        ExpectationSubject subject,
        BenchTrees trees,
        IReadOnlyList<GateSetting> gates,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await GroundAsync(trees.BaseCommit, cancellationToken).ConfigureAwait(false);
        var bench = new GateBench(World, checkout, trees, gates, clock);
        var found = await new EarlierTests(bench).MeasureAsync(subject, cancellationToken).ConfigureAwait(false);
        if (found.Fault is not null)
        {
            return found;
        }

        var lost = found
            .Expectations.SelectMany(one => one.Tests.Append(one.Test))
            .Select(TestName.Plain)
            .ToHashSet(StringComparer.Ordinal);
        var weaker = await new WeakenedTests(bench, clock).MeasureAsync(subject, found.Run, cancellationToken).ConfigureAwait(false);
        return found with
        {
            Expectations = [.. found.Expectations, .. weaker.Expectations.Where(one => !lost.Contains(TestName.Plain(one.Test)))],
            Missing = weaker.Missing,
        };
    }

    private string? Printed(GateResult result) =>
        result.Output is { } hash && World.Artifacts is { } artifacts
            ? System.Text.Encoding.UTF8.GetString(artifacts.Get(hash))
            : result.New.Select(finding => finding.Message).FirstOrDefault();

    /// <summary>What gates test of a tree; whatever ran in the checkout before, it is filled with that tree.</summary>
    public async Task<GateCoverage> CoverageAsync(
        IReadOnlyList<GateSetting> gates,
        string tree,
        string head,
        CancellationToken cancellationToken
    )
    {
        await FillAsync(tree, head, cancellationToken).ConfigureAwait(false);
        return GateCoverage.Of(gates, World.Mounts.Root);
    }

    /// <summary>Removes the checkout.</summary>
    /// <param name="keepSeed">Whether what attempts begin from stays, for an execution that resumes the run.</param>
    public void Remove(bool keepSeed = false) => checkout.Remove(keepSeed);

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        var gates = new CommandGate(World with { IsSetUp = true });
        for (var number = 0; number < setup.Count; number++)
        {
            var gate = new GateSetting($"set-up-{number + 1}", setup[number].Run) { Results = "exit", Network = setup[number].Network };
            var result = await gates.RunAsync(gate, cancellationToken).ConfigureAwait(false);
            if (result.Status is GateStatus.Red or GateStatus.Env)
            {
                throw new ProblemException(
                    new Problem(
                        "setup.failed",
                        $"set-up command {number + 1} failed: {setup[number].Run}{LastWords.Of(result.Fault ?? Printed(result))}"
                    )
                    {
                        Observed = result.Fault ?? (result.New.Count > 0 ? result.New[0].Message : null),
                        Remedy = "Make it succeed in a fresh checkout, or change `setup` in .ashlar/config.yaml",
                    }
                );
            }
        }
    }
}
