using Ashlar.Core.Sandboxes;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>The place that the operator's <c>exec</c> prefix leads to.</summary>
internal static class OperatorPrefix
{
    /// <summary>Shows that commands behind the prefix work on the very files that Ashlar looks at; nothing without a prefix.</summary>
    /// <exception cref="ProblemException">They do not, or the prefix cannot be run; exit status 2.</exception>
    public static async Task ProveAsync(ISandbox sandbox, SandboxMounts mounts, CancellationToken cancellationToken)
    {
        if (sandbox is not HostSandbox { Prefix: { } prefix })
        {
            return;
        }

        var name = $".ashlar-probe-{Guid.NewGuid():N}";
        var words = Guid.NewGuid().ToString("N");
        using var files = new SafeFiles(new Workspace(mounts.Root, mounts.Root));
        if (files.Write(name, System.Text.Encoding.UTF8.GetBytes(words)) is { Ok: false, Problem: var problem })
        {
            throw new IOException(problem.Message);
        }

        try
        {
            var command = new SandboxCommand
            {
                Line = $"cat {name}",
                Mounts = mounts,
                WorkingDirectory = mounts.ShownRoot,
                Timeout = TimeSpan.FromSeconds(60),
            };
            var outcome = await sandbox.Start(command, cancellationToken).Completion.ConfigureAwait(false);
            if (outcome.ExitCode != 0 || !outcome.Output.Text.Contains(words, StringComparison.Ordinal))
            {
                throw NotSeen(prefix, mounts.Root, outcome);
            }
        }
        finally
        {
            _ = files.Delete(name);
        }
    }

    private static ProblemException NotSeen(string prefix, string root, CommandOutcome outcome) =>
        new(
            new Problem("exec.not-seen", $"a file written to {root} cannot be read through `{ShownText.Line(prefix)}`")
            {
                Path = ".ashlar/config.yaml",
                Observed = ShownText.Line($"exit {outcome.ExitCode}: {outcome.Output.Text.Trim()}"),
                Remedy = "Make the folder visible there at the same path and start in it, such as `exec: docker exec -w \"$PWD\" NAME`",
            },
            exitStatus: 2
        );
}
