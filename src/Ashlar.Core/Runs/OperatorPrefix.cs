using Ashlar.Core.Sandboxes;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs;

/// <summary>Opens the place where commands run: Ashlar's sandbox, or what the operator's <c>exec</c> prefix leads to.</summary>
internal static class OperatorPrefix
{
    /// <summary>The place for the commands of a run. Processes of a sandbox bear the run's mark from the first one on.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="programs">The programs of the host.</param>
    /// <param name="configuration">The run's configuration.</param>
    /// <param name="isUnsafe">Whether commands run without a sandbox.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="files">The files of the commit that the run starts from: they tell which stores of packages commands see.</param>
    public static ISandbox Open(
        RunSurroundings surroundings,
        HostPrograms programs,
        Configuration configuration,
        bool isUnsafe,
        RunFolder folder,
        IEnumerable<string> files
    )
    {
        if (configuration.Exec is { } prefix)
        {
            return new HostSandbox(surroundings.Clock, programs) { Prefix = prefix };
        }

        var sandbox = surroundings.OpenSandbox(isUnsafe, programs);
        if (sandbox is BubblewrapSandbox bubblewrap)
        {
            bubblewrap.Owner = folder.Owner;
            bubblewrap.ShowStores(files);
        }

        return sandbox;
    }

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
        var path = Path.Combine(mounts.Root, name);
        await File.WriteAllTextAsync(path, words, cancellationToken).ConfigureAwait(false);
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
            File.Delete(path);
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
