using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Handoffs;

/// <summary>
/// Tells the operator by their own command (<c>notify</c>) that a run waits or has ended: the sentence is its last argument, run and
/// state are in its environment. What comes of it changes nothing.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="programs">Runs programs of the host.</param>
internal sealed class NotifyCommand(RunFacts facts, Recorder recorder, Repository repository, OperatorProgram programs)
{
    private const int LongestScript = 16 * 1024 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs the command, if there is one; the problem when it did not work.</summary>
    public async Task<Problem?> SendAsync(RunState state, CancellationToken cancellationToken)
    {
        if (facts.Configuration.Notify is not { } command)
        {
            return null;
        }

        var files = await CommitFiles.ReadAsync(repository.Git, facts.Started.Base, cancellationToken).ConfigureAwait(false);
        var line = new OperatorLine(command, repository.Root, files.Paths);
        if (await ChangedAsync(line, files, cancellationToken).ConfigureAwait(false) is { } changed)
        {
            return Failed($"{ShownText.Line(changed)}, which it names, is not as it was when the run began");
        }

        var done = state.Tasks.Count(task => task.State == "done");
        var sentence = recorder.Masked(
            $"{recorder.Folder.Id} {state.State}: {done} of {state.Tasks.Count} tasks done"
                + (state.Reason is { } reason ? $"; {ShownText.Line(reason.Message)}" : "")
        );
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASHLAR_RUN"] = recorder.Folder.Id,
            ["ASHLAR_STATE"] = state.State,
            ["ASHLAR_BRANCH"] = facts.Started.Branch,
        };
        var outcome = await programs
            .RunAsync(
                repository.Programs.Shell,
                ["-c", $"{line.Rooted} \"$@\"", "sh", sentence.Text],
                Longest,
                environment,
                cancellationToken,
                // Where the agent worked in the checkout itself, nothing is looked up there.
                facts.InPlace
                    ? "/"
                    : null
            )
            .ConfigureAwait(false);
        return outcome is { ExitCode: 0 } ? null : Failed($"{recorder.Masked(outcome?.LastWords ?? "there is no sh")}");
    }

    private Problem Failed(string why) =>
        new("notify.failed", $"the command of `notify` failed: {why}")
        {
            Path = facts.Configuration.Path,
            Warning = true,
            Remedy = "Fix `notify` in the configuration; the run itself is not touched by it",
        };

    /// <summary>A file of the repository that the command runs on the host and that is another now than it was trusted as; null where none is.</summary>
    private async Task<string?> ChangedAsync(OperatorLine line, CommitFiles files, CancellationToken cancellationToken)
    {
        foreach (var path in line.Named)
        {
            var trusted = await files.ContentAsync(path, cancellationToken).ConfigureAwait(false);
            if (trusted is null || OrdinaryFiles.Read(repository.Root, path, LongestScript) is not { } now || !now.SequenceEqual(trusted))
            {
                return path;
            }
        }

        return null;
    }
}
