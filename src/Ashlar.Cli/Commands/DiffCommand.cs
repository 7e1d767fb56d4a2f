using System.CommandLine;
using System.Text;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar diff</c>: the change of a run or of a task.</summary>
internal static class DiffCommand
{
    private const int Context = 3;

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = RunArgument.Create();
        var task = new Option<string?>("--task") { Description = "Only this task; its kept work when it did not land", HelpName = "ID" };
        var command = new Command("diff", "Shows the change of a run or of one task.\n\nExample: ashlar diff --task 2.0") { run, task };
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
                await ShowAsync(parse.GetValue(run), parse.GetValue(task), io, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    private static async Task<int> ShowAsync(string? id, string? task, CommandIo io, CancellationToken cancellation)
    {
        var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
        var (folder, state) = await place.FindRunAsync(id, io, cancellation).ConfigureAwait(false);
        TaskNames.Check(state, task);
        var repository = await RunRepository
            .FindAsync(folder.Id, state.Started!, io.Programs, io.Directory, cancellation)
            .ConfigureAwait(false);
        var (before, after) = task is null
            ? (state.Started!.Base, state.Head)
            : await TaskRangeAsync(repository, state, task, cancellation).ConfigureAwait(false);
        var diff = new TreeDiff(repository.Git);
        if (io.Json)
        {
            var files = await diff.FilesAsync(before, after, cancellation).ConfigureAwait(false);
            io.WriteJson(json =>
            {
                json.WriteStartArray();
                foreach (var file in files)
                {
                    json.WriteStartObject();
                    json.WriteString("path", file.Path);
                    json.WriteString(
                        "change",
                        file.Kind switch
                        {
                            ChangeKind.Created => "created",
                            ChangeKind.Deleted => "deleted",
                            _ => "modified",
                        }
                    );
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return 0;
        }

        var text = await diff.TextAsync(before, after, Context, cancellation).ConfigureAwait(false);
        io.Line(text.Length == 0 ? "No change." : text);
        return 0;
    }

    private static async Task<(string Before, string After)> TaskRangeAsync(
        Repository repository,
        RunState state,
        string task,
        CancellationToken cancellation
    )
    {
        var progress = state.Tasks.First(one => string.Equals(one.Id, task, StringComparison.Ordinal));
        if (progress.Base is null)
        {
            throw new ProblemException(
                new Problem("task.not-begun", $"the task {task} has not begun") { Remedy = $"See `ashlar status {state.Run}`" }
            );
        }

        if (progress.Commit is not null)
        {
            return (progress.Base, progress.Commit);
        }

        var prefix = $"{KeptWork.Refs(state.Run)}/{RunFolder.FileName(task)}/";
        var kept = await repository
            .Git.RunAsync(["for-each-ref", "--sort=-version:refname", "--count=1", "--format=%(objectname)", prefix], cancellation)
            .ConfigureAwait(false);
        var newest = Encoding.UTF8.GetString(kept.Output).Trim();
        return (progress.Base, newest.Length > 0 ? newest : progress.Base);
    }
}
