using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Replays;

/// <summary>What was recorded of a run, in the form in which it can be executed again.</summary>
/// <param name="folder">The run.</param>
internal sealed class RecordedRun(RunFolder folder)
{
    private static readonly string[] Outside = ["WebFetch"];

    private readonly IReadOnlyList<Entry> entries = folder.Record.ReadWhole().Entries;

    /// <summary>The run's id.</summary>
    public string Id => folder.Id;

    /// <summary>All entries.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>Where it stands.</summary>
    public RunState State => RunState.Of(entries);

    /// <summary>What it was started with.</summary>
    /// <exception cref="ProblemException">It has not begun.</exception>
    public RunStarted Started =>
        State.Started is { } started
        && IsPlace(started.Repository)
        && entries.All(entry => !entry.Is<TaskStarted>() || IsPlace(entry.Text("worktree")))
            ? started
            : throw new ProblemException(
                new Problem("run.empty", $"{folder.Id} has not begun") { Path = folder.Record.Place, Remedy = "Start a new run" }
            );

    private static bool IsPlace(string? path) =>
        path is { Length: > 1 } && path[0] == '/' && !path.Any(char.IsControl) && Path.GetFullPath(path) == path;

    /// <summary>The state folder at the time, as its worktrees' paths show it; null before the first task, and where it worked in the checkout.</summary>
    public string? StatePath =>
        Started.Checkout is null && entries.FirstOrDefault(entry => entry.Is<TaskStarted>())?.Text("worktree") is { } worktree
            ? Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(worktree)))
            : null;

    /// <summary>The commits that it made, and those that it builds on.</summary>
    public IReadOnlyList<string> Commits =>
        [Started.Base, Started.Head, .. entries.Where(entry => entry.Is<CommitCreated>()).Select(entry => entry.Text("commit")!)];

    /// <summary>
    /// What is given instead of being done again: the model's answers, what was left out of conversations, and what tools brought from
    /// outside.
    /// </summary>
    public IEnumerable<Entry> Given =>
        entries.Where(entry =>
            entry.Is<TurnReceived>()
            || entry.Is<ConversationCompacted>()
            || entry.Is<ToolsListed>()
            || (
                entry.Is<ToolFinished>()
                && entry.Text("name") is { } name
                && (Outside.Contains(name, StringComparer.Ordinal) || name.StartsWith("mcp__", StringComparison.Ordinal))
            )
        );

    /// <summary>A call in a few words, as recorded before it was executed; null for an unknown step.</summary>
    public string? SummaryOf(string? task, string key) =>
        entries
            .LastOrDefault(entry =>
                entry.Is<ToolStarted>()
                && string.Equals(entry.Task, task, StringComparison.Ordinal)
                && string.Equals(entry.Text("key"), key, StringComparison.Ordinal)
            )
            ?.Text("summary");

    /// <summary>The executions that ended by themselves. One that was cut off is one with what went on after it.</summary>
    public IReadOnlyList<RecordedExecution> Executions()
    {
        var executions = new List<RecordedExecution>();
        var (answers, later) = (new List<Entry>(), new List<Entry>());
        RunResumed? resumed = null;
        RunFinished? finished = null;
        foreach (var entry in entries)
        {
            if (entry.As(RunJson.Default.RunFinished) is { } end)
            {
                finished = end;
            }
            else if (entry.As(RunJson.Default.RunResumed) is { } next)
            {
                if (EndsByItself(finished, next) || later.Exists(one => one.Is<TaskReopened>()))
                {
                    executions.Add(new RecordedExecution(resumed, [.. answers], finished));
                    answers.Clear();
                    resumed = next;
                }

                answers.AddRange(later);
                later.Clear();
                finished = null;
            }
            else if (entry.Is<EscalationAnswered>() || entry.Is<TaskReopened>())
            {
                (finished is null ? answers : later).Add(entry);
            }
        }

        executions.Add(new RecordedExecution(resumed, [.. answers], IsCutOff(finished) ? null : finished));
        return executions;
    }

    private bool EndsByItself(RunFinished? finished, RunResumed next) =>
        next.Retry is not null || (finished is { State: "waiting" } && !OnlyForTheEnvironment());

    /// <summary>An environment that was fixed is no longer there to wait for.</summary>
    private bool OnlyForTheEnvironment() => State.Escalations.All(escalation => escalation.Raised.Kind is "environment");

    private static bool IsCutOff(RunFinished? finished) =>
        finished is null or { State: "interrupted" or "limit" }
        || (
            finished.State == "failed"
            && finished.Reason?.Code is { } code
            && !code.StartsWith("task.", StringComparison.Ordinal)
            && code is not ("gate.final-red" or "tests.left-red")
        );
}

/// <summary>One execution of a run, from its beginning to where it ended by itself.</summary>
/// <param name="Resumed">How it was begun; null for the first.</param>
/// <param name="Answers">What people said before it: answers, and tasks that they opened again.</param>
/// <param name="Finished">Its end; null where the record just ends.</param>
internal sealed record RecordedExecution(RunResumed? Resumed, IReadOnlyList<Entry> Answers, RunFinished? Finished);
