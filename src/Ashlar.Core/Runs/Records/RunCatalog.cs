using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>The runs of a store, and where they stand.</summary>
/// <param name="store">Where they are kept.</param>
public sealed class RunCatalog(IRunStore store)
{
    /// <summary>The runs of a repository, oldest first; of all repositories when it is null.</summary>
    /// <param name="repository">The repository, by any of its checkouts; or null.</param>
    /// <param name="warn">Told of each run that cannot be read; it is left out, and the others are not.</param>
    /// <returns>The runs, and whether what was seen of each is whole: a state that rests on a damaged journal may be an earlier one.</returns>
    public IReadOnlyList<(RunFolder Folder, RunState State, bool IsWhole)> Runs(RepositoryPlace? repository, Action<Problem> warn)
    {
        var runs = new List<(RunFolder, RunState, bool)>();
        foreach (var (folder, state, problems) in Begun(repository, warn).AsParallel().AsOrdered().Select(Look))
        {
            foreach (var problem in problems)
            {
                warn(problem with { Warning = true });
            }

            if (state is not null)
            {
                runs.Add((folder, state, problems.Count == 0));
            }
        }

        return runs;
    }

    /// <summary>What an overview needs of a run, and what is wrong with it.</summary>
    private static (RunFolder Folder, RunState? State, IReadOnlyList<Problem> Problems) Look(RunFolder folder)
    {
        try
        {
            var content = folder.Record.Skim(RunState.Types);
            var state = RunReading.Read(folder, content);
            if (content.Damage is null && !state.IsUndone && state.State is not ("done" or "failed"))
            {
                // What somebody is asked rests on all of it.
                content = RunReading.Content(folder);
                state = RunReading.Read(folder, content);
            }

            return (folder, state, content.Damage is { } damage ? [damage with { Path = folder.Record.Place }] : []);
        }
        catch (ProblemException unreadable)
        {
            return (folder, null, unreadable.Problems);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return (folder, null, [RunReading.Trouble(folder, RunReading.Why(trouble))]);
        }
    }

    /// <summary>Removes what killed processes left: runs that they were planning, places where they tried gates, space set aside beside journals.</summary>
    public async Task ClearAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        await new Leavings().ClearPlansAsync(store, clock, cancellationToken).ConfigureAwait(false);
        await Leavings.ClearReservesAsync(store, clock, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The ids of the runs that a process of this machine works on.</summary>
    public IReadOnlyList<string> HeldBy(int process) =>
        [.. store.All().Where(folder => IsHeldBy(folder.Record, process)).Select(folder => folder.Id)];

    private static bool IsHeldBy(IRunRecord record, int process)
    {
        try
        {
            return record.Owner == process && record.IsHeld;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// The run with an id, or the newest run of a repository when the id is null, and where it stands, for whoever looks at it: of a damaged journal
    /// what comes before the damage.
    /// </summary>
    /// <param name="id">The run, or null.</param>
    /// <param name="repository">The repository, or null.</param>
    /// <param name="warn">Told of the damage, and where the newest is asked for, of runs that cannot be read.</param>
    /// <exception cref="ProblemException">There is none (exit status 2), or nothing of it can be read (1).</exception>
    public (RunFolder Folder, RunState State) Find(string? id, RepositoryPlace? repository, Action<Problem> warn)
    {
        var folder = Locate(id, repository, warn);
        var content = RunReading.Content(folder);
        var state = RunReading.Begun(folder, content);
        if (content.Damage is { } damage)
        {
            warn(damage with { Path = folder.Record.Place, Warning = true });
        }

        return (folder, state);
    }

    /// <summary>The same for whoever acts on where it stands, which only a whole journal says.</summary>
    /// <param name="id">The run, or null.</param>
    /// <param name="repository">The repository, or null.</param>
    /// <param name="warn">Told of runs that cannot be read, where the newest is asked for.</param>
    /// <exception cref="ProblemException">There is none (exit status 2), or its journal is damaged or cannot be read (1).</exception>
    public (RunFolder Folder, RunState State) FindWhole(string? id, RepositoryPlace? repository, Action<Problem> warn)
    {
        var folder = Locate(id, repository, warn);
        return (folder, RunReading.Own(folder, RunReading.Whole(folder)));
    }

    /// <summary>Whether there is a run with an id.</summary>
    public bool Has(string id) => store.Find(id) is not null;

    /// <summary>Runs that did not end, of repositories that are no longer where the runs began, oldest first: how they began, and where.</summary>
    public IReadOnlyList<(string Run, RunStarted Started)> Strayed()
    {
        var present = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        bool IsGone(RunFolder folder) =>
            First(folder, _ => { }) is { } first
            && first.Is<RunStarted>()
            && first.Text("repository") is { } place
            && !present.GetOrAdd(place, Directory.Exists);

        return
        [
            .. store
                .All()
                .AsParallel()
                .AsOrdered()
                .Where(IsGone)
                .Select(folder => Look(folder).State)
                .Where(state => state is { Started: not null, State: not "done", IsUndone: false })
                .Select(state => (state!.Run, state.Started!))
                .OrderBy(run => run.Run, StringComparer.Ordinal),
        ];
    }

    /// <summary>The folder of the run with an id, or of the newest run of a repository when the id is null.</summary>
    /// <param name="id">The run, or null.</param>
    /// <param name="repository">The repository, or null.</param>
    /// <param name="warn">Told of runs that cannot be read, where the newest is asked for: one of them may be it.</param>
    /// <exception cref="ProblemException">There is none.</exception>
    public RunFolder Locate(string? id, RepositoryPlace? repository, Action<Problem> warn)
    {
        if (id is null)
        {
            return Begun(repository, warn).LastOrDefault()
                ?? throw new ProblemException(
                    new Problem("run.none", "this repository has no run") { Remedy = "Start one with `ashlar run`" }
                );
        }

        if (store.Find(id) is { } folder)
        {
            return folder;
        }

        var known = store.All().Select(run => run.Id).TakeLast(5).Reverse().ToList();
        throw new ProblemException(
            new Problem("run.unknown", $"there is no run {id}")
            {
                Remedy =
                    known.Count == 0
                        ? "Start one with `ashlar run`"
                        : $"The newest are {string.Join(", ", known)}; `ashlar status` lists this repository's",
            }
        );
    }

    /// <summary>The runs that have begun, oldest first; of each no more than the first entry is read.</summary>
    /// <param name="repository">The repository, or null for all.</param>
    /// <param name="warn">Told of each run whose first entry cannot be read.</param>
    private IEnumerable<RunFolder> Begun(RepositoryPlace? repository, Action<Problem> warn) =>
        store
            .All()
            .Select(folder => (Folder: folder, Start: First(folder, warn)))
            .Where(run => run.Start is { } start && start.Is<RunStarted>() && repository?.Holds(start) != false)
            .OrderBy(run => run.Start!.At)
            .ThenBy(run => run.Folder.Id, StringComparer.Ordinal)
            .Select(run => run.Folder);

    private Entry? First(RunFolder folder, Action<Problem> warn)
    {
        try
        {
            var first = folder.Record.First();
            if (first is null && !store.IsPlanned(folder))
            {
                warn(RunReading.Trouble(folder, RunReading.Unbegun(folder)) with { Warning = true });
            }

            if (first is not null && first.Run != folder.Id)
            {
                warn(
                    RunReading.Trouble(folder, $"its journal is that of the run {first.Run}") with
                    {
                        Warning = true,
                        Remedy = "Move its folder away; runs of other machines are read with `ashlar replay FILE` from their export",
                    }
                );
                return null;
            }

            return first;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            if (!store.IsPlanned(folder))
            {
                warn(RunReading.Trouble(folder, RunReading.Why(trouble)) with { Warning = true });
            }

            return null;
        }
    }
}
