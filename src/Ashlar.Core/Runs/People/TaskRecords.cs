using Ashlar.Core.Journal;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Runs.People;

/// <summary>Writes what happens to one task into the journal; what an earlier execution wrote is not written again.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="weakSandbox">The level of containment when it is weaker than the sandbox; else null.</param>
/// <param name="clock">The clock.</param>
/// <param name="site">Where it is done.</param>
internal sealed class TaskRecords(RunFacts facts, Recorder recorder, string? weakSandbox, TimeProvider clock, TaskSite site)
{
    private readonly string prefix = site.Prefix;
    private readonly string task = site.Item.Id;
    private readonly List<string> tried = [];
    private readonly List<IterationEntry> log = [];

    /// <summary>Receives a text.</summary>
    public MaskedText Masked(string text) => recorder.Masked(text);

    /// <summary>What was tried so far, for a question to a person.</summary>
    public IReadOnlyList<string> Tried() => [.. tried];

    /// <summary>The gate cycles since the last commit, for the iteration log.</summary>
    public IReadOnlyList<IterationEntry> TakeLog()
    {
        List<IterationEntry> taken = [.. log];
        log.Clear();
        return taken;
    }

    /// <summary>A report was handed in.</summary>
    public void ReportSubmitted(int number, Report report)
    {
        Once(new ReportSubmitted($"{prefix}report/{number}", report));
        tried.AddRange(report.Tried.Select(attempt => $"{attempt.Approach}: {attempt.Result}"));
    }

    /// <summary>A report was held against the evidence.</summary>
    public void ReportVerified(string number, Verdict verdict, Verification verification) =>
        Once(new ReportVerified($"{prefix}verified/{number}", verdict.Iteration, verification, verification.Verified));

    /// <summary>A gate cycle ended.</summary>
    public void Iteration(Verdict verdict)
    {
        var findings = verdict
            .Faulty.Concat(verdict.Open)
            .Select(finding => new Problem(finding.Rule ?? "finding", finding.Message) { Path = finding.Path, Line = finding.Line });
        Once(
            new IterationFinished(
                $"{prefix}iteration/{verdict.Iteration}",
                verdict.Iteration,
                verdict.Tree,
                verdict.IsGreen,
                [.. verdict.Files.Select(file => file.Path)],
                [.. findings]
            )
        );
        log.Add(LogEntry(verdict));
        if (!verdict.IsGreen)
        {
            tried.Add($"iteration {verdict.Iteration}: {verdict.FirstFinding}");
        }
    }

    /// <summary>The task is done, or the part of it that one agent of a pipeline has.</summary>
    public TaskCompleted Completed(string commit, Verdict verdict, int iterations)
    {
        var before = site.Part.IsLast ? site.Part.Before : [];
        var files = before.SelectMany(part => part.Work.Files).Concat(verdict.Files.Select(file => file.Path));
        var completed = new TaskCompleted(
            $"{prefix}end",
            commit,
            verdict.Proof,
            before.Sum(part => part.Work.Iterations) + iterations,
            [.. files.Distinct(StringComparer.Ordinal)],
            verdict.Red,
            verdict.TurnedGreen
        )
        {
            Noticed = verdict.Noticed,
            ProvingTests =
            [
                .. before.SelectMany(part => part.Work.ProvingTests).Concat(verdict.ProvingTests).Distinct(StringComparer.Ordinal),
            ],
        };
        return site.Part.IsLast
            ? Once(completed)
            : Once(new PartCompleted(completed.Key, site.Part.Number, site.Crew.Author.Definition.Name, site.Base, completed)).Work;
    }

    /// <summary>A failure of the task, not recorded yet.</summary>
    public TaskFailed Failure(Problem problem, int iterations) => new(site.End, problem, iterations, null);

    /// <summary>The task failed.</summary>
    public void Failed(TaskFailed failed) => Once(failed);

    /// <summary>The message of a commit of this task.</summary>
    /// <param name="title">The task's title, or the agent's own subject.</param>
    /// <param name="summary">What was done, or null.</param>
    /// <param name="ticked">The verdict on the work of a commit that ticks the task, else null.</param>
    /// <param name="red">Tests that fail by intent.</param>
    public MaskedText Message(MaskedText title, MaskedText? summary, Verdict? ticked, IReadOnlyList<string> red) =>
        CommitText.Of(
            recorder.Folder.Id,
            task,
            title,
            summary,
            ticked?.Proof,
            facts.Work.Ticket,
            red,
            weakSandbox,
            ticked is null ? null : [.. Measured(ticked), .. Limits]
        );

    private static IEnumerable<(string Name, string Value)> Measured(Verdict verdict) =>
        verdict.Noticed is { } noticed ? [("Ashlar-Noticed", noticed.ToString())] : [];

    /// <summary>What the gates do not tell of a change.</summary>
    private IReadOnlyList<(string Name, string Value)> Limits =>
        [
            .. facts.Started.ExitOnly.Select(gate => ("Ashlar-Exit-Only", gate)),
            .. facts.Started.Uncovered.Select(part => ("Ashlar-Not-Covered", part.ToString())),
        ];

    private IterationEntry LogEntry(Verdict verdict)
    {
        var at = recorder.Steps.PastEntry<IterationFinished>(task, $"{prefix}iteration/{verdict.Iteration}")?.At ?? clock.GetUtcNow();
        var runs = verdict.Results.Select(result => result.Tests).OfType<TestRun>().ToList();
        return new IterationEntry(
            at,
            verdict.Files.Count == 0 ? "none" : string.Join(", ", verdict.Files.Select(file => file.Path)),
            runs.Count == 0 ? "no tests" : $"{runs.Sum(run => run.Passing)}/{runs.Sum(run => run.Total)}",
            verdict.IsGreen ? "Green" : $"Not green: {ShownText.Line(verdict.FirstFinding)}"
        );
    }

    /// <summary>Writes a step, or gives what an earlier execution wrote of it.</summary>
    public T Once<T>(T body)
        where T : class, IStep => recorder.Steps.Past<T>(task, body.Key) ?? recorder.Steps.Keep(task, body);
}
