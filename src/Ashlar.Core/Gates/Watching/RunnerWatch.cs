using System.Security.Cryptography;
using System.Text;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Watching;

/// <summary>
/// A watch on the Python process that runs the tests: the runner is loaded from the interpreter's own folders, tells on a channel of
/// Ashlar's what it reported and how it ended, and is shown a test that must fail. Within one process it can be got around with effort; it
/// bars what costs little. Other runners are not examined in this way.
/// </summary>
internal sealed class RunnerWatch
{
    private const string Folder = "python";
    private static readonly string[] Files = ["sitecustomize.py", "ashlar_watch.py"];

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly string name;

    private RunnerWatch(string name, string line)
    {
        this.name = name;
        Line = line;
    }

    /// <summary>Shell text in front of the command.</summary>
    public string Line { get; }

    /// <summary>Writes what Python loads into the folder that commands see and cannot write.</summary>
    public static void LayOut(string provided)
    {
        var folder = Directory.CreateDirectory(Path.Combine(provided, Folder)).FullName;
        foreach (var file in Files)
        {
            using var stream = typeof(RunnerWatch).Assembly.GetManifestResourceStream(file)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            // Whole or not at all: commands of a run that is being resumed may look for it already.
            var fresh = Path.Combine(folder, file + ".new");
            File.WriteAllText(fresh, reader.ReadToEnd());
            File.Move(fresh, Path.Combine(folder, file), overwrite: true);
        }
    }

    /// <summary>A watch for one attempt; null where the command is none that a watch could be set on.</summary>
    public static RunnerWatch? Of(GateSetting gate, GateCommand command, GateWorld world, string token)
    {
        if (
            world.Python is null
            // Behind a prefix the folders may be others.
            || world.Sandbox is HostSandbox { Prefix: not null }
            || world.ResultsShown is not { } results
            || world.Mounts.Provided is not { } provided
            || world.Sandbox.ShownProvided(world.Mounts) is not { } shown
            || !Directory.Exists(Path.Combine(provided, Folder))
            || !IsPlain(gate, command)
        )
        {
            return null;
        }

        var file = $"ashlar-watch-{token}";
        return new RunnerWatch(
            file,
            $"export ASHLAR_WATCH=\"{results}/{file}\" PYTHONPATH=\"{ShellWords.InDoubleQuotes($"{shown}/{Folder}")}${{PYTHONPATH:+:$PYTHONPATH}}\"; "
        );
    }

    /// <summary>Lays the key down; the runner takes it away before it loads any test.</summary>
    public void WriteKey(string results) => File.WriteAllBytes(Path.Combine(results, name + ".key"), key);

    /// <summary>What the watch has against a run that could be read.</summary>
    /// <param name="results">The folder of results.</param>
    /// <param name="exitCode">The command's exit code.</param>
    /// <param name="tests">What the result file or the output says.</param>
    public IReadOnlyList<Finding> Findings(string results, int? exitCode, TestRun tests)
    {
        var files = new ResultFiles(results).Read(name, ".none");
        var record = files.Count == 0 ? null : WatchRecord.Read(files[0], key);
        return record is null
            ? [Finding("absent", "the tests' runner left no record of its own: it did not start as it does on the base")]
            : [.. record.Against(exitCode, tests).Select(trouble => Finding(trouble.Key, trouble.What))];
    }

    /// <summary>One command starts the tests and nothing takes its variables away.</summary>
    private static bool IsPlain(GateSetting gate, GateCommand command)
    {
        var commands = ShellWords.Commands(gate.Run).Select(words => words.Select(word => word.Text).ToList()).ToList();
        return command is { Tool.Name: PythonTools.Pytest or PythonTools.Unittest or PythonTools.Django, Wrapper: null, OptionsAt: > 0 }
            && !gate.Environment.ContainsKey("PYTHONPATH")
            && commands.Count(words => words[0] is not ("cd" or "set" or "export" or "mkdir")) == 1
            && !gate.Run.Contains("PYTHONPATH", StringComparison.Ordinal)
            && !gate.Run.Contains("$(", StringComparison.Ordinal)
            && !commands[^1]
                .TakeWhile(word => word != "-m")
                .Any(word => word is "-I" or "-E" or "-S" or "-s" or "env" || word.StartsWith("-I", StringComparison.Ordinal))
            && (
                PythonTools.IsPython(command.Program)
                || GateTool.Name(command.Program) is "pytest" or "py.test" or "coverage" or "manage.py"
            )
            && !command.Program.Contains('/', StringComparison.Ordinal);
    }

    private static Finding Finding(string key, string what) =>
        new(
            $"watch:{key}",
            $"{what}. Such a run shows nothing. Take out what interferes with it. If the task really requires it, Escalate (question)."
        )
        {
            Rule = "judge",
        };
}
