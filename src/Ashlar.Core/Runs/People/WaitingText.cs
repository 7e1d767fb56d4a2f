using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.People;

/// <summary>How a person answers what a run waits for.</summary>
public static class WaitingText
{
    /// <summary>The command that answers a question or gives a verdict, and continues.</summary>
    /// <param name="run">The run.</param>
    /// <param name="task">The task that waits.</param>
    /// <param name="raised">What it waits for.</param>
    public static string Command(string run, string? task, EscalationRaised raised) =>
        IsReview(raised) ? $"ashlar review {run} approve --task {task} --resume"
        : raised.Gates.Count > 0 ? $"ashlar answer {run} {raised.Id} done --resume"
        : $"ashlar answer {run} {raised.Id} \"your answer\" --resume";

    /// <summary>What is said of a run that waits for something.</summary>
    /// <param name="run">The run.</param>
    /// <param name="task">The task that waits.</param>
    /// <param name="raised">What it waits for.</param>
    public static Problem Waits(string run, string? task, EscalationRaised raised) =>
        new("run.waiting", $"the run waits for you: {raised.Id}: {ShownText.Line(raised.Summary)}")
        {
            Remedy = $"Decide with `{Command(run, task, raised)}`",
        };

    /// <summary>Why a run did not end well, or null; of one that waits, what it waits for now, since answers may have come.</summary>
    public static Problem? Reason(RunState run) =>
        run.State is not "waiting" || run.Reason is null ? run.Reason
        : run.OpenEscalations.FirstOrDefault() is { } open ? Waits(run.Run, open.Task, open.Raised)
        : new Problem("run.waiting", "what the run asked is answered") { Remedy = $"Resume with `ashlar resume {run.Run}`" };

    /// <summary>Whether <c>ashlar review</c> answers it: a review by a person, or work whose report differs.</summary>
    public static bool IsReview(EscalationRaised raised) => raised.Kind is "review" or "report";
}
