using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Policies;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>
/// Where gates run: a checkout of their own, filled with the tree that would be committed. Results are recorded by tree and gate, so a
/// resumed run does not run them again.
/// </summary>
internal sealed class GateHall : IAsyncDisposable
{
    private readonly RunWorld world;
    private readonly GateStage stage;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource ending = new();
    private Task<Baseline>? baseline;

    /// <summary>Opens the hall.</summary>
    /// <param name="world">What the run shares.</param>
    /// <param name="stage">The checkout and what gates get.</param>
    public GateHall(RunWorld world, GateStage stage)
    {
        this.world = world;
        this.stage = stage;
        stage.Watch(process => world.Steps.Record("command.started", null, new CommandStarted("gate", process.Pid, process.StartTime)));
    }

    /// <summary>Begins the gates on the run base; the first verdict waits for them.</summary>
    public void BeginBaseline(CancellationToken cancellationToken)
    {
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending.Token);
        baseline = Task.Run(() => BaselineAsync(both.Token), CancellationToken.None);
    }

    /// <summary>Runs the gates of a cycle on a tree and sets apart what was wrong on the run base.</summary>
    public async Task<IReadOnlyList<GateResult>> RunAsync(
        TaskItem item,
        string key,
        string tree,
        IReadOnlyList<FileChange> files,
        CancellationToken cancellationToken
    )
    {
        var known = await baseline!.ConfigureAwait(false);
        var gates = world.Gates.Where(gate => gate.Each != GateRhythm.Run && Applies(gate, files)).Concat(CriterionGates.Of(item)).ToList();
        return await RunAllAsync(gates, item.Id, key, tree, known, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Proves a green verdict: whether the task's own tests fail without its change.</summary>
    public Task<Verdict> ProveAsync(Verdict verdict, TaskSite site, TaskItem item, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var code = verdict.Files.Any(file => !file.Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase));
        return Task.FromResult(verdict with { Proof = code ? "regression-only" : "no-code" });
    }

    /// <summary>Runs the gates that run once, on the final commit; the problem when one is red.</summary>
    public async Task<Problem?> RunFinalAsync(string head, CancellationToken cancellationToken)
    {
        var gates = world.Gates.Where(gate => gate.Each == GateRhythm.Run).ToList();
        if (gates.Count == 0)
        {
            return null;
        }

        var known = await baseline!.ConfigureAwait(false);
        var results = await RunAllAsync(gates, null, "final", head, known, cancellationToken).ConfigureAwait(false);
        var red = results.FirstOrDefault(result => result.Status is GateStatus.Red or GateStatus.Env);
        return red is null
            ? null
            : new Problem("gate.final-red", $"the gate {red.Name} is red on the final commit: {GateFindingsText.Outcome(red)}")
            {
                Observed = red.New.Count > 0 ? red.New[0].Message : red.Fault,
                Remedy = $"Mend it on the branch {world.Started.Branch}; ticks and commits stay",
            };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await (baseline ?? Task.FromResult(Baseline.Empty)).ConfigureAwait(false);
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or GitException or IOException)
        {
            // Nobody waits for it any more.
        }

        stage.Remove();
        ending.Dispose();
    }

    private async Task<Baseline> BaselineAsync(CancellationToken cancellationToken)
    {
        const string Key = "baseline";
        if (world.Steps.Past<BaselineFinished>("baseline.finished", null, Key) is { } known)
        {
            return new Baseline(known.Gates);
        }

        var commit = world.Started.Base;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await stage.FillAsync(commit, commit, cancellationToken).ConfigureAwait(false);
            var results = new List<GateResult>();
            foreach (var gate in world.Gates)
            {
                results.Add(await stage.Gate.RunAsync(gate, cancellationToken).ConfigureAwait(false));
            }

            world.Steps.Record("baseline.finished", null, new BaselineFinished(Key, commit, results));
            return new Baseline(results);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<IReadOnlyList<GateResult>> RunAllAsync(
        IReadOnlyList<GateSetting> gates,
        string? task,
        string key,
        string tree,
        Baseline known,
        CancellationToken cancellationToken
    )
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var filled = false;
            var results = new List<GateResult>();
            foreach (var gate in gates)
            {
                var step = $"{key}/gate/{gate.Name}";
                if (world.Steps.Past<GateFinished>("gate.finished", task, step) is { } before && before.Result.Status != GateStatus.Env)
                {
                    results.Add(before.Result);
                    continue;
                }

                if (!filled)
                {
                    await stage.FillAsync(tree, world.Started.Base, cancellationToken).ConfigureAwait(false);
                    filled = true;
                }

                world.Announce(new Conversations.LoopActivity(task ?? "", 0, $"gate {gate.Name}"));
                var result = known.Compare(await stage.Gate.RunAsync(gate, cancellationToken).ConfigureAwait(false));
                world.Steps.Record("gate.finished", task, new GateFinished(step, tree, result));
                results.Add(result);
            }

            return results;
        }
        finally
        {
            turn.Release();
        }
    }

    private static bool Applies(GateSetting gate, IReadOnlyList<FileChange> files) =>
        gate.When.Count == 0 || gate.When.Select(pattern => new Glob(pattern)).Any(glob => files.Any(file => glob.Matches(file.Path)));
}
