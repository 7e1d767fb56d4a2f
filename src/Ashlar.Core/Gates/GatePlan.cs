using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Dotnet;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

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

    /// <summary>Why no watch is set, in plain words.</summary>
    public string? Unwatched { get; init; }

    /// <summary>A pattern of result files in the checkout, which the command writes by itself; null for none.</summary>
    public string? Glob { get; init; }

    /// <summary>What the names of result files in a folder end with; empty for all.</summary>
    public string ResultsEnding { get; init; } = "";

    /// <summary>
    /// Makes a plan. <paramref name="token"/> names the result file; <paramref name="focus"/> is for a run on the task base.
    /// </summary>
    public static GatePlan Of(GateSetting gate, GateWorld world, string token, GateFocus? focus = null)
    {
        var command = StackCatalog.All.Resolve(gate.Run, world.Mounts.Root);
        var reader = StackCatalog.All.Reader(gate.Results, command);
        var slot = HasSlot(gate);
        var place = $"{world.ResultsShown}/ashlar-results-{token}";
        var line = gate.Run;
        var ending = Ending(reader, slot);
        var files = !slot && reader is TrxReader ? ".trx" : "";
        if (gate.ResultFiles is null && slot)
        {
            line = line.Replace("{results}", place + ending, StringComparison.Ordinal);
        }

        var request = new ReportRequest
        {
            Command = slot ? StackCatalog.All.Parse(line) : command,
            Results = reader.Name,
            Repository = new RepositoryFiles(world.Mounts.Root, StackCatalog.All),
            Place = slot || gate.ResultFiles is not null ? null : place,
            Files = focus?.Files,
            Watch = RunnerWatch.NodeFolder(world),
            Variable = name => gate.Environment.TryGetValue(name, out var own) ? own.Value : world.Environment.GetValueOrDefault(name),
        };
        var glob = gate.ResultFiles;
        if (StackCatalog.All.Report(request) is { } told)
        {
            glob ??= told.Glob;
            line = told.Line;
            reader = told.Reader ?? reader;
            ending = request.Place is null ? ending : told.Ending;
            files = request.Place is null ? files : told.FileEnding;
        }

        var watch = RunnerWatch.Of(gate, command, world, token);
        return new GatePlan
        {
            Line = watch?.Line + line,
            Watch = watch,
            Unwatched = watch is null ? RunnerWatch.Unwatched(gate, command, world) : null,
            Command = command,
            Reader = reader,
            Results = ending is null ? null : $"ashlar-results-{token}{ending}",
            Glob = glob,
            ResultsEnding = files,
        };
    }

    /// <summary>Where a line that Ashlar leaves as it is may write its result: a file, a folder (empty), or nowhere.</summary>
    private static string? Ending(IResultReader reader, bool slot) =>
        reader is NodeReader ? ""
        : !slot && reader is TrxReader ? ""
        : slot && reader.Name == "sarif" ? ".sarif"
        : slot || reader.Name == "junit" ? ".xml"
        : null;

    private static bool HasSlot(GateSetting gate) => gate.Run.Contains("{results}", StringComparison.Ordinal);
}

/// <summary>A run on the task base, about a task's own test files.</summary>
/// <param name="Files">The files; pytest is restricted to them where its line allows.</param>
internal sealed record GateFocus(IReadOnlyList<string> Files);
