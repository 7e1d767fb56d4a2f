using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>The runs of a store, and where they stand.</summary>
/// <param name="store">Where they are kept.</param>
public sealed class RunCatalog(IRunStore store)
{
    /// <summary>The runs of a repository, oldest first; of all repositories when it is null.</summary>
    /// <param name="repository">The repository, or null.</param>
    /// <param name="warn">Told of each run that cannot be read; it is left out, and the others are not.</param>
    public IReadOnlyList<(RunFolder Folder, RunState State)> Runs(string? repository, Action<Problem> warn)
    {
        var runs = new List<(RunFolder, RunState)>();
        foreach (var (folder, state, problems) in Begun(repository, warn).AsParallel().AsOrdered().Select(Look))
        {
            foreach (var problem in problems)
            {
                warn(problem with { Warning = true });
            }

            if (state is not null)
            {
                runs.Add((folder, state));
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
            return (folder, Read(folder, content), content.Damage is { } damage ? [damage with { Path = folder.Record.Place }] : []);
        }
        catch (ProblemException unreadable)
        {
            return (folder, null, unreadable.Problems);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return (folder, null, [Trouble(folder, trouble.Message)]);
        }
    }

    /// <summary>Removes what was left by processes that were killed while they planned a run or tried gates.</summary>
    public Task ClearPlansAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        new Leavings().ClearPlansAsync(store, clock, cancellationToken);

    /// <summary>The ids of the runs that a process of this machine works on.</summary>
    public IReadOnlyList<string> HeldBy(int process) =>
        [.. store.All().Where(folder => folder.Record.Owner == process && folder.Record.IsHeld).Select(folder => folder.Id)];

    /// <summary>The run with an id, or the newest run of a repository when the id is null, and where it stands.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public (RunFolder Folder, RunState State) Find(string? id, string? repository)
    {
        var folder = Locate(id, repository);
        return (folder, Read(folder));
    }

    /// <summary>The folder of the run with an id, or of the newest run of a repository when the id is null.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public RunFolder Locate(string? id, string? repository)
    {
        if (id is null)
        {
            return Begun(repository).LastOrDefault()
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
    /// <param name="warn">Told of each run whose first entry cannot be read; null where nobody asks for all.</param>
    private IEnumerable<RunFolder> Begun(string? repository, Action<Problem>? warn = null) =>
        store
            .All()
            .Select(folder => (Folder: folder, Start: First(folder, warn)))
            .Where(run =>
                run.Start is { } start
                && start.Is<RunStarted>()
                && (repository is null || string.Equals(start.Text("repository"), repository, StringComparison.Ordinal))
            )
            .OrderBy(run => run.Start!.At)
            .ThenBy(run => run.Folder.Id, StringComparer.Ordinal)
            .Select(run => run.Folder);

    private static Entry? First(RunFolder folder, Action<Problem>? warn)
    {
        try
        {
            var first = folder.Record.First();
            if (first is null && folder.Record.HasBegun)
            {
                warn?.Invoke(Trouble(folder, "its first entry is damaged") with { Warning = true });
            }

            if (first is not null && first.Run != folder.Id)
            {
                warn?.Invoke(
                    Trouble(folder, $"its journal is that of the run {first.Run}") with
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
            warn?.Invoke(Trouble(folder, trouble.Message) with { Warning = true });
            return null;
        }
    }

    /// <summary>Where a run stands now: as its journal says, except that a run whose process is gone is interrupted.</summary>
    /// <exception cref="ProblemException">Another form of Ashlar wrote it, or it cannot be read; exit status 1.</exception>
    public static RunState Read(RunFolder folder)
    {
        try
        {
            return Read(folder, folder.Record.Read());
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, trouble.Message);
        }
    }

    /// <summary>The same by what was read of its journal.</summary>
    /// <exception cref="ProblemException">Another form of Ashlar wrote it; exit status 1.</exception>
    public static RunState Read(RunFolder folder, JournalContent content)
    {
        var state = Fold(folder, content);
        foreach (var answer in folder.Record.Answers)
        {
            state.Answer(answer);
        }

        if (string.Equals(state.State, "running", StringComparison.Ordinal) && !folder.Record.IsHeld)
        {
            state.Interrupt();
        }

        return state;
    }

    private static RunState Fold(RunFolder folder, JournalContent content)
    {
        try
        {
            var state = RunState.Of(content.Entries);
            return state.Started is { Version: not RunStarted.Present and var form }
                ? throw Unreadable(folder, $"it was recorded in form {form}, this version reads form {RunStarted.Present}")
                : state;
        }
        catch (Exception trouble)
            when (trouble
                    is System.Text.Json.JsonException
                        or ArgumentException
                        or InvalidOperationException
                        or NullReferenceException
                        or KeyNotFoundException
            )
        {
            throw Unreadable(folder, "its entries have another form");
        }
    }

    private static ProblemException Unreadable(RunFolder folder, string why) => new(Trouble(folder, why), exitStatus: 1);

    private static Problem Trouble(RunFolder folder, string why) =>
        new("run.unreadable", $"the run {folder.Id} cannot be read: {why}")
        {
            Path = folder.Record.Place,
            Remedy = "Read it with the version of Ashlar that wrote it, or move its folder away",
        };
}
