using System.CommandLine;
using System.Text.Json;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Replays;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar replay</c>: executes a recorded run again and compares.</summary>
internal static class ReplayCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "The run, or the file of an exported one; left out: the newest of this repository",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var judge = new Option<bool>("--judge") { Description = "Only run the gates again, at the commit of each task" };
        var export = new Option<string?>("--export")
        {
            Description = "Only write the run to a file that others can replay",
            HelpName = "FILE",
        };
        var unsafeNoSandbox = new Option<bool>("--unsafe-no-sandbox")
        {
            Description = "Run the commands of the record without a sandbox, as you",
        };
        var command = new Command(
            "replay",
            "Executes a recorded run again, without a model and without touching its branch, and compares.\n\nExamples:\n  ashlar replay --judge\n  ashlar replay --export run.tar.gz && ashlar replay run.tar.gz"
        )
        {
            run,
            judge,
            export,
            unsafeNoSandbox,
        };
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
            {
                var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
                var id = parse.GetValue(run);
                if (parse.GetValue(export) is { } file)
                {
                    return await ExportAsync(place, id, file, io, cancellation).ConfigureAwait(false);
                }

                var (name, source) = await SourceAsync(place, id, io, cancellation).ConfigureAwait(false);
                var replay = new RunReplay(Composition.Surroundings(io, _ => { }), parse.GetValue(unsafeNoSandbox));
                return parse.GetValue(judge)
                    ? Show(name, await replay.JudgeAsync(source, cancellation).ConfigureAwait(false), io)
                    : Show(await replay.RunAsync(source, cancellation).ConfigureAwait(false), io);
            }
        );
        return command;
    }

    private static async Task<(string, ReplaySource)> SourceAsync(StatePlace place, string? id, CommandIo io, CancellationToken ended)
    {
        var file = id is null ? null : Path.GetFullPath(id, io.Directory);
        // A name that is both is a run's, unless the file is an export; a file that is neither is told what it is not.
        if (file is not null && (RunArchive.Is(file) || (File.Exists(file) && !place.Catalog.Has(id!))))
        {
            return (id!, ReplaySource.File(file, place.Repository));
        }

        var (folder, state) = await place.FindWholeAsync(id, io, ended).ConfigureAwait(false);
        return (folder.Id, ReplaySource.Of(folder, Elsewhere(place, state)));
    }

    /// <summary>The repository that the person stands in, where the recorded one is gone.</summary>
    private static string? Elsewhere(StatePlace place, RunState state) =>
        state.Started?.Repository is { } root && GitGround.Of(root)?.Root == root ? null : place.Repository;

    private static async Task<int> ExportAsync(StatePlace place, string? id, string file, CommandIo io, CancellationToken cancellation)
    {
        var (folder, state) = await place.FindWholeAsync(id, io, cancellation).ConfigureAwait(false);
        var path = Path.GetFullPath(file, io.Directory);
        await new RunExport(Composition.Surroundings(io, _ => { }))
            .WriteAsync(folder, path, Elsewhere(place, state), cancellation)
            .ConfigureAwait(false);
        var size = new FileInfo(path).Length;
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("run", folder.Id);
                json.WriteString("path", path);
                json.WriteNumber("bytes", size);
                json.WriteEndObject();
            });
        }
        else
        {
            io.Line($"{folder.Id} is in {file}, {size / 1024} KiB. Replay it anywhere with `ashlar replay {file}`.");
        }

        return 0;
    }

    private static int Show(ReplayResult result, CommandIo io)
    {
        if (io.Json)
        {
            io.WriteJson(json => Write(json, result));
        }
        else
        {
            Print(result, io);
        }

        return result.Differences.Count == 0 ? 0 : 1;
    }

    private static void Print(ReplayResult result, CommandIo io)
    {
        foreach (var output in result.Volatile)
        {
            io.Line($"volatile, {Of(output)}");
        }

        var compared = string.Join(", ", result.Compared.Select(kind => $"{kind.Value} {kind.Key}"));
        if (result.Differences.Count == 0)
        {
            io.Line($"{result.Run}: the same. Compared: {(compared.Length > 0 ? compared : "nothing")}.");
            return;
        }

        io.Line($"{result.Run} differs, first in {Of(result.Differences[0])}");
        // What a task does after it went another way follows from that.
        var shown = io.Verbose ? [.. result.Differences] : result.Differences.DistinctBy(difference => difference.Task).ToList();
        foreach (var difference in shown.Skip(1))
        {
            io.Line($"also in {Of(difference)}");
        }

        if (shown.Count < result.Differences.Count)
        {
            io.Line($"{result.Differences.Count - shown.Count} more in the same tasks after these; -v names them.");
        }

        io.Line($"{result.Differences.Count} differences. Compared: {compared}.");
    }

    private static string Of(ReplayDifference difference)
    {
        var task = difference.Task is null ? "" : $"task {difference.Task}, ";
        var turn = difference.Turn is { } number ? $"turn {number}, " : "";
        return $"{task}{turn}{difference.What}:\n  recorded  {difference.Recorded}\n  now       {difference.Observed}";
    }

    private static void Write(Utf8JsonWriter json, ReplayResult result)
    {
        json.WriteStartObject();
        json.WriteString("run", result.Run);
        json.WriteBoolean("same", result.Differences.Count == 0);
        json.WriteStartObject("compared");
        foreach (var (kind, count) in result.Compared)
        {
            json.WriteNumber(kind.Replace(' ', '_'), count);
        }

        json.WriteEndObject();
        Write(json, "differences", "replay.difference", result.Differences);
        Write(json, "volatile", "replay.volatile", result.Volatile);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string code, IReadOnlyList<ReplayDifference> differences)
    {
        json.WriteStartArray(name);
        foreach (var difference in differences)
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteString("message", $"{difference.What} differs from the record");
            json.WriteString("task", difference.Task);
            if (difference.Turn is { } turn)
            {
                json.WriteNumber("turn", turn);
            }
            else
            {
                json.WriteNull("turn");
            }

            json.WriteString("what", difference.What);
            json.WriteString("expected", difference.Recorded);
            json.WriteString("observed", difference.Observed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static int Show(string run, IReadOnlyList<JudgedGate> gates, CommandIo io)
    {
        var changed = gates.Count(gate => gate.Difference is not null);
        if (io.Json)
        {
            io.WriteJson(json => Write(json, run, gates));
            return changed == 0 ? 0 : 1;
        }

        foreach (var gate in gates)
        {
            var name = $"task {gate.Task} {RunText.Short(gate.Commit)}  gate {gate.Recorded.Name}";
            io.Line(
                gate.Difference is { } difference
                    ? $"{name}: changed\n  recorded  {difference.Recorded}\n  now       {difference.Observed}"
                    : $"{name}: the same, {JudgedGate.Told(gate.Observed)}"
            );
        }

        io.Line(gates.Count == 0 ? $"{run} has no task with a gate to run again." : $"{changed} of {gates.Count} verdicts changed.");
        return changed == 0 ? 0 : 1;
    }

    private static void Write(Utf8JsonWriter json, string run, IReadOnlyList<JudgedGate> gates)
    {
        json.WriteStartObject();
        json.WriteString("run", run);
        json.WriteBoolean("same", gates.All(gate => gate.Difference is null));
        json.WriteStartArray("gates");
        foreach (var gate in gates)
        {
            json.WriteStartObject();
            json.WriteString("task", gate.Task);
            json.WriteString("commit", gate.Commit);
            json.WriteString("gate", gate.Recorded.Name);
            json.WriteBoolean("same", gate.Difference is null);
            json.WriteString("expected", gate.Difference?.Recorded ?? JudgedGate.Told(gate.Recorded));
            json.WriteString("observed", gate.Difference?.Observed ?? JudgedGate.Told(gate.Observed));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
