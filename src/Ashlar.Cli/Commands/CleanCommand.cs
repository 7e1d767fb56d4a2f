using System.CommandLine;
using System.Globalization;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar clean</c>: removes worktrees and scratch space of ended runs. Journals, artifacts and kept work stay.</summary>
internal static class CleanCommand
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask; needed without a terminal" };
        var command = new Command(
            "clean",
            "Removes worktrees and scratch space of ended runs of all repositories, saying first what.\n\nExample: ashlar clean --yes"
        )
        {
            yes,
        };
        globals.SetAction(
            command,
            async (parse, io, cancellation) => await CleanAsync(parse.GetValue(yes), io, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    private static async Task<int> CleanAsync(bool yes, CommandIo io, CancellationToken cancellation)
    {
        var catalog = StatePlace.CatalogOf(io);
        await catalog.ClearAsync(io.Clock, cancellation).ConfigureAwait(false);
        var runs = catalog.Runs(null, io.Warn).Where(run => Remains(run.Folder).Any()).ToList();
        var ended = runs.Where(run => run.IsWhole && HasEnded(run.State) && !run.Folder.Record.IsHeld).ToList();
        if (io.Json && !yes)
        {
            throw Confirmation.Missing();
        }

        Show(ended, runs.Except(ended).ToList(), io);
        if (ended.Count == 0)
        {
            return 0;
        }

        if (!yes && !Confirmation.Ask(io, "Remove them?"))
        {
            io.Line("Nothing was removed.");
            return 0;
        }

        foreach (var (folder, state, _) in ended)
        {
            // Taken while it is removed, so that a run that is resumed at this moment keeps its place.
            using var held = await folder.Record.TryTakeAsync(io.Clock, cancellation).ConfigureAwait(false);
            if (held is not null)
            {
                await RemoveAsync(folder, state, io.Programs, cancellation).ConfigureAwait(false);
            }
        }

        if (!io.Json)
        {
            io.Line("Removed. Journals, artifacts and kept work (`ashlar status RUN` names it) are still there.");
        }

        return 0;
    }

    /// <summary>Whether nothing can continue in the run's worktrees: what failed is kept in git, and a retry begins again.</summary>
    private static bool HasEnded(RunState run) =>
        run.State is "done" || run.IsUndone || (run.State is "failed" && run.Tasks.All(task => task.State is not ("running" or "waiting")));

    private static IEnumerable<string> Remains(RunFolder folder) =>
        new[] { folder.WorktreesPath, folder.ScratchPath }.Where(Directory.Exists);

    private static void Show(
        IReadOnlyList<(RunFolder Folder, RunState State, bool IsWhole)> ended,
        IReadOnlyList<(RunFolder Folder, RunState State, bool IsWhole)> open,
        CommandIo io
    )
    {
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartArray();
                foreach (var (folder, state, _) in ended)
                {
                    json.WriteStartObject();
                    json.WriteString("run", folder.Id);
                    json.WriteString("state", state.State);
                    json.WriteNumber("bytes", Remains(folder).Sum(Size));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        foreach (var (folder, state, _) in ended)
        {
            io.Line($"{folder.Id}  {state.State}  {SizeText(Remains(folder).Sum(Size)), 9}  {string.Join(", ", Remains(folder))}");
        }

        foreach (var (folder, state, isWhole) in open)
        {
            io.Line(
                isWhole
                    ? $"{folder.Id}  {state.State}: left alone, it can continue there"
                    : $"{folder.Id}  its journal is damaged: left alone"
            );
        }

        if (ended.Count == 0)
        {
            io.Line("There is nothing to remove.");
        }
    }

    private static string SizeText(long bytes) =>
        bytes >= 1e6
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1e3):0} KB");

    private static long Size(string path) => new DirectoryInfo(path).EnumerateFiles("*", Everything).Sum(file => file.Length);

    private static async Task RemoveAsync(RunFolder folder, RunState state, HostPrograms programs, CancellationToken cancellation)
    {
        if (Directory.Exists(folder.WorktreesPath))
        {
            try
            {
                var repository = await Repository
                    .FindAsync(state.Started!.Repository, programs, cancellation, needsCommit: false)
                    .ConfigureAwait(false);
                foreach (var worktree in Directory.EnumerateDirectories(folder.WorktreesPath).ToList())
                {
                    new Worktree(repository, worktree).Remove();
                }
            }
            catch (ProblemException trouble) when (trouble.Problems[0].Code is "repository.none" or "repository.refused")
            {
                // The repository is gone, and git's own record of the worktree with it.
            }

            FolderRemoval.Delete(folder.WorktreesPath);
        }

        FolderRemoval.Delete(folder.ScratchPath);
    }
}
