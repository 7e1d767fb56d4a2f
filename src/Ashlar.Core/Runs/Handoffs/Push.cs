using System.Text;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Handoffs;

/// <summary>
/// Pushes the run's branch with the user's own git: one explicit commit to one explicit branch, never forced, without hooks and
/// without questions.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="programs">Runs programs of the host.</param>
internal sealed class Push(RunFacts facts, Recorder recorder, Repository repository, OperatorProgram programs)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly Dictionary<string, string> Quiet = new(StringComparer.Ordinal)
    {
        ["LC_ALL"] = "C.UTF-8",
        ["GIT_TERMINAL_PROMPT"] = "0",
    };

    private string Branch => facts.Started.Branch;

    private string Remote => facts.Configuration.Commit.Remote;

    /// <summary>Where the branch goes, for people: <c>origin/feature/invitations</c>.</summary>
    public string Target => $"{Remote}/{Branch}";

    /// <summary>Pushes a commit that is on the branch; what hinders it, or null. A commit that is there already is not a problem.</summary>
    public async Task<Problem?> RunAsync(string commit, CancellationToken cancellationToken)
    {
        if (await OnlyByHandAsync(commit, cancellationToken).ConfigureAwait(false) is { } large)
        {
            return large;
        }

        using var ground = await PushGround
            .LayAsync(repository, Remote, Path.Combine(recorder.Folder.Path, "push"), cancellationToken)
            .ConfigureAwait(false);
        if (await LiesAsync(ground, cancellationToken).ConfigureAwait(false) is { } foreign)
        {
            return new Problem("push.failed", $"{Remote} lies in {foreign}, so that pushing would run programs from there")
            {
                Path = Target,
                Remedy = $"Give it another address (`git remote set-url {Remote} URL`), then run `ashlar resume {recorder.Folder.Id}`",
            };
        }

        var outcome = await GitAsync(
                ground,
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
                cancellationToken
            )
            .ConfigureAwait(false);
        if (outcome is { ExitCode: 0 })
        {
            await NoteAsync(commit, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var problem = Trouble(outcome!, ground);
        return problem.Code is "push.rejected" && await HoldsAsync(ground, commit, cancellationToken).ConfigureAwait(false)
            ? null
            : problem;
    }

    /// <summary>Whether the remote's branch has the run's work already: its commits, or the same changes after a rebase. Nothing is fetched.</summary>
    private async Task<bool> HoldsAsync(PushGround ground, string commit, CancellationToken cancellationToken)
    {
        var told = await GitAsync(ground, ["ls-remote", Remote, $"refs/heads/{Branch}"], cancellationToken).ConfigureAwait(false);
        var there = told!.Output.Split('\t')[0].Trim();
        if (told.ExitCode != 0 || !ObjectName.Is(there))
        {
            return false;
        }

        var missing = await repository.Git.RunAsync(["cherry", there, commit, facts.Started.Base], cancellationToken).ConfigureAwait(false);
        return missing.ExitCode == 0 && !Encoding.UTF8.GetString(missing.Output).Split('\n').Any(line => line.StartsWith('+'));
    }

    /// <summary>
    /// Contents of Git LFS are sent by git-lfs, which is a hook; a branch without them would be broken for everybody else. Null where there are
    /// none, or where a push by hand has brought the branch there.
    /// </summary>
    private async Task<Problem?> OnlyByHandAsync(string commit, CancellationToken cancellationToken)
    {
        var there = await repository
            .Git.RunAsync(["rev-parse", "-q", "--verify", $"refs/remotes/{Target}"], cancellationToken)
            .ConfigureAwait(false);
        return
            Encoding.UTF8.GetString(there.Output).Trim() != commit
            && await LargeFiles.ChangedAsync(repository, facts.Started.Base, commit, cancellationToken).ConfigureAwait(false) is { } path
            ? new Problem("push.failed", $"{ShownText.Line(path)} is kept by Git LFS, whose contents only git-lfs sends")
            {
                Path = Target,
                Remedy = $"Run `git push {Remote} {Branch}` yourself, then `ashlar resume {recorder.Folder.Id}`",
            }
            : null;
    }

    private Task<HostOutcome?> GitAsync(PushGround ground, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        programs.RunAsync(
            repository.Programs.Git,
            arguments,
            Longest,
            Quiet.Concat(ground.Environment).ToDictionary(StringComparer.Ordinal),
            cancellationToken
        );

    /// <summary>The folder of others in which the remote lies, or null: its hooks and settings would be programs of theirs.</summary>
    private async Task<string?> LiesAsync(PushGround ground, CancellationToken cancellationToken)
    {
        var told = await GitAsync(ground, ["remote", "get-url", "--push", "--all", Remote], cancellationToken).ConfigureAwait(false);
        foreach (var url in told!.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = url.StartsWith("file://", StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(url[7..]) : url;
            path = Path.GetFullPath(path, repository.Root);
            // Git takes any address for a path that is one.
            if (Path.Exists(path) && repository.Programs.Git!.Foreign(path) is { } foreign)
            {
                return foreign;
            }
        }

        return null;
    }

    /// <summary>Notes where the remote's branch is now, as a push by hand does.</summary>
    private async Task NoteAsync(string commit, CancellationToken cancellationToken)
    {
        var git = repository.Git;
        var specs = await git.RunAsync(["config", "--get-all", $"remote.{Remote}.fetch"], cancellationToken).ConfigureAwait(false);
        var usual = $"+refs/heads/*:refs/remotes/{Remote}/*";
        if (Encoding.UTF8.GetString(specs.Output).Split('\n').Contains(usual, StringComparer.Ordinal))
        {
            await git.RunAsync(["update-ref", $"refs/remotes/{Remote}/{Branch}", commit], cancellationToken).ConfigureAwait(false);
        }
    }

    // Git says first what went wrong; behind an empty line it advises on rights and repositories in general.
    private static string Said(HostOutcome outcome) =>
        string.Join("; ", outcome.Error.Split('\n').TakeWhile(line => line.Trim().Length > 0)) is { Length: > 0 } said
            ? ShownText.Line(said.Replace("fatal: ", "", StringComparison.Ordinal)).TrimEnd('.')
            : outcome.LastWords;

    private Problem Trouble(HostOutcome outcome, PushGround ground)
    {
        var refusal = outcome.Output.Split('\n').Where(line => line.StartsWith('!')).Select(line => line.Split('\t')[^1]).FirstOrDefault();
        if (refusal is null)
        {
            return new Problem("push.failed", $"{Remote} could not be pushed to: {recorder.Mask.Mask(Said(outcome))}")
            {
                Path = Target,
                Remedy =
                    ground.Left.Count == 0
                        ? $"Make `git push {Remote} {Branch}` work, then run `ashlar resume {recorder.Folder.Id}`"
                        : $"The repository's own {string.Join(", ", ground.Left.Select(ShownText.Line))} was not used, since it may name programs: "
                            + $"set it with `git config --global`, then run `ashlar resume {recorder.Folder.Id}`",
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
                    $"Look with `git fetch {Remote}` and `git log {Branch}..{Target}`; bring both together and push yourself, or remove the remote branch; then run `ashlar resume {recorder.Folder.Id}`",
            }
            : new Problem("push.rejected", $"{Target} refused the branch: {recorder.Mask.Mask(ShownText.Line(refusal))}")
            {
                Path = Target,
                Observed = recorder.Mask.Mask(outcome.LastWords),
                Remedy = $"Fix what it names there, then run `ashlar resume {recorder.Folder.Id}`",
            };
    }
}
