using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Execution;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Replays;

/// <summary>
/// Executes a run again: the model's answers come from the record, everything else is really done, in a place of its own. Then the two
/// records are compared.
/// </summary>
/// <param name="services">What a run is given from outside.</param>
/// <param name="unsafeNoSandbox">Whether this command line says <c>--unsafe-no-sandbox</c>.</param>
public sealed class RunReplay(RunHostServices services, bool unsafeNoSandbox = false)
{
    private static readonly JsonTypeInfo<JsonElement> Verbatim = JsonMetadataServices.CreateValueInfo<JsonElement>(
        new JsonSerializerOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(),
        },
        JsonMetadataServices.JsonElementConverter
    );

    /// <summary>Executes a run again and compares.</summary>
    /// <param name="source">The run and its repository.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">It cannot be executed again here; exit status 2.</exception>
    public async Task<ReplayResult> RunAsync(ReplaySource source, CancellationToken cancellationToken)
    {
        using var scene = await SceneAsync(source, cancellationToken).ConfigureAwait(false);
        var (recorded, place) = (scene.Recorded, scene.Place);
        var comparison = new ReplayComparison(recorded, place.Run, scene.Paths);
        var sequence = recorded.Started.Options.Parallel > 1 ? new RecordedSequence(recorded.Entries) : null;
        string? log = null;
        foreach (var execution in recorded.Executions())
        {
            (var status, log) = await ExecuteAsync(scene, execution, sequence, cancellationToken).ConfigureAwait(false);
            if (execution.Finished is { } finished && finished.ExitStatus != status)
            {
                comparison.Ended(finished, place.Run.Record.Read().Entries[^1]);
                break;
            }
        }

        return await comparison.CompareAsync(scene.Repository.Git, place.Git, log, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the gates again on the commit of each task that the run did.</summary>
    /// <param name="source">The run and its repository.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">They cannot be run here; exit status 2.</exception>
    public async Task<IReadOnlyList<JudgedGate>> JudgeAsync(ReplaySource source, CancellationToken cancellationToken)
    {
        using var scene = await SceneAsync(source, cancellationToken).ConfigureAwait(false);
        var parts = await PartsAsync(scene, cancellationToken).ConfigureAwait(false);
        return await new GateReplay(
            scene.Recorded,
            scene.Place,
            parts.Stage,
            parts.Configuration,
            parts.Assignment,
            scene.Here(parts).Gates
        )
            .RunAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<ReplayScene> SceneAsync(ReplaySource source, CancellationToken cancellationToken)
    {
        var scene = await source.OpenAsync(services.StatePath, services.Programs, cancellationToken).ConfigureAwait(false);
        try
        {
            await ContainAsync(scene, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            scene.Dispose();
            throw;
        }

        return scene;
    }

    /// <summary>Decides how the commands are contained, and shows what of the record does not hold here.</summary>
    private async Task ContainAsync(ReplayScene scene, CancellationToken cancellationToken)
    {
        var started = scene.Recorded.Started;
        RecordOrigin.CheckNames(scene.Place.Run, scene.Recorded.Entries);
        var start = await StartCommit.ReadAsync(scene.Own, started.Base, cancellationToken).ConfigureAwait(false);
        var isTrusted = scene.IsOfThisMachine && RunResumption.Trust(services, scene.Own, start, started.Servers).Check.IsTrusted;
        scene.Containment = isTrusted ? ContainmentChoice.Trusting(unsafeNoSandbox) : ContainmentChoice.OfStranger(unsafeNoSandbox);
        if (RecordedContainment.Refused(started, start.Configuration, !isTrusted, unsafeNoSandbox) is { } refused)
        {
            services.Warn(refused);
        }

        await scene
            .Place.Git.TextAsync(["update-ref", $"refs/heads/{started.Branch}", started.Head], cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<PreparedRun> PartsAsync(ReplayScene scene, CancellationToken cancellationToken)
    {
        var resumption = Resumption(scene);
        var (spec, rules) = await resumption.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await resumption.PrepareAsync(spec, rules, cancellationToken).ConfigureAwait(false);
    }

    private RunResumption Resumption(ReplayScene scene) =>
        new(Without(scene), scene.Place.Run, ResumePoint.Of(scene.Recorded.Entries), null, scene.Containment)
        {
            Place = scene.Own,
            FindsPython = true,
        };

    private RunHostServices Without(ReplayScene scene)
    {
        var name = scene.Recorded.Started.Model;
        return services with
        {
            ChooseModel = (_, _) => Task.FromResult(new ChosenModel(new EndOfRecord(name), name, [])),
            Window = (_, _) => null,
            Observers = [],
        };
    }

    private async Task<(int Status, string? Log)> ExecuteAsync(
        ReplayScene scene,
        RecordedExecution execution,
        RecordedSequence? sequence,
        CancellationToken cancellationToken
    )
    {
        var place = scene.Place;
        var parts = await PartsAsync(scene, cancellationToken).ConfigureAwait(false);
        var started = scene.Here(parts);
        await ReopenAsync(scene, execution, parts, cancellationToken).ConfigureAwait(false);
        using (var beginning = execution.Resumed is null ? Begin(scene, started, parts) : Open(place, parts))
        {
            if (execution.Resumed is { } resumed)
            {
                beginning.Append(null, beginning.Masked(resumed, RunJson.Default.RunResumed));
            }

            foreach (var answer in execution.Answers.Where(entry => !entry.Is<TaskReopened>()))
            {
                Copy(answer, beginning, scene.Paths);
            }
        }

        using var journal = Open(place, parts);
        if (sequence is not null)
        {
            journal.Observe(sequence.Done);
        }

        var values = new RunHost(Without(scene)).Values(started, place.Run, new StepLog(journal, RunJson.Default), parts);
        values = values with
        {
            Facts = values.Facts with { IsReplay = true },
            Commands = values.Commands with { Hidden = services.StatePath },
            Talks = values.Talks with { Budget = new Budget(services.Clock, new RunLimits(), (_, _) => null) },
            Sequence = sequence,
        };
        using var run = new ExecutionAssembly(values, parts.Stage).Execution();
        return (await run.RunAsync(cancellationToken).ConfigureAwait(false), values.Facts.LogPath);
    }

    /// <summary>Opens tasks again as a person did: their ticks are taken back by commits of the repetition's own.</summary>
    private async Task ReopenAsync(ReplayScene scene, RecordedExecution execution, PreparedRun parts, CancellationToken cancellationToken)
    {
        var reopened = execution.Answers.Where(entry => entry.Is<TaskReopened>()).ToList();
        if (reopened.Count == 0)
        {
            return;
        }

        using (var journal = Open(scene.Place, parts))
        {
            var tasks = RunState.Of(journal.Past).Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
            foreach (var entry in reopened)
            {
                var body = entry.Read(RunJson.Default.TaskReopened) with { Commit = tasks[entry.Task!].Commit };
                journal.Append(entry.Task, journal.Masked(body, RunJson.Default.TaskReopened));
            }
        }

        var (spec, rules) = await Resumption(scene).ReadAsync(cancellationToken).ConfigureAwait(false);
        await Reopening.FinishAsync(scene.Place.Run, spec, rules, Without(scene), cancellationToken).ConfigureAwait(false);
    }

    private IJournal Begin(ReplayScene scene, RunStarted started, PreparedRun parts)
    {
        var journal = scene.Place.Run.Record.Create(services.Clock, parts.Mask);
        journal.Append(null, journal.Masked(started, RunJson.Default.RunStarted));
        foreach (var entry in scene.Recorded.Given)
        {
            Copy(entry, journal, scene.Paths);
        }

        return journal;
    }

    private IJournal Open(ReplayPlace place, PreparedRun parts) => place.Run.Record.Open(services.Clock, parts.Mask);

    private static void Copy(Entry entry, IJournal journal, ReplayPaths paths)
    {
        using var body = JsonDocument.Parse(paths.Here(entry.Body.GetRawText()), new JsonDocumentOptions { MaxDepth = 256 });
        journal.Copy(entry, journal.Masked(body.RootElement, Verbatim));
    }

    /// <summary>Stands where the record has no more answers.</summary>
    private sealed class EndOfRecord(string name) : IModel
    {
        public string Name => name;

        public Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken) =>
            Task.FromResult<ModelOutcome>(
                new ModelFailure(FailureKind.Exhausted, MaskedText.Recorded($"the record has no answer for {request.Step?.Key}"))
            );
    }
}
