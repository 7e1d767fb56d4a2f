namespace Ashlar.Core.Runs.Handoffs;

/// <summary>
/// Pushes the run's branch with the user's own git: one explicit commit to one explicit branch, never forced, without hooks and
/// without questions.
/// </summary>
/// <param name="world">What the run shares.</param>
internal sealed class Push(RunWorld world)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly Dictionary<string, string> Quiet = new(StringComparer.Ordinal)
    {
        ["LC_ALL"] = "C.UTF-8",
        ["GIT_TERMINAL_PROMPT"] = "0",
    };

    private string Branch => world.Started.Branch;

    private string Remote => world.Configuration.Commit.Remote;

    /// <summary>Where the branch goes, for people: <c>origin/feature/invitations</c>.</summary>
    public string Target => $"{Remote}/{Branch}";

    /// <summary>Pushes a commit that is on the branch; what hinders it, or null. A commit that is there already is no trouble.</summary>
    public async Task<Problem?> RunAsync(string commit, CancellationToken cancellationToken)
    {
        var outcome = await new OperatorProgram(world)
            .RunAsync(
                world.Repository.Programs.Git,
                [
                    "-c",
                    "core.hooksPath=/dev/null",
                    "push",
                    "--porcelain",
                    "--no-verify",
                    "--no-follow-tags",
                    "--recurse-submodules=no",
                    Remote,
                    $"{commit}:refs/heads/{Branch}",
                ],
                Longest,
                Quiet,
                cancellationToken
            )
            .ConfigureAwait(false);
        return outcome is { ExitCode: 0 } ? null : Trouble(outcome!);
    }

    private Problem Trouble(HostOutcome outcome)
    {
        var refusal = outcome.Output.Split('\n').Where(line => line.StartsWith('!')).Select(line => line.Split('\t')[^1]).FirstOrDefault();
        if (refusal is null)
        {
            return new Problem("push.failed", $"{Remote} could not be pushed to: {world.Mask.Mask(outcome.LastWords)}")
            {
                Path = Target,
                Remedy = $"Make `git push {Remote} {Branch}` work, then run `ashlar resume {world.Folder.Id}`",
            };
        }

        var isBehind =
            refusal.Contains("non-fast-forward", StringComparison.Ordinal) || refusal.Contains("fetch first", StringComparison.Ordinal);
        return isBehind
            ? new Problem("push.rejected", $"{Target} has commits that this run does not have, and nothing is ever forced")
            {
                Path = Target,
                Observed = ShownText.Line(refusal),
                Remedy =
                    $"Look with `git fetch {Remote}` and `git log {Branch}..{Target}`; bring both together and push yourself, or remove the remote branch and run `ashlar resume {world.Folder.Id}`",
            }
            : new Problem("push.rejected", $"{Target} refused the branch: {world.Mask.Mask(ShownText.Line(refusal))}")
            {
                Path = Target,
                Observed = world.Mask.Mask(outcome.LastWords),
                Remedy = $"Mend what it names there, then run `ashlar resume {world.Folder.Id}`",
            };
    }
}
