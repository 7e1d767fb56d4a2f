using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Conversations;

/// <summary>What a conversation's loop needs: who answers, which tools, which records, which bounds.</summary>
public sealed record LoopTerms
{
    /// <summary>Who answers.</summary>
    public required IModel Model { get; init; }

    /// <summary>The tools, with recording.</summary>
    public required RecordedTools Tools { get; init; }

    /// <summary>Recorded steps.</summary>
    public required StepLog Steps { get; init; }

    /// <summary>What the run may still spend.</summary>
    public required Budget Budget { get; init; }

    /// <summary>The task's id.</summary>
    public required string Task { get; init; }

    /// <summary>The name of the agent that is asked.</summary>
    public required string Agent { get; init; }

    /// <summary>On whose account the requests are.</summary>
    public Spender Spender => new(Task, Agent);

    /// <summary>What the keys of this conversation's steps begin with; unique among the conversations of the task.</summary>
    public required string Prefix { get; init; }

    /// <summary>The name of a conversation that is not the task's own agent's, such as <c>review/1</c>; else null.</summary>
    public string? Role { get; init; }

    /// <summary>Requests that the task may make.</summary>
    public required int MaxTurns { get; init; }

    /// <summary>Bound of one answer, in tokens; of a small window a quarter at most, so that there is room for what the answer is about.</summary>
    public int MaxOutputTokens
    {
        get => Window.Tokens is { } window ? Math.Min(field, window / 4) : field;
        init;
    } = RunLimits.StandardOutput;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The number of the last entry by which a person named the model again, else 0: waits recorded before it no longer apply.</summary>
    public long ModelNamedAt { get; init; }

    /// <summary>What a request may hold with its answer.</summary>
    public ContextWindow Window { get; init; } = ContextWindow.Unknown;

    /// <summary>The files that differ from the task base, a line each.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<string>>> ChangedFiles { get; init; } =
        _ => System.Threading.Tasks.Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Calls whose words must be known to the end of the task: decisions.</summary>
    public Func<string, bool> Remembers { get; init; } = _ => false;

    /// <summary>Requests that other conversations of the task have made.</summary>
    public Func<int> OtherTurns { get; init; } = () => 0;

    /// <summary>Requests that this conversation may make.</summary>
    public int MostTurns { get; init; } = int.MaxValue;

    /// <summary>Asked before each request; false stops the conversation, and who was asked knows why.</summary>
    public Func<CancellationToken, Task<bool>> MayAsk { get; init; } = _ => System.Threading.Tasks.Task.FromResult(true);

    /// <summary>Which calls end the loop's turn because the run itself answers them.</summary>
    public required Func<string, bool> HandsOver { get; init; }

    /// <summary>Which of these calls may be the last of a turn with others: they say nothing of the others' results.</summary>
    public Func<string, bool> EndsTurn { get; init; } = _ => false;

    /// <summary>Told what happens, for display only.</summary>
    public required Action<LoopActivity> Announce { get; init; }
}

/// <summary>What an agent is doing now, for display only.</summary>
/// <param name="Task">The task.</param>
/// <param name="Turn">The turn, from 1.</param>
/// <param name="What">A few words.</param>
public sealed record LoopActivity(string Task, int Turn, MaskedText What);
