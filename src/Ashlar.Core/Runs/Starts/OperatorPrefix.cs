using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>The place that the operator's <c>exec</c> prefix leads to.</summary>
internal static class OperatorPrefix
{
    private const int LongestScript = 16 * 1024 * 1024;

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
            throw KernelTrouble.Of(problem);
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
            var outcome = await sandbox.RunAsync(command, cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// The prefix with the files of the repository that it names taken from the checkout: a relative name would be looked up in the
    /// worktree, where the agent writes.
    /// </summary>
    /// <exception cref="ProblemException">It names one in a way that cannot be told, or the checkout holds another than the commit; exit status 2.</exception>
    public static string Rooted(string prefix, string root, StartCommit start)
    {
        var line = new OperatorLine(prefix, root, start.Files.Paths);
        if (line.Unclear is { } unclear)
        {
            throw InWorktree(
                $"`exec` names {ShownText.Line(unclear)}, which the agent could change, and it would run outside the sandbox",
                "Name it at the start of a word, unquoted and from the repository's root, such as `exec: ./tools/in-container`, or by an absolute path"
            );
        }

        foreach (var path in line.Named)
        {
            var committed = start.HostScripts.FirstOrDefault(script => script.Path == path).Content;
            if (committed is null || OrdinaryFiles.Read(root, path, LongestScript) is not { } now || !now.SequenceEqual(committed))
            {
                throw InWorktree(
                    $"{ShownText.Line(path)}, which `exec` names, is not in the checkout as it is in the commit that the run starts from",
                    "Commit it or restore it; it may not be a link"
                );
            }
        }

        return line.Rooted;
    }

    private static ProblemException InWorktree(string what, string remedy) =>
        new(new Problem("exec.in-worktree", what) { Path = ".ashlar/config.yaml", Remedy = remedy }, exitStatus: 2);

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
