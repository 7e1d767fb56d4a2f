using System.Globalization;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Rendering;

/// <summary>
/// Shows a run while it runs: a reader of the journal. On a terminal a last line tells what happens now; elsewhere there are plain
/// lines; with <c>--json</c> the journal's lines verbatim.
/// </summary>
internal sealed class RunConsole : IDisposable
{
    /// <summary>What is shown of each kind of event.</summary>
    internal static readonly EventTable<RunConsole, bool> Shown = new EventTable<RunConsole, bool>(RunJson.Default, (_, _) => false)
        .On<BaselineFinished>((console, _, baseline) => console.Baseline(baseline))
        .On<TaskStarted>((console, entry, started) => console.Write($"{entry.Task}  {EntryText.Begun(started)}"))
        .On<ToolsListed>((console, entry, listed) => console.TellIf(listed.Problems.Count > 0, entry))
        .On<ToolStarted>((console, entry, call) => console.Call(entry, call))
        .On<SetupFinished>((console, entry, setup) => console.SetUp(entry, setup))
        .On<TurnReceived>((console, entry, turn) => console.WriteAll(entry, WorkText.Words(turn)))
        .On<ToolFinished>((console, entry, tool) => console.Finished(entry, tool))
        .On<GateFinished>((console, entry, gate) => console.Gate(entry, gate))
        .On<ReportVerified>((console, entry, report) => console.TellIf(!report.Verified, entry))
        .On<Rebased>((console, entry, _) => console.Tell(entry))
        .On<ChangeReverted>((console, entry, _) => console.Tell(entry))
        .On<IterationFinished>((console, entry, _) => console.Tell(entry))
        .On<CommitCreated>((console, entry, _) => console.Tell(entry))
        .On<PartCompleted>((console, entry, _) => console.Tell(entry))
        .On<EscalationRaised>((console, entry, _) => console.Tell(entry))
        .On<ProviderWaiting>((console, entry, _) => console.Tell(entry))
        .On<ProviderAdjusted>((console, entry, _) => console.Tell(entry))
        .On<LimitReached>((console, entry, _) => console.Tell(entry))
        .On<DeviationNoted>((console, entry, _) => console.Tell(entry))
        .On<EffectFinished>((console, entry, effect) => console.TellIf(effect.IsHandoff, entry))
        .On<ReviewRequested>((console, entry, _) => console.Tell(entry))
        .On<ReviewReceived>((console, entry, review) => console.Verdict(entry, review))
        .On<TaskCompleted>((console, entry, _) => console.Progress(entry))
        .On<TaskFailed>((console, entry, _) => console.End(entry))
        .On<TaskSkipped>((console, entry, _) => console.End(entry))
        .On<RunFinished>((console, entry, finished) => console.Summary(entry, finished))
        .Ignore<TurnRequested>()
        .Ignore<CommandStarted>()
        .Ignore<ConversationCompacted>()
        .Ignore<RebaseIntended>()
        .Ignore<FixFinished>()
        .Ignore<TestsSeen>()
        .Ignore<ReportSubmitted>()
        .Ignore<RunStarted>()
        .Ignore<CommitIntended>()
        .Ignore<TaskReopened>()
        .Ignore<EscalationAnswered>()
        .Ignore<RunWaiting>()
        .Ignore<RunResumed>()
        .Ignore<TreeWritten>()
        .Ignore<ProofFinished>()
        .Ignore<ExpectationsMeasured>()
        .Ignore<UnitFinished>();

    private readonly CommandIo io;
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private RunState state = new();
    private readonly bool live;
    private readonly Dictionary<string, string> writing = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> doings = new(StringComparer.Ordinal);
    private string now = "";
    private bool isDrawn;

    private RunConsole(CommandIo io)
    {
        this.io = io;
        live = io.Interactive;
        io.Console.Endure();
    }

    /// <summary>The console of a command.</summary>
    public static RunConsole For(CommandIo io) => new(io);

    /// <summary>Says what is about to begin.</summary>
    public void Begin(RunPlan plan)
    {
        Line(
            $"{plan.Folder.Id}  {plan.Title}: {plan.Parts.Assignment.Units.Count} task{(plan.Parts.Assignment.Units.Count == 1 ? "" : "s")} on branch {plan.Branch}"
        );
        if (plan.Checkout is not null)
        {
            Line("in place: this checkout goes to the run's branch; what git ignores stays as it is");
        }

        Line(
            $"agent {plan.Parts.Crew.Author.Definition.Name} ({plan.Parts.Crew.Author.Definition.Path}): {ShownText.Line(plan.AgentReason)}"
        );
        Line($"model {plan.Parts.Crew.Author.ModelName}, sandbox {plan.Parts.Sandbox.Name}");
        Line(
            $"gates {(plan.Gates.Gates.Count == 0 ? "none" : string.Join(" · ", plan.Gates.Gates.Select(one => $"{one.Name}: {one.Run}")))}"
        );
        Line();
    }

    /// <summary>Says what is resumed.</summary>
    public void Resume(JournalContent content)
    {
        entries.AddRange(content.Entries);
        state = RunState.Of(entries);
        var earlier = state;
        Line($"{earlier.Run}  {earlier.Started!.Title}: resumes, branch {earlier.Started.Branch}");
        Line();
    }

    /// <summary>Shows what happens now, on a terminal.</summary>
    public void Announce(LoopActivity activity)
    {
        if (!live)
        {
            return;
        }

        lock (gate)
        {
            doings[activity.Task] =
                $"{activity.Task}  {(activity.Turn > 0 ? $"turn {activity.Turn}  " : "")}{ShownText.Line(activity.What.Text)}";
            Combine();
            ShowNow();
        }
    }

    /// <summary>Shows an entry of the journal.</summary>
    public void Observe(Entry entry)
    {
        lock (gate)
        {
            entries.Add(entry);
            state.Apply(entry);
            if (io.Json)
            {
                io.Record(entry);
                if (entry.As(RunJson.Default.RunFinished) is { } finished)
                {
                    Reason(finished);
                }

                return;
            }

            Show(entry);
        }
    }

    /// <inheritdoc />
    public void Dispose() => HideNow();

    private void Show(Entry entry)
    {
        if (entry.Task is { } task && doings.ContainsKey(task) && state.Tasks.Any(one => one.Id == task && one.State != "running"))
        {
            doings.Remove(task);
            Combine();
        }

        Shown.Of(this, entry);
    }

    /// <summary>One line with what happened.</summary>
    private void Tell(Entry entry) => Write($"{Owner(entry)}  {EntryText.Happened(entry)}");

    private void Call(Entry entry, ToolStarted call)
    {
        if (live)
        {
            Announce(new LoopActivity(entry.Task ?? "", 0, call.Summary));
        }

        if (call.Name is "Write" or "Edit")
        {
            // Told with its lines when they are counted.
            writing[call.Key] = EntryText.Happened(entry);
        }
        else if (!live)
        {
            Tell(entry);
        }
    }

    private void Finished(Entry entry, ToolFinished tool)
    {
        if (writing.Remove(tool.Key, out var what))
        {
            Write($"{Owner(entry)}  {what}{WorkText.Lines(tool)}");
            WriteAll(entry, io.Verbose && !tool.IsError ? WrittenLines.Of(entries, entry.Task, tool.CallId) : []);
        }

        WriteAll(entry, WorkText.Refusal(tool));
    }

    private void SetUp(Entry entry, SetupFinished setup)
    {
        if (setup.ExitCode == 0)
        {
            return;
        }

        Write($"{Owner(entry)}  set-up command ended with {setup.ExitCode}: {ShownText.Line(setup.Run)}");
        foreach (var line in (setup.Output ?? "").Split('\n').TakeLast(20))
        {
            Write($"    {ShownText.Line(line)}");
        }
    }

    private void Gate(Entry entry, GateFinished gate)
    {
        Tell(entry);
        WriteAll(entry, WorkText.NewFindings(gate.Result, entry.Run));
    }

    private void TellIf(bool told, Entry entry)
    {
        if (told)
        {
            Tell(entry);
        }
    }

    private void End(Entry entry) => Write($"{entry.Task}  {EntryText.Happened(entry)}");

    /// <summary>What each gate says on the commit that the run starts from.</summary>
    private void Baseline(BaselineFinished baseline)
    {
        if (state.Started is not { } started || baseline.Gates.Count == 0)
        {
            return;
        }

        var gates = started
            .Gates.Concat(started.Criteria)
            .DistinctBy(gate => gate.Name)
            .ToDictionary(gate => gate.Name, StringComparer.Ordinal);
        Write("gates on the commit that the run starts from");
        foreach (
            var line in RunText.Columns([
                .. baseline
                    .Gates.Where(result => gates.ContainsKey(result.Name))
                    .Select(result => GateLine.Columns(gates[result.Name], result)),
            ])
        )
        {
            Write(line);
        }

        foreach (var part in started.Uncovered)
        {
            Write($"  {GateLine.Uncovered(part)}");
        }
    }

    /// <summary>The line that tells what happens now: of each task that is worked on.</summary>
    private void Combine() => now = doings.Count == 0 ? "" : $"{string.Join("  |  ", doings.Values)}  {RunText.Usage(state)}";

    /// <summary>The task of an entry, where lines of several tasks may be beside each other.</summary>
    private string Owner(Entry entry) => state.Started?.Options.Parallel > 1 ? entry.Task ?? "" : "";

    private void WriteAll(Entry entry, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Write($"{Owner(entry)}{line}");
        }
    }

    /// <summary>A reviewer's word, with each point that is to be dealt with.</summary>
    private void Verdict(Entry entry, ReviewReceived review)
    {
        Tell(entry);
        foreach (var point in review.Points)
        {
            var place = point.Place.Length == 0 ? "" : $"{point.Place} ";
            Write($"{Owner(entry)}    {point.Id} {ShownText.Line($"{place}{point.Item}")}");
        }
    }

    private void Progress(Entry entry)
    {
        // The others' entries say nothing about it, and there may be very many.
        var own = entries.Where(one => one.Task is null || string.Equals(one.Task, entry.Task, StringComparison.Ordinal));
        var report = RunReports.Of([.. own]).FirstOrDefault(one => string.Equals(one.Task, entry.Task, StringComparison.Ordinal));
        var next = state.Tasks.FirstOrDefault(task => task.State == "pending")?.Id;
        Write("");
        Write(report is null ? $"{entry.Task} done" : ReportDocument.Progress(report, next));
        Write("");
    }

    private void Summary(Entry entry, RunFinished finished)
    {
        HideNow();
        Write("");
        Write(
            $"{entry.Run}  {finished.State}: {Count("done")} of {state.Tasks.Count} tasks done, {RunText.Usage(state)}, {RunText.Worked(state.Worked, TimeSpan.FromMilliseconds(finished.WorkedMilliseconds))}"
        );
        var rows = state
            .Tasks.Select(task =>
                new[] { "  " + task.Id, task.State, task.ProofWords, RunText.Short(task.Commit), ShownText.Line(task.Title) }
            )
            .ToList();
        foreach (var line in RunText.Columns(rows))
        {
            Write(line);
        }

        Reason(finished);
        if (finished.Reason is null && state.Started is { } started)
        {
            Write($"branch {started.Branch} at {RunText.Short(state.Head)}");
            if (finished.Next is { } next)
            {
                Write($"next   {ShownText.Line(next)}");
            }
        }
    }

    /// <summary>The run, its branch and the branch's commit, where it ended done beside the checkout and a person reads along; else null.</summary>
    public (string Run, string Branch, string Commit)? Taken =>
        !io.Json && state is { State: "done", Started: { Checkout: null } started } ? (state.Run, started.Branch, state.Head) : null;

    private void Reason(RunFinished finished)
    {
        if (finished.Reason is { } reason)
        {
            io.Note($"ashlar: {reason}");
        }
    }

    private string Count(string which) => state.Tasks.Count(task => task.State == which).ToString(CultureInfo.InvariantCulture);

    private void Line(string text = "")
    {
        if (!io.Json)
        {
            lock (gate)
            {
                Write(text);
            }
        }
    }

    private void Write(string text)
    {
        HideNow();
        foreach (var line in live ? text.Split('\n').SelectMany(line => RunText.Fitted(line, Width)) : [text])
        {
            io.Line(line);
        }

        ShowNow();
    }

    private static int Width => Math.Max(40, Console.WindowWidth);

    private void ShowNow()
    {
        if (live && now.Length > 0)
        {
            var width = Width - 1;
            io.Console.Control("\r\u001b[2K");
            io.Part(now.Length > width ? now[..width] : now);
            isDrawn = true;
        }
    }

    private void HideNow()
    {
        if (isDrawn)
        {
            io.Console.Control("\r\u001b[2K");
            isDrawn = false;
        }
    }
}
