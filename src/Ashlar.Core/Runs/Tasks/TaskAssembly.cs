using Ashlar.Core.Runs.Handoffs;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Reviewing;
using Ashlar.Core.Runs.Verdicts;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>Puts the work on one task together, by hand.</summary>
/// <param name="values">The values of the run.</param>
/// <param name="landing">The way to the branch.</param>
/// <param name="handoff">What leaves the machine.</param>
/// <param name="runner">Where gates run.</param>
/// <param name="people">Asks people.</param>
/// <param name="handed">Commits what people hand over.</param>
internal sealed class TaskAssembly(
    RunValues values,
    Landing landing,
    Handoff handoff,
    GateRunner runner,
    RunEscalations people,
    HandedDocuments handed
)
{
    /// <summary>The work on a task at its place.</summary>
    public TaskRun RunOf(TaskSite site)
    {
        var (facts, recorder, committer) = (values.Facts, values.Recorder, values.Committer);
        var repository = committer.Repository;
        var readers = new Readers(facts, recorder, repository, values.Commands, values.Talks, site);
        var judge = new Judge(facts, recorder, committer, values.Trees, runner, site);
        var records = new TaskRecords(facts, recorder, values.Commands.WeakSandbox, values.Clock, site);
        var handover = new TaskHandover(handed, landing, site);
        var questions = new TaskEscalations(recorder.Folder.Artifacts, site, records, people, handover);
        var lead = new TechLead(recorder.Steps, readers, site, records, questions);
        var reviews = new TaskReviews(recorder, readers, site, records, questions, lead);
        var points = new TaskPoints(facts, repository, site, questions);
        var agreements = new TaskAgreements(facts.Configuration.Agree, recorder, readers, site, records, questions, points);
        var cycles = new GateCycles(facts, recorder, site, judge, records, questions, reviews, points);
        var following = new TaskRebase(site, cycles, questions);
        var commits = new TaskCommits(facts, recorder, site, records, landing, following, handover);
        var between = new IntermediateCommits(facts, site.Crew, handoff, judge, cycles, commits);
        var finish = new TaskFinish(judge, records, points, cycles, commits);
        var mismatch = new ReportMismatch(site, records, questions, between, commits, finish);
        return new TaskRun(
            site,
            questions,
            new BaseStop(recorder.Steps, runner.Base, site.Item, people),
            cycles,
            between,
            new TaskReports(site, records, points, reviews, agreements, cycles, mismatch, finish),
            new AuthorEscalations(judge, records, questions, lead, reviews, cycles, commits, finish),
            finish
        );
    }
}
