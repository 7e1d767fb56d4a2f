namespace Ashlar.Core.Runs.Handoffs;

/// <summary>
/// Tells the operator by their own command (<c>notify</c>) that a run waits or has ended: the sentence is its last argument, run and
/// state are in its environment. What comes of it changes nothing.
/// </summary>
/// <param name="world">What the run shares.</param>
internal sealed class Notice(RunWorld world)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs the command, if there is one; the problem when it did not work.</summary>
    public async Task<Problem?> SendAsync(RunState state, CancellationToken cancellationToken)
    {
        if (world.Configuration.Notify is not { } command)
        {
            return null;
        }

        var done = state.Tasks.Count(task => task.State == "done");
        var sentence = world.Masked(
            $"{world.Folder.Id} {state.State}: {done} of {state.Tasks.Count} tasks done"
                + (state.Reason is { } reason ? $"; {ShownText.Line(reason.Message)}" : "")
        );
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASHLAR_RUN"] = world.Folder.Id,
            ["ASHLAR_STATE"] = state.State,
            ["ASHLAR_BRANCH"] = world.Started.Branch,
        };
        var outcome = await new OperatorProgram(world)
            .RunAsync(
                world.Repository.Programs.Shell,
                ["-c", $"{command} \"$@\"", "sh", sentence.Text],
                Longest,
                environment,
                cancellationToken
            )
            .ConfigureAwait(false);
        return outcome is { ExitCode: 0 }
            ? null
            : new Problem("notify.failed", $"the command of `notify` failed: {world.Masked(outcome?.LastWords ?? "there is no sh")}")
            {
                Path = world.Configuration.Path,
                Warning = true,
                Remedy = "Mend `notify` in the configuration; the run itself is not touched by it",
            };
    }
}
