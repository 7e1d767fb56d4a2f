using System.Text;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Watching;

/// <summary>
/// A watch on the processes that run the tests: what watches is loaded from a folder of Ashlar's before anything of the repository, tells on a
/// sealed channel what the runner reported and how it ended, and shows it tests that must fail. Within one process it can be got around with
/// effort; it bars what costs little.
/// </summary>
internal sealed class RunnerWatch
{
    private const int KeyCount = 512;

    private readonly WatchKeys keys = new(KeyCount);
    private readonly string name;
    private readonly WatchedRunner watched;

    private RunnerWatch(string name, WatchedRunner runner, string line)
    {
        this.name = name;
        watched = runner;
        Line = line;
    }

    /// <summary>Shell text in front of the command.</summary>
    public string Line { get; }

    /// <summary>Writes what runners load into the folder that commands see and cannot write.</summary>
    public static void LayOut(string provided)
    {
        foreach (var (path, text) in PythonWatch.Files.Concat(NodeWatch.Files))
        {
            // Whole or not at all: commands of a run that is being resumed may look for it already.
            var place = Path.Combine(provided, path);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            WholeFile.Write(place, text);
        }
    }

    /// <summary>The folder of what a node runner loads, as shell text for within double quotes; null where commands do not see it.</summary>
    public static string? NodeFolder(GateWorld world) => Shown(world) is { } shown ? $"{shown}/{NodeWatch.Folder}" : null;

    /// <summary>A watch for one attempt; null where none can be set.</summary>
    public static RunnerWatch? Of(GateSetting gate, GateCommand command, GateWorld world, string token)
    {
        if (Shown(world) is not { } shown || world.ResultsShown is not { } results)
        {
            return null;
        }

        var runner = WatchedRunner.Of(gate, command, world.Mounts.Root);
        if (!runner.IsPython && !runner.IsNode)
        {
            return null;
        }

        var folder = $"ashlar-watch-{token}";
        var line = new StringBuilder($"export ASHLAR_WATCH=\"{results}/{folder}\"; ");
        line.Append(runner.IsPython ? PythonWatch.Line(shown) : "").Append(runner.IsNode ? NodeWatch.Line(shown) : "");
        return new RunnerWatch(folder, runner, line.ToString());
    }

    /// <summary>What can be said before anything runs: why a test gate will not be examined from inside, or null.</summary>
    public static string? Unwatched(GateSetting gate, GateCommand command, GateWorld world)
    {
        var runner = WatchedRunner.Of(gate, command, world.Mounts.Root);
        return Reachable(world) is null ? $"{runner.Name} is not examined inside its process: commands do not see what would watch it"
            : runner.IsPython || runner.IsNode ? null
            : runner.NotExamined;
    }

    /// <summary>Lays the keys down; each process of the runner takes one away before it loads any test.</summary>
    public void WriteKeys(string results) => keys.Write(Path.Combine(results, name));

    /// <summary>What the watch has on a run that could be read.</summary>
    /// <param name="results">The folder of results.</param>
    /// <param name="exitCode">The command's exit code.</param>
    /// <param name="tests">What the result file or the output says.</param>
    public WatchReading Read(string results, int? exitCode, TestRun tests)
    {
        var files = new ResultFiles(results);
        var left = files.Count($"{name}/{WatchKeys.Folder}");
        var found = files.Read($"{name}/{WatchKeys.Records}", "").Select(file => WatchRecord.Read(file, keys)).ToList();
        var records = found.OfType<WatchRecord>().ToList();
        if (records.Count > 0)
        {
            return WatchReading.Of(watched, records, keys.Taken(left) - records.Count, exitCode, tests);
        }

        const string Without = "left no record of its own";
        return new WatchReading(
            new Examination(false, $"{watched.Name} is not examined inside its process: it {Without}"),
            watched.IsOwed ? [WatchReading.Finding("absent", $"the tests' runner {Without}: it did not start as it does on the base")] : []
        );
    }

    private static string? Shown(GateWorld world) =>
        Reachable(world) is { } shown && Directory.Exists(Path.Combine(world.Mounts.Provided!, PythonWatch.Folder))
            ? ShellWords.InDoubleQuotes(shown)
            : null;

    // Behind a prefix the folders may be others.
    private static string? Reachable(GateWorld world) =>
        world.Sandbox is HostSandbox { Prefix: not null } || world.Mounts.Provided is null
            ? null
            : world.Sandbox.ShownProvided(world.Mounts);
}
