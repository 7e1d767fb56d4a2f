using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Planning;

/// <summary>How the agents of a run are talked to: who opens a conversation, within which bounds, and who is told.</summary>
internal sealed record Talks
{
    /// <summary>Opens a conversation.</summary>
    public required Func<LoopTerms, Conversation, IAuthor> OpenAuthor { get; init; }

    /// <summary>What may still be spent.</summary>
    public required Budget Budget { get; init; }

    /// <summary>The limits that hold.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>The number of the last entry by which a person named the model again, else 0.</summary>
    public required long ModelNamedAt { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Told what happens, for display only.</summary>
    public required Action<LoopActivity> Announce { get; init; }

    /// <summary>A conversation with an agent, with what is the same for all of the run.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="tools">Its tools.</param>
    /// <param name="steps">Recorded steps.</param>
    /// <param name="task">The task's id.</param>
    /// <param name="prefix">What the keys of its steps begin with.</param>
    /// <param name="handsOver">Which calls the run itself answers.</param>
    public LoopTerms With(Seat agent, RecordedTools tools, StepLog steps, string task, string prefix, Func<string, bool> handsOver) =>
        new()
        {
            Model = agent.Model,
            Tools = tools,
            Steps = steps,
            Budget = Budget,
            Task = task,
            Prefix = prefix,
            Agent = agent.Definition.Name,
            MaxTurns = Limits.Turns,
            MaxOutputTokens = Limits.Output,
            Clock = Clock,
            ModelNamedAt = ModelNamedAt,
            Window = agent.Window,
            HandsOver = handsOver,
            Announce = Announce,
        };
}
