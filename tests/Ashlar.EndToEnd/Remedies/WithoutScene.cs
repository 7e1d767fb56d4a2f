namespace Ashlar.EndToEnd.Remedies;

/// <summary>The codes whose remedies no scene carries out, with the reason.</summary>
internal static class WithoutScene
{
    private const string Meanwhile = "another process has to act while the program is at work; the tests of that do it";
    private const string Machine = "the machine has to fail, or be another one";
    private const string Record = "the record has to be damaged in a way of its own, or be another version's; the tests of that do it";
    private const string Work = "it is told of work, to the model or in a report, where what to do is that work";
    private const string Last = "it is told in words when the run's record has ended; the tests of that do it";
    private const string None = "no scene yet";
    private const string Beside = "it says what a replay shows, and there is nothing to put right";

    /// <summary>The reason of each.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["branch.busy"] = Meanwhile,
            ["branch.locked"] = Meanwhile,
            ["checkout.busy"] = Meanwhile,
            ["checkout.edited"] = Meanwhile,
            ["checkout.elsewhere"] = Meanwhile,
            ["checkout.locked"] = Meanwhile,
            ["demo.example"] = Machine,
            ["file.denied"] = Machine,
            ["file.disk-full"] = Machine,
            ["file.failed"] = Machine,
            ["file.read-only"] = Machine,
            ["gate.final-red"] = Work,
            ["gate.finding"] = Work,
            ["git.failed"] = Machine,
            ["git.stuck"] = Meanwhile,
            ["internal"] = "a fault that is known is corrected",
            ["journal.foreign"] = Record,
            ["limit.disk"] = Machine,
            ["limit.minutes"] = "a minute has to pass",
            ["limit.provider"] = "days have to pass; the tests of that continue at once with another model",
            ["list.gone"] = Meanwhile,
            ["machine.exhausted"] = Machine,
            ["mcp.server-lost"] = Work,
            ["mcp.tool-refused"] = Work,
            ["notify.failed"] = Last,
            ["program.passed-over"] = None,
            ["pull-request.failed"] = Machine,
            ["push.failed"] = Machine,
            ["replay.contained"] = Beside,
            ["replay.difference"] = Beside,
            ["replay.secret"] = Record,
            ["replay.volatile"] = Beside,
            ["report.discrepancy"] = Work,
            ["repository.reftable"] = "git has to be newer than the oldest that is supported",
            ["review.several"] = Meanwhile,
            ["run.broken"] = Record,
            ["run.busy"] = Meanwhile,
            ["run.empty"] = Meanwhile,
            ["run.interrupted"] = Meanwhile,
            ["run.unreadable"] = Record,
            ["run.version"] = Record,
            ["run.will-not-stop"] = Meanwhile,
            ["sandbox.failed"] = Machine,
            ["sandbox.start"] = Machine,
            ["sandbox.weak"] = Machine,
            ["scope.strikes"] = Work,
            ["secret.committed"] = Work,
            ["task.calls-as-text"] = Work,
            ["task.fallen"] = Work,
            ["tasks.tick-unsafe"] = "no list is known that leads to it; it guards against one that is not",
            ["tests.left-red"] = Work,
            ["text.undecided"] = Machine,
            ["work.unreadable"] = None,
            ["workspace.content-lost"] = Record,
            ["workspace.not-restored"] = Record,
            ["worktree.gone"] = Record,
        };
}
