using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.People;

/// <summary>What happens next in a task: words for the agent, or the end.</summary>
/// <param name="Words">What the agent is told, or null at the end.</param>
/// <param name="Outcome">How the task ends for now, or null while it continues.</param>
internal sealed record TaskStep(ToolAnswer? Words, TaskOutcome? Outcome)
{
    /// <summary>Whether a person said yes to what was asked.</summary>
    public bool Approved { get; init; }

    /// <summary>Whether a person says that they did what was asked of them.</summary>
    public bool IsDone { get; init; }

    /// <summary>A person's words, where there are any.</summary>
    public string? Answer { get; init; }

    /// <summary>The agent is told something and continues.</summary>
    public static TaskStep Say(ToolAnswer words) => new(words, null);

    /// <summary>The task stops here.</summary>
    public static TaskStep Stop(TaskOutcome outcome) => new(null, outcome);
}
