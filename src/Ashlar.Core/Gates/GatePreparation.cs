using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates;

/// <summary>Gates checked before anything starts: whether their programs are there, and what to do where they are not.</summary>
/// <param name="Gates">The gates to run.</param>
/// <param name="Problems">Programs that are missing; with any, a run must not start (exit 2).</param>
/// <param name="Notes">What was changed or left out, one sentence each.</param>
public sealed record GatePreparation(IReadOnlyList<GateSetting> Gates, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>What the gates test.</summary>
    /// <param name="root">The repository's folder.</param>
    public GateCoverage Coverage(string root) => GateCoverage.Of([.. Gates, .. Unable], root);

    /// <summary>The gates of which only the exit code is read.</summary>
    public IReadOnlyList<string> ExitOnly { get; init; } = [];

    /// <summary>Programs that are not installed, each with what follows from it: <c>uv (its gates run without it)</c>.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Packages with tests that none of the gates runs.</summary>
    public IReadOnlyList<UncoveredPart> Uncovered { get; init; } = [];

    /// <summary>The gates that the problems are about, in their order.</summary>
    public IReadOnlyList<GateSetting> Unable { get; init; } = [];

    /// <summary>
    /// Looks for every gate's program where the gate will run. A runner named in prose (<c>uv run</c>, <c>docker-compose exec web</c>) that
    /// is missing is left out when the tool itself is there; of a configured gate only one that chooses an environment of Python. A linter that was only detected and is missing is left out; every other
    /// missing program is a problem.
    /// </summary>
    /// <param name="selection">The gates.</param>
    /// <param name="world">Where they run.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <param name="isInstalledLater">Whether set-up commands run first, which may install packages.</param>
    /// <exception cref="CommandStartException">The sandbox does not start.</exception>
    public static async Task<GatePreparation> OfAsync(
        GateSelection selection,
        GateWorld world,
        CancellationToken cancellationToken,
        bool isInstalledLater = false
    )
    {
        var present = await GateProbe.PresentAsync(selection.Gates, world, cancellationToken).ConfigureAwait(false);
        var gates = new List<GateSetting>();
        var problems = new List<Problem>();
        var unable = new List<GateSetting>();
        var notes = new List<string>(selection.Notes);
        var absent = new List<string>();
        foreach (var gate in selection.Gates)
        {
            if (NodePrograms.Of(gate, new RepositoryFiles(world.Mounts.Root, StackCatalog.All)) is { } node)
            {
                Node(gate, node);
                continue;
            }

            var command = StackCatalog.All.Parse(gate.Run);
            var runner = command.Wrapper?.Split(' ')[0];
            var needed = GateProbe.Needed(command);
            var missing = needed.FirstOrDefault(program => !present.Contains(program));
            if (runner is not null && !present.Contains(runner))
            {
                if ((selection.Origin != GateOrigin.Configured || PythonWords.IsRunner(runner)) && missing is null)
                {
                    var without = gate.Run.Remove(command.WrapperStart, command.ToolStart - command.WrapperStart);
                    notes.Add($"{gate.Name}: {runner} is not there, {needed[0]} is: the gate runs as `{without}`");
                    absent.Add($"{runner} (gates run without it: `{without}`)");
                    gates.Add(gate with { Run = without });
                    continue;
                }

                missing = runner;
            }
            else if (runner is not null)
            {
                // What is behind a runner that is there, is the runner's affair.
                missing = null;
            }

            if (missing is null || (selection.Origin == GateOrigin.Criterion && missing != runner && !IsForeign(missing)))
            {
                gates.Add(gate);
            }
            else if (IsDetected(gate) && !GateFinder.IsTest(gate, world.Mounts.Root))
            {
                notes.Add(
                    $"{gate.Name}: {missing} is configured here but not installed, so it is not a gate of this run ({StackCatalog.All.Remedy(missing)})"
                );
                absent.Add(missing);
            }
            else
            {
                problems.Add(Missing(gate, missing));
                unable.Add(gate);
            }
        }

        var opaque = gates.Where(gate => IsOpaque(gate, world.Mounts.Root)).ToList();
        if (selection.Origin != GateOrigin.Criterion)
        {
            notes.AddRange(opaque.Select(gate => $"{gate.Name}: only the exit code of `{gate.Run}` is read"));
        }

        notes.AddRange(
            gates
                .Where(gate => GateFinder.IsTest(gate, world.Mounts.Root))
                .Select(gate => (gate.Name, Why: RunnerWatch.Unwatched(gate, StackCatalog.All.Resolve(gate.Run, world.Mounts.Root), world)))
                .Where(gate => gate.Why is not null)
                .Select(gate => $"{gate.Name}: {gate.Why}")
        );
        return new GatePreparation(gates, problems, notes)
        {
            Unable = unable,
            ExitOnly = [.. opaque.Select(gate => gate.Name)],
            Absent = [.. absent.Distinct(StringComparer.Ordinal)],
        };

        bool IsDetected(GateSetting gate) =>
            selection.Origin == GateOrigin.Detected || selection.Gates.TakeLast(selection.Detected).Contains(gate);

        void Node(GateSetting gate, NodePrograms programs)
        {
            var missing = isInstalledLater ? null : programs.Needed.FirstOrDefault(program => !present.Contains(program));
            if (missing is null)
            {
                gates.Add(gate);
            }
            else if (IsDetected(gate) && !GateFinder.IsTest(gate, world.Mounts.Root))
            {
                notes.Add($"{gate.Name}: {missing} is not installed, so it is not a gate of this run ({programs.Remedy(missing)})");
                absent.Add(missing);
            }
            else
            {
                problems.Add(Missing(gate, missing) with { Remedy = programs.Remedy(missing) });
                unable.Add(gate);
            }
        }
    }

    /// <summary>Whether nothing but a gate's exit code is read.</summary>
    internal static bool IsOpaque(GateSetting gate, string root) =>
        StackCatalog.All.Reader(gate.Results, StackCatalog.All.Resolve(gate.Run, root)) is ExitReader;

    /// <summary>Whether a program is a tool of others; what no stack knows, the work itself may bring.</summary>
    private static bool IsForeign(string program) => StackCatalog.All.Any(stack => stack.Remedy(program) is not null);

    private static Problem Missing(GateSetting gate, string program) =>
        new("gate.program-missing", $"the gate \"{gate.Name}\" needs {program}, which is not installed")
        {
            Path = gate.SourcePath,
            Line = gate.SourceLine,
            Observed = gate.Run,
            Remedy = StackCatalog.All.Remedy(program),
        };
}
