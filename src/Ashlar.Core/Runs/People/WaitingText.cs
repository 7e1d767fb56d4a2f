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

    /// <summary>Whether <c>ashlar review</c> answers it: a review by a person, or work whose report differs.</summary>
    public static bool IsReview(EscalationRaised raised) => raised.Kind is "review" or "report";
}
