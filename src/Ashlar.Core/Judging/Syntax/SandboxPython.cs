using Ashlar.Core.Gates;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Syntax;

/// <summary>The gates' Python, in their sandbox, away from the checkout.</summary>
/// <param name="world">Where gates run.</param>
public sealed class SandboxPython(GateWorld world) : IPythonSyntax
{
    /// <inheritdoc/>
    public async Task<byte[]> AskAsync(byte[] script, byte[] request, CancellationToken cancellationToken)
    {
        using var folder = AttemptFolder.Empty(world.Mounts);
        var given = folder.Give("units.py", script);
        _ = folder.Give("in", request);
        var mounts = folder.Nowhere(world.Mounts, world.Python?.Path) with { Provided = given };
        string Shown(string? path, string name) => $"\"{ShellWords.InDoubleQuotes($"{path}/{name}")}\"";
        var (at, results) = (world.Sandbox.ShownProvided(mounts), world.Sandbox.ShownResults(mounts));
        var python = world.Python is { } known ? $"$(command -v {ShellWords.Quote(known.Path)} || echo python3)" : "python3";
        var running = world.Sandbox.Start(
            new SandboxCommand
            {
                Line = $"{python} -I {Shown(at, "units.py")} {Shown(at, "in")} {Shown(results, "out")}",
                Mounts = mounts,
                WorkingDirectory = mounts.ShownRoot,
                Timeout = TimeSpan.FromMinutes(2),
                Mask = world.Mask,
            },
            cancellationToken
        );
        var outcome = await running.Completion.ConfigureAwait(false);
        return outcome.ExitCode == 0 && new ResultFiles(folder.ResultsPath).Read("out", "") is [var answer]
            ? answer
            : throw new CommandStartException($"python3 cannot read the change: {FailureText.LastLine(outcome.Output.Text)}");
    }
}
