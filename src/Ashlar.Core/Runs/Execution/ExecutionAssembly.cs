using Ashlar.Core.Runs.Handoffs;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Tasks;
using Ashlar.Core.Runs.Verdicts;

namespace Ashlar.Core.Runs.Execution;

/// <summary>Puts an execution of a run together, by hand.</summary>
/// <param name="values">The values of the run.</param>
/// <param name="workspace">The checkout in which gates run.</param>
internal sealed class ExecutionAssembly(RunValues values, GateWorkspace workspace)
{
    private OperatorProgram Programs => new(values.Committer.Repository, values.Withheld);

    /// <summary>The execution, with all that it is made of.</summary>
    public RunExecution Execution()
    {
        var (facts, recorder, committer) = (values.Facts, values.Recorder, values.Committer);
        var (repository, clock, sequence) = (committer.Repository, values.Clock, values.Sequence);
        var runner = new GateRunner(facts, recorder, repository, values.Crew, values.Talks, workspace);
        var landing = new Landing(facts, recorder.Steps, committer, clock, sequence);
        var handoff = new Handoff(facts, recorder, repository, values.Crew.Author.Policy.HandoffSections, Programs);
        var sites = new TaskSites(facts, recorder, committer, values.Commands, values.Talks, values.Trees);
        var earlier = new PreviousWorktree(facts, recorder, committer, clock);
        var ended = new EndedTasks(facts.Assignment, recorder.Steps, earlier, sites, runner);
        var handed = new HandedDocuments(facts, recorder, committer, values.Commands.WeakSandbox);
        var tasks = new TaskAssembly(values, landing, handoff, runner, new RunEscalations(recorder.Steps), handed);
        var attempts = new TaskAttempts(recorder, values.Team, sites, landing, earlier, ended, handed, tasks);
        var check = new FinalCheck(facts, recorder, repository, values.Commands.WeakSandbox, runner, landing);
        var checkout = facts.InPlace ? new InPlaceCheckout(facts, recorder, committer, clock) : null;
        return new RunExecution(
            recorder,
            values.Trees,
            landing,
            checkout,
            runner,
            new TaskBoard(facts, recorder, sequence, ended, attempts),
            new RunEnd(facts.Assignment, recorder, landing, runner, check, handoff, checkout),
            repository
        );
    }

    /// <summary>Tells the operator how it ended.</summary>
    public NotifyCommand Notice() => new(values.Facts, values.Recorder, values.Committer.Repository, Programs);
}
