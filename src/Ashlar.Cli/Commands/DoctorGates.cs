using Ashlar.Core.Gates;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
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
            var selection = GateFinder.Select(configuration.Gates, [], root, python);
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
            var prepared = await GatePreparation.OfAsync(selection, world, cancellationToken).ConfigureAwait(false);
            return [.. Checks(prepared, configuration, root)];
        }
        catch (CommandStartException trouble)
        {
            return [new DoctorCheck(Name, LayerState.Missing, trouble.Message)];
        }
    }

    private static IEnumerable<DoctorCheck> Checks(GatePreparation prepared, Configuration configuration, string root)
    {
        foreach (var gate in prepared.Gates)
        {
            yield return new DoctorCheck($"gate {gate.Name}", LayerState.Present, gate.Run);
        }

        foreach (var problem in prepared.Problems)
        {
            yield return new DoctorCheck(Name, LayerState.Missing, problem.Message, problem.Remedy);
        }

        foreach (var note in prepared.Notes)
        {
            yield return new DoctorCheck(Name, LayerState.Weaker, note);
        }

        if (configuration.Gates is null && prepared.Problems.Count == 0 && !prepared.Gates.Any(gate => GateFinder.IsTest(gate, root)))
        {
            yield return new DoctorCheck(
                Name,
                LayerState.Weaker,
                "no test gate is found in the repository",
                $"Name one under `gates` in {ConfigurationText.DefaultPath}, unless the agent's prompt does"
            );
        }
    }
}
