using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Python;

namespace Ashlar.Core.Gates.Watching;

/// <summary>The watch on Python: a start-up module that is before the interpreter's own.</summary>
internal static class PythonWatch
{
    /// <summary>Its folder below what commands see of Ashlar's.</summary>
    public const string Folder = "python";

    private static readonly string[] Sources = ["sitecustomize.py", "ashlar_watch.py"];

    /// <summary>What is laid out: path and text.</summary>
    public static IEnumerable<(string Path, string Text)> Files => Sources.Select(file => ($"{Folder}/{file}", WatchText.Of(file)));

    /// <summary>Shell text that has every Python load it.</summary>
    /// <param name="shown">The folder as commands see it, for within double quotes.</param>
    public static string Line(string shown) => $"export PYTHONPATH=\"{shown}/{Folder}${{PYTHONPATH:+:$PYTHONPATH}}\"; ";

    /// <summary>One command starts the tests and nothing takes its variables away.</summary>
    public static bool IsPlain(GateSetting gate, GateCommand command)
    {
        var commands = ShellWords.Commands(gate.Run).Select(words => words.Select(word => word.Text).ToList()).ToList();
        return command is { Wrapper: null, OptionsAt: > 0 }
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
}
