using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Execution;

/// <summary>Begins runs and resumes them: puts the parts together by hand and lets them work.</summary>
/// <param name="services">What a run is given from outside.</param>
public sealed class RunHost(RunHostServices services)
{
    /// <summary>Begins a planned run and works on it to its end; returns the exit status.</summary>
    public async Task<int> StartAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        using var journal = plan.Folder.Record.Create(services.Clock, plan.Parts.Mask);
        Observe(journal);
        if (!plan.ContinuesBranch)
        {
            await CrashCleanup
                .AwaitBranchAsync(plan.Parts.Repository, plan.Branch, services.Clock, cancellationToken)
                .ConfigureAwait(false);
        }

        var head = await FirstCommitAsync(plan, cancellationToken).ConfigureAwait(false);
        var started = new PlanRecord(plan).Write(head);
        journal.Append(null, journal.Masked(started, RunJson.Default.RunStarted));
        journal.Sync();
        plan.Folder.Record.Begin();
        await FirstBranch.PlaceAsync(plan.Parts.Repository, plan.Folder, started).ConfigureAwait(false);
        var values = Values(started, plan.Folder, new StepLog(journal, RunJson.Default), plan.Parts);
        return await ExecuteAsync(values, plan.Parts.Stage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Resumes a run from its last recorded event; returns the exit status.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="known">What was read of its journal.</param>
    /// <param name="limits">New limits, or null.</param>
    /// <param name="retry">The failed task to start again, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">Another process works on it, or it cannot continue.</exception>
    public async Task<int> ResumeAsync(
        RunFolder folder,
        JournalContent known,
        RunOptions? limits,
        string? retry,
        CancellationToken cancellationToken
    )
    {
        await services.Leavings.ClearPlansAsync(services.Store, services.Clock, cancellationToken).ConfigureAwait(false);
        using var owned = await folder.Record.TryTakeAsync(services.Clock, cancellationToken).ConfigureAwait(false) ?? throw Busy(folder);
        known = folder.Record.ReadWhole(known);
        var past = known.Entries;
        await services.Leavings.EndProcessesAsync(folder, past).ConfigureAwait(false);
        var state = RunState.Of(past);
        using var place = RunClaim.OfCheckout(services.Store, state.Started!.Repository, state.Started.Checkout is not null, folder.Id);
        RecordOrigin.Check(folder, state, past);
        var containment = Containment(folder, state, limits);
        var point = ResumePoint.Of(past);
        var resumption = new RunResumption(services, folder, point, limits, containment);
        await resumption.CheckTrustAsync(cancellationToken).ConfigureAwait(false);
        var (spec, rules) = await resumption.ReadAsync(cancellationToken).ConfigureAwait(false);
        var resumed = await resumption.PrepareAsync(spec, rules, cancellationToken).ConfigureAwait(false);
        owned.Hold(RunClaim.OfBranch(services.Store, resumed.Repository.CommonDirectory, state.Started.Branch, folder.Id, out _));
        _ = await FreeBranch
            .OfAsync(resumed.Repository, state.Started, $"then run `ashlar resume {folder.Id}`", cancellationToken)
            .ConfigureAwait(false);
        CrashCleanup.RemoveOwnLocks(resumed.Repository, state);
        if (!past.Any(entry => entry.Is<CommitCreated>() || entry.Is<CommitIntended>() || entry.Is<RebaseIntended>()))
        {
            await FirstBranch.PlaceAsync(resumed.Repository, folder, state.Started).ConfigureAwait(false);
        }

        if (past.Any(entry => entry.Is<TaskReopened>()))
        {
            await Reopening.FinishAsync(folder, spec, rules, services, cancellationToken).ConfigureAwait(false);
        }

        using (var beginning = folder.Record.Open(services.Clock, resumed.Mask, known))
        {
            foreach (var entry in beginning.Past.Skip(past.Count))
            {
                state.Apply(entry);
            }

            Observe(beginning);
            beginning.Observe(state.Apply);
            beginning.Append(null, beginning.Masked(new RunResumed(limits, retry), RunJson.Default.RunResumed));
            PendingAnswers.Collect(folder.Record, beginning, state, resumed.Mask);
        }

        // Opened again, so that what was just written counts as past for the steps.
        using var journal = folder.Record.Open(services.Clock, resumed.Mask, known);
        Observe(journal);
        var started = state.Started! with
        {
            Gates = containment.Of(state.Started.Gates, resumed.Configuration),
            Criteria = containment.Of(state.Started.Criteria, resumed.Configuration),
        };
        var values = Values(started, folder, new StepLog(journal, RunJson.Default), resumed);
        values.Talks.Budget.AddEarlier(point.Worked);
        if (values.Facts.Limits.CountsCost)
        {
            Attempts.AddPastCosts(values.Recorder.Steps, values.Crew.Author.Definition.Name, values.Talks.Budget);
        }

        return await ExecuteAsync(values, resumed.Stage, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> ExecuteAsync(RunValues values, GateWorkspace workspace, CancellationToken cancellationToken)
    {
        var assembly = new ExecutionAssembly(values, workspace);
        using var execution = assembly.Execution();
        await using var stoppable = new StoppableRun(values.Recorder.Folder.Record, services.Clock, cancellationToken);
        var status = await execution.RunAsync(stoppable.Token).ConfigureAwait(false);
        if (!stoppable.Token.IsCancellationRequested && values.Facts.Configuration.Notify is not null)
        {
            var state = RunState.Of(values.Recorder.Folder.Record.Read().Entries);
            if (await assembly.Notice().SendAsync(state, cancellationToken).ConfigureAwait(false) is { } trouble)
            {
                services.Warn(trouble);
            }
        }

        return status;
    }

    /// <summary>The values of a run that has begun.</summary>
    internal RunValues Values(RunStarted started, RunFolder folder, StepLog steps, PreparedRun parts)
    {
        var configuration = parts.Configuration;
        return new RunValues
        {
            Facts = new RunFacts
            {
                Started = started,
                Configuration = configuration,
                Limits = parts.Limits,
                Order = parts.Order,
                Assignment = parts.Assignment,
                LogPath = LogPath.Of(parts.Order, parts.Crew.Author.Policy),
            },
            Recorder = new Recorder(folder, steps, parts.Mask),
            Committer = new Committer(parts.Repository, parts.Identity, new TreeSecrets(parts.Repository.Git, parts.Mask)),
            Commands = new CommandPlace
            {
                Sandbox = parts.Sandbox,
                Contained = Starts.Containment.ProveAsync(parts.Sandbox, folder),
                Shared = parts.Shared,
                Hidden = folder.State,
                Root = parts.Repository.Root,
                Secrets = parts.Secrets,
                Fetches = new FetchBudget(Attempts.Calls(steps, "WebFetch")),
                Servers = new ServerPlace(parts.Servers.Launches, services, steps),
            },
            Talks = new Talks
            {
                OpenAuthor = services.OpenAuthor,
                Budget = new Budget(services.Clock, parts.Limits, (name, usage) => services.Price(configuration, name, usage)),
                Limits = parts.Limits,
                ModelNamedAt = Attempts.ModelNamedAt(steps),
                Clock = services.Clock,
                Announce = services.Announce,
            },
            Team = parts.Team,
            Withheld = new WithheldVariables(services.ModelKeys, PolicyParts.SecretNames(configuration)),
            Clock = services.Clock,
        };
    }

    /// <summary>
    /// The commit that the branch begins at: with the work order's uncommitted files where that was asked for. It is only written; the branch moves once
    /// the run is recorded.
    /// </summary>
    private async Task<string> FirstCommitAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        var git = plan.Parts.Repository.Git;
        var head = plan.Start.Commit;
        if (plan.Uncommitted.Count == 0)
        {
            return head;
        }

        var files = plan.Uncommitted.ToDictionary(
            path => path,
            path => (byte[]?)OrdinaryFile.ReadAllBytes(Path.Combine(plan.Parts.Repository.Root, path)),
            StringComparer.Ordinal
        );
        var index = new WorkTreeIndex(
            plan.Parts.Repository.Checkout,
            Path.Combine(Directory.CreateDirectory(plan.Folder.ScratchPath).FullName, "index")
        );
        var tree = await index.ReplaceAsync(head, files, cancellationToken, asWritten: true).ConfigureAwait(false);
        var message = CommitText.Of(
            plan.Folder.Id,
            "spec",
            MaskedText.Of(plan.Parts.Mask, $"Add {plan.Title}"),
            null,
            null,
            new PlanRecord(plan).Masked(plan.Parts.Order.Ticket),
            [],
            null
        );
        var (looked, found) = await new TreeSecrets(git, plan.GivenSecrets).CheckAsync(head, tree, cancellationToken).ConfigureAwait(false);
        if (looked is null)
        {
            var secrets = new TreeSecrets(git, plan.Parts.Mask);
            throw new ProblemException([.. found.Select(one => SecretFindings.Problem(one, secrets))]);
        }

        var commit = new TreeCommit(looked, message, services.Clock.GetUtcNow());
        return await commit.WriteAsync(git, plan.Parts.Identity, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A run without a sandbox continues so only where this command line says it again.</summary>
    private static ContainmentChoice Containment(RunFolder folder, RunState state, RunOptions? given) =>
        state.Started!.Options.UnsafeNoSandbox && given?.UnsafeNoSandbox is not true
            ? throw new ProblemException(
                new Problem("run.unsafe-again", $"{folder.Id} was started without a sandbox, and nothing but a command line says that")
                {
                    Remedy = $"Say it again: `ashlar resume {folder.Id} --unsafe-no-sandbox`",
                }
            )
            : ContainmentChoice.Trusting(given?.UnsafeNoSandbox is true);

    private void Observe(IJournal journal)
    {
        foreach (var observer in services.Observers)
        {
            journal.Observe(observer);
        }
    }

    /// <summary>Another process works on the run.</summary>
    internal static ProblemException Busy(RunFolder folder) =>
        new(
            new Problem("run.busy", $"another process works on {folder.Id}")
            {
                Observed = folder.Record.Owner is { } pid ? $"process {pid}" : null,
                Remedy = $"Follow it with `ashlar logs {folder.Id} --follow`, or stop it with `ashlar stop {folder.Id}`",
            }
        );
}
