using Ashlar.Core.Gates.Detection;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates;

/// <summary>The gates of a run and where they come from.</summary>
/// <param name="Gates">The gates, formatters first, then linters, then tests.</param>
/// <param name="Origin">Where they come from.</param>
public sealed record GateSelection(IReadOnlyList<GateSetting> Gates, GateOrigin Origin)
{
    /// <summary>How many of the gates, the last ones, the repository's files show beside those of another origin.</summary>
    public int Detected { get; init; }

    /// <summary>What a reader of the selection should know, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the gates test.</summary>
    /// <param name="root">The repository's folder.</param>
    public GateCoverage Coverage(string root) => GateCoverage.Of(Gates, root);
}

/// <summary>Where gates come from.</summary>
public enum GateOrigin
{
    /// <summary>The configuration.</summary>
    Configured,

    /// <summary>The agent's or a document's own words.</summary>
    Prose,

    /// <summary>The repository's files.</summary>
    Detected,

    /// <summary>The acceptance criteria of a task.</summary>
    Criterion,
}

/// <summary>Finds the gates that a repository names by its own configuration, and chooses between sources.</summary>
public static class GateFinder
{
    /// <summary>
    /// Configured gates replace all others; those named in prose replace detected ones of the same kind, and leave the rest.
    /// </summary>
    /// <param name="configured">Gates of the configuration; null when it has no <c>gates</c>. An empty list means none at all.</param>
    /// <param name="prose">Gates that the prompt or documents name.</param>
    /// <param name="root">The repository's folder.</param>
    /// <param name="python">The project's Python, or null.</param>
    public static GateSelection Select(
        IReadOnlyList<GateSetting>? configured,
        IReadOnlyList<GateSetting> prose,
        string root,
        Interpreter? python
    )
    {
        if (configured is not null)
        {
            return new GateSelection(configured, GateOrigin.Configured);
        }

        var detected = Detect(root, python);
        if (prose.Count == 0)
        {
            return new GateSelection(detected, GateOrigin.Detected)
            {
                Notes = UntakenCommands.Of(new RepositoryFiles(root, StackCatalog.All), detected),
            };
        }

        var aimed = prose.Select(new ProseTargets(detected, root).Of).ToList();
        var left = detected.Where(gate => !aimed.Exists(one => Replaces(one.Gate, gate, root))).ToList();
        return new GateSelection(Unique([.. aimed.Select(one => one.Gate), .. left]), GateOrigin.Prose)
        {
            Detected = left.Count,
            Notes =
            [
                .. aimed.Select(one => one.Note).OfType<string>(),
                .. left.Select(gate =>
                    $"{gate.Name}: `{gate.Run}` is a gate too: the repository shows it, and none of the gates that the agent names does the same"
                ),
            ],
        };
    }

    /// <summary>Whether a gate from prose stands in for one that the repository shows: the same tool, or tests of the same ecosystem.</summary>
    private static bool Replaces(GateSetting named, GateSetting shown, string root)
    {
        var (first, second) = (StackCatalog.All.Resolve(named.Run, root), StackCatalog.All.Resolve(shown.Run, root));
        return first.Tool == StackTool.Unknown
            ? named.Run == shown.Run
            : first.Tool == second.Tool
                || (first.IsTest && second.IsTest && StackCatalog.All.Of(first.Tool) == StackCatalog.All.Of(second.Tool));
    }

    /// <summary>Whether a gate reads tests.</summary>
    public static bool IsTest(GateSetting gate, string root) => StackCatalog.All.ReadsTests(gate, root);

    /// <summary>
    /// The gates that the repository's own files show, each with the file and line that shows it. Linters only where they are
    /// configured; nothing that publishes, deploys or needs the network.
    /// </summary>
    public static IReadOnlyList<GateSetting> Detect(string root, Interpreter? python)
    {
        var files = new RepositoryFiles(root, StackCatalog.All);
        var found = new List<GateSetting>();
        foreach (var stack in StackCatalog.All.Where(stack => !stack.IsEntry))
        {
            found.AddRange(stack.Gates(new GateSearch(files, python) { Found = found }));
        }

        foreach (var gate in ToldGates.Find(files))
        {
            // A told line only where nothing closer to the tool shows the same tool.
            if (!found.Exists(known => SameTool(known, gate, root)))
            {
                found.Add(gate);
            }
        }

        foreach (var stack in StackCatalog.All.Where(stack => stack.IsEntry && !found.Exists(gate => IsTest(gate, root))))
        {
            found.AddRange(stack.Gates(new GateSearch(files, python) { Found = found }));
        }

        foreach (var stack in StackCatalog.All)
        {
            found.AddRange(stack.GatesWithoutTests(new GateSearch(files, python) { Found = found }));
        }

        return Unique([.. found.OrderBy(gate => Rank(gate, root))]);
    }

    /// <summary>How tests of this repository could be run by a command whose result is read: an example for a person.</summary>
    public static string Example(string root, IReadOnlyList<GateSetting> gates)
    {
        var project = new NodeProject(new RepositoryFiles(root, StackCatalog.All));
        if (project.Of("") is not { } package)
        {
            return "pytest -q";
        }

        var runner = ((string[])["vitest", "jest", "mocha", "ava", "tap", "tape", "uvu"]).FirstOrDefault(package.Dependencies.Contains);
        return runner is not null ? $"npx {runner}{(runner == "vitest" ? " run" : "")}"
            : gates.FirstOrDefault(gate => gate.Name == "node-tests") is { } opaque ? $"{opaque.Run}, results: exit"
            : "node --test";
    }

    private static bool SameTool(GateSetting known, GateSetting gate, string root)
    {
        var (first, second) = (StackCatalog.All.Resolve(known.Run, root), StackCatalog.All.Parse(gate.Run));
        return first.Tool == second.Tool || (first.IsTest && second.IsTest);
    }

    private static int Rank(GateSetting gate, string root) =>
        IsTest(gate, root)
            ? 2
            : StackCatalog.All.Resolve(gate.Run, root).Tool.Use switch
            {
                ToolUse.Format => 0,
                ToolUse.Tests => 2,
                _ => 1,
            };

    private static List<GateSetting> Unique(IReadOnlyList<GateSetting> gates)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var unique = new List<GateSetting>();
        foreach (var gate in gates)
        {
            var name = gate.Name;
            for (var number = 2; !names.Add(name); number++)
            {
                name = $"{gate.Name}-{number}";
            }

            unique.Add(gate with { Name = name });
        }

        return unique;
    }
}
