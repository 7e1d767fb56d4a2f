using Ashlar.Core.Models;

namespace Ashlar.Core.Conversations;

/// <summary>Why the loop handed back.</summary>
public abstract record LoopOutcome;

/// <summary>A call that the run itself answers, alone in its turn: the next <see cref="IAuthor.RunAsync"/> gives its result.</summary>
/// <param name="Call">The call, such as <c>Report</c> or <c>Escalate</c>.</param>
public sealed record HandedOver(ToolCall Call) : LoopOutcome;

/// <summary>A turn without any call.</summary>
/// <param name="Text">What the model wrote.</param>
/// <param name="InARow">The number of such turns since the last call, from 1.</param>
/// <param name="CutOff">Whether the answer ended at the output limit.</param>
public sealed record TurnWithoutCall(string Text, int InARow, bool CutOff) : LoopOutcome
{
    /// <summary>A call that the model wrote as text, or null.</summary>
    public WrittenCall? Written { get; init; }
}

/// <summary>A limit refuses the next request.</summary>
public sealed record LimitStop(LimitReached Limit) : LoopOutcome;

/// <summary>The model cannot be used: account, endpoint, or no usable answer.</summary>
public sealed record ModelStop(ModelFailure Failure) : LoopOutcome;

/// <summary>A call stopped the task, or the next request may not be made; who executed or refused it knows why.</summary>
public sealed record HaltStop : LoopOutcome;

/// <summary>The agent goes in circles or breaks the scope again and again; a person must look.</summary>
/// <param name="Pattern">What was seen, one sentence.</param>
/// <param name="Code">The problem's code.</param>
public sealed record CircleStop(string Pattern, string Code) : LoopOutcome;
