using Ashlar.Cli.Rendering;
using Ashlar.Core;
using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Stacks.Python;

namespace Ashlar.Cli.Commands;

/// <summary>Whether the programs of the gates are there, looked for where gates run.</summary>
internal static class DoctorGates
{
    private const string Name = "gate tools";

    /// <summary>One check for each gate, or one that says why there is none.</summary>
    /// <param name="root">The repository's folder.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="sandbox">Where gates would run; null when there is none.</param>
    /// <param name="scratch">A folder for the sandbox.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static async Task<IReadOnlyList<DoctorCheck>> CheckAsync(
        string root,
        Configuration configuration,
        BubblewrapSandbox? sandbox,
        string scratch,
        CancellationToken cancellationToken
    )
    {
        if (sandbox is null)
        {
            return [new DoctorCheck(Name, LayerState.Weaker, "not looked for without a sandbox")];
        }

        var mounts = new SandboxMounts
        {
            Root = root,
            ShownRoot = root,
            Writable = [],
            PrivateFolder = Directory.CreateDirectory(Path.Combine(scratch, "gates")).FullName,
        };
        try
        {
            var python = await Interpreter.FindAsync(sandbox, mounts, PythonImports.Of(root), cancellationToken).ConfigureAwait(false);
            var meant = MeantGates.Of(root, configuration, python);
            var provided = Directory.CreateDirectory(Path.Combine(scratch, "provided")).FullName;
            python?.WritePrograms(Path.Combine(provided, SandboxMounts.ProvidedPrograms));
            var world = new GateWorld
            {
                Sandbox = sandbox,
                // Nothing secret is given to what is only looked for.
                Mask = SecretMask.None,
                Mounts = mounts with { Provided = provided },
                Python = python,
            };
            var prepared = await GatePreparation.OfAsync(meant.Selection, world, cancellationToken).ConfigureAwait(false);
            return [.. Checks(prepared, meant, root)];
        }
        catch (CommandStartException trouble)
        {
            return [new DoctorCheck(Name, LayerState.Missing, trouble.Message)];
        }
        catch (ProblemException trouble)
        {
            return [.. trouble.Problems.Select(problem => new DoctorCheck(Name, LayerState.Missing, problem.Message, problem.Remedy))];
        }
    }

    private static IEnumerable<DoctorCheck> Checks(GatePreparation prepared, MeantGates meant, string root)
    {
        foreach (var gate in prepared.Gates)
        {
            yield return new DoctorCheck($"gate {gate.Name}", LayerState.Present, $"{GateLine.Short(gate.Run)} ({GateLine.Source(gate)})");
        }

        foreach (var problem in prepared.Problems)
        {
            yield return new DoctorCheck(Name, LayerState.Missing, problem.Message, problem.Remedy);
        }

        foreach (var note in prepared.Notes)
        {
            yield return new DoctorCheck(Name, LayerState.Weaker, note);
        }

        if (meant.Differing.Count > 0)
        {
            yield return new DoctorCheck(
                Name,
                LayerState.Weaker,
                $"runs with {string.Join(" or ", meant.Differing)} have other gates, which the definition names",
                $"See them with `ashlar gates --agent {meant.Differing[0]}`"
            );
        }

        if (
            meant.Selection.Origin == GateOrigin.Configured
            || prepared.Problems.Count > 0
            || prepared.Gates.Any(gate => GateFinder.IsTest(gate, root))
        )
        {
            yield break;
        }

        yield return new DoctorCheck(
            Name,
            LayerState.Weaker,
            prepared.ExitOnly.Count > 0
                ? $"no gate counts tests: of {string.Join(", ", prepared.ExitOnly)} only the exit code is read"
                : $"no {(prepared.Gates.Count > 0 ? "gate of these runs tests" : "gate is found in the repository")}",
            $"Name one whose tests are read under `gates` in {ConfigurationText.DefaultPath}, such as `{GateFinder.Example(root, prepared.Gates)}`"
        );
    }
}
