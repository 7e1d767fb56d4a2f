using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>A script of Ashlar's own, run by the gates' Python in their sandbox, away from the checkout.</summary>
/// <param name="world">Where gates run.</param>
internal sealed class PythonScript(GateWorld world)
{
    /// <summary>Runs it and returns what it wrote to the file that its second argument names.</summary>
    /// <param name="script">Its text.</param>
    /// <param name="request">What the file that its first argument names holds.</param>
    /// <param name="trouble">What cannot be done when it fails.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandStartException">Python or the sandbox does not start, or the script fails.</exception>
    public async Task<byte[]> RunAsync(byte[] script, byte[] request, string trouble, CancellationToken cancellationToken)
    {
        using var folder = AttemptFolder.Empty(world.Mounts);
        var given = folder.Give("script.py", script);
        _ = folder.Give("in", request);
        var mounts = folder.Nowhere(world.Mounts, world.Python?.Path) with { Provided = given };
        string Shown(string? path, string name) => $"\"{ShellWords.InDoubleQuotes($"{path}/{name}")}\"";
        var (at, results) = (world.Sandbox.ShownProvided(mounts), world.Sandbox.ShownResults(mounts));
        var outcome = await world
            .Sandbox.RunAsync(
                new SandboxCommand
                {
                    Line = $"{Python} -I {Shown(at, "script.py")} {Shown(at, "in")} {Shown(results, "out")}",
                    Mounts = mounts,
                    WorkingDirectory = mounts.ShownRoot,
                    Timeout = TimeSpan.FromMinutes(2),
                    Mask = world.Mask,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return outcome.ExitCode == 0 && new ResultFiles(folder.ResultsPath).Read("out", "") is [var answer]
            ? answer
            : throw new CommandStartException($"{trouble}: {FailureText.LastLine(outcome.Output.Text)}");
    }

    /// <summary>The gates' Python; any other where that lies in a part of the checkout that is not there.</summary>
    private string Python => world.Python is { } known ? $"$(command -v {ShellWords.Quote(known.Path)} || echo python3)" : "python3";
}
