using System.Text;
using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Dotnet;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>One gate made ready to run: the shell line with everything that brings out its result, and the reader of that result.</summary>
internal sealed record GatePlan
{
    /// <summary>The line for the sandbox.</summary>
    public required string Line { get; init; }

    /// <summary>The command understood.</summary>
    public required GateCommand Command { get; init; }

    /// <summary>The reader.</summary>
    public required IResultReader Reader { get; init; }

    /// <summary>The name of the result file, or folder of result files, in the folder of results; null when the text is read.</summary>
    public string? Results { get; init; }

    /// <summary>The watch on the runner, or null where none can be set.</summary>
    public RunnerWatch? Watch { get; init; }

    /// <summary>A pattern of result files in the checkout, which the command writes by itself; null for none.</summary>
    public string? Glob { get; init; }

    /// <summary>What the names of result files in a folder end with; empty for all.</summary>
    public string ResultsEnding { get; init; } = "";

    /// <summary>
    /// Makes a plan. <paramref name="token"/> names the result file; <paramref name="focus"/> is for a run on the task base.
    /// </summary>
    public static GatePlan Of(GateSetting gate, GateWorld world, string token, GateFocus? focus = null)
    {
        var command = GateScripts.Resolve(gate.Run, world.Mounts.Root);
        var reader = ReaderCatalog.For(gate.Results, command);
        if (reader is JUnitReader && !HasSlot(gate) && gate.ResultFiles is null && NodeReport.Reads(command.Kind))
        {
            reader = new NodeReader("junit");
        }

        var isFolder = reader is NodeReader or TrxReader && !HasSlot(gate);
        var name = $"ashlar-results-{token}{(isFolder ? "" : reader.Name == "sarif" ? ".sarif" : ".xml")}";
        var shown = $"{world.ResultsShown}/{name}";
        var set = new StringBuilder();
        var line = gate.Run;
        var reads = true;
        if (gate.ResultFiles is null && HasSlot(gate))
        {
            line = line.Replace("{results}", shown, StringComparison.Ordinal);
        }
        else if (gate.ResultFiles is null && reader is NodeReader)
        {
            line = GateScripts.Reporting(gate.Run, world.Mounts.Root, shown, focus?.Files) ?? line;
            focus = null;
        }
        else if (gate.ResultFiles is null)
        {
            reads = Own(command, reader, Addopts(gate, world), set, shown, world.Mounts.Root, ref line);
        }

        if (focus is not null && CanBeRestricted(command))
        {
            line += string.Concat(focus.Files.Select(file => " " + ShellWords.Quote(file)));
        }

        var watch = RunnerWatch.Of(gate, command, world, token);
        return new GatePlan
        {
            Line = watch?.Line + set.Append(line),
            Watch = watch,
            Command = command,
            Reader = reader,
            Results = reads ? name : null,
            Glob = gate.ResultFiles,
            ResultsEnding = reader is TrxReader ? ".trx" : "",
        };
    }

    /// <summary>Makes the tool write its result where Ashlar reads it; false when only its text is read.</summary>
    private static bool Own(
        GateCommand command,
        IResultReader reader,
        string given,
        StringBuilder set,
        string shown,
        string root,
        ref string line
    )
    {
        switch (reader.Name)
        {
            case "junit" when command.Kind is GateKind.Pytest or GateKind.Other:
                // One file that cannot be collected must not keep the others from running.
                set.Append(
                    $"export PYTEST_ADDOPTS={ShellWords.Quote(given)}\"--continue-on-collection-errors --junitxml='{shown}' -o junit_family=xunit1 -o cache_dir='{shown}.cache'\"; "
                );
                return true;
            case "trx" when command.Kind == GateKind.DotnetTest && command.OptionsAt > 0:
                line = line.Insert(command.OptionsAt, $" --logger trx --results-directory \"{shown}\"");
                return true;
            case "gotest" when command.Kind == GateKind.GoTest && command.OptionsAt > 0:
                line = line.Insert(command.OptionsAt, " -json");
                return false;
            case "unittest" when command.Kind is GateKind.Unittest or GateKind.DjangoTest && command.OptionsAt > 0:
                line = Verbose(command, line);
                return false;
            case "junit" or "trx":
                return true;
            default:
                line = GateScripts.Checking(line, root);
                return false;
        }
    }

    /// <summary>Every test is named only with <c>-v</c> (Django: <c>-v 2</c>).</summary>
    private static string Verbose(GateCommand command, string line)
    {
        var told = command.Words.Any(word =>
            word.StartsWith("--verbos", StringComparison.Ordinal) || (word.StartsWith("-v", StringComparison.Ordinal) && word.Length <= 3)
        );
        return told ? line : line.Insert(command.OptionsAt, command.Kind == GateKind.DjangoTest ? " -v 2" : " -v");
    }

    /// <summary>What the user's own environment gives pytest; ours joins it.</summary>
    private static string Addopts(GateSetting gate, GateWorld world) =>
        gate.Environment.TryGetValue("PYTEST_ADDOPTS", out var own) && own.Value is { } value ? value + " "
        : world.Environment.TryGetValue("PYTEST_ADDOPTS", out var all) ? all + " "
        : "";

    /// <summary>Files can be appended to a plain pytest line that names none of its own.</summary>
    private static bool CanBeRestricted(GateCommand command) =>
        command is { Kind: GateKind.Pytest, OptionsAt: > 0 }
        && ShellWords.Commands(command.Line).Count == 1
        && command.Words.Skip(1).All(word => word.StartsWith('-'));

    private static bool HasSlot(GateSetting gate) => gate.Run.Contains("{results}", StringComparison.Ordinal);
}

/// <summary>A run on the task base, about a task's own test files.</summary>
/// <param name="Files">The files; pytest is restricted to them where its line allows.</param>
internal sealed record GateFocus(IReadOnlyList<string> Files);
