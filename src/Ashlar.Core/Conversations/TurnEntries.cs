using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Conversations;

/// <summary>Body of <c>turn.requested</c>: what is new in the request, tool results (which have entries of their own) left out.</summary>
/// <param name="Key">The turn.</param>
/// <param name="Turn">Its number in the task, from 1.</param>
/// <param name="Role">Who is asked: null for the task's agent, else the conversation, such as <c>review/1</c>.</param>
/// <param name="Message">Blocks that Ashlar adds, or the hash of the artifact that holds them.</param>
public sealed record TurnRequested([property: Structure] string Key, int Turn, [property: Structure] string? Role, StoredBlocks? Message)
    : IStep
{
    static string IEvent.Type => "turn.requested";
}

/// <summary>Body of <c>turn.received</c>.</summary>
/// <param name="Key">The turn.</param>
/// <param name="Turn">Its number in the task, from 1.</param>
/// <param name="Role">Who answered, as in <see cref="TurnRequested"/>.</param>
/// <param name="Content">The answer's blocks.</param>
/// <param name="Stop">Why the model stopped.</param>
/// <param name="Usage">Token counts.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="Cost">USD, or null when the price is unknown.</param>
public sealed record TurnReceived(
    [property: Structure] string Key,
    int Turn,
    [property: Structure] string? Role,
    IReadOnlyList<ContentBlock> Content,
    StopReason Stop,
    Usage Usage,
    [property: Structure] string Model,
    decimal? Cost
) : IStep
{
    static string IEvent.Type => "turn.received";

    /// <summary>The name of the agent that answered; null in older records.</summary>
    [Structure]
    public string? Agent { get; init; }
}

/// <summary>Body of <c>tool.started</c>.</summary>
/// <param name="Key">The call.</param>
/// <param name="CallId">The call's id in the conversation.</param>
/// <param name="Name">The tool.</param>
/// <param name="Summary">The call in a few words, for people.</param>
/// <param name="Repetition">What repeating it would mean.</param>
/// <param name="Snapshot">What puts the files back to the state before it, or null.</param>
public sealed record ToolStarted(
    [property: Structure] string Key,
    [property: Structure] string CallId,
    [property: Structure] string Name,
    MaskedText Summary,
    Repetition Repetition,
    [property: Structure] string? Snapshot
) : IStep
{
    static string IEvent.Type => "tool.started";
}

/// <summary>Body of <c>command.started</c>.</summary>
/// <param name="Key">The call or gate it belongs to.</param>
/// <param name="Pid">Process id on the host.</param>
/// <param name="StartTime">Start time in clock ticks since boot.</param>
public sealed record CommandStarted([property: Structure] string Key, int Pid, long StartTime) : IStep
{
    static string IEvent.Type => "command.started";
}

/// <summary>Body of <c>tool.finished</c>.</summary>
/// <param name="Key">The call.</param>
/// <param name="CallId">The call's id in the conversation.</param>
/// <param name="Name">The tool.</param>
/// <param name="Content">The result's blocks.</param>
/// <param name="IsError">Whether it failed.</param>
/// <param name="Effects">What lasts beyond the call.</param>
/// <param name="Refusal">The rule that refused it, if one did.</param>
public sealed record ToolFinished(
    [property: Structure] string Key,
    [property: Structure] string CallId,
    [property: Structure] string Name,
    IReadOnlyList<ContentBlock> Content,
    bool IsError,
    IReadOnlyList<ToolEffect> Effects,
    MaskedProblem? Refusal
) : IStep
{
    static string IEvent.Type => "tool.finished";
}

/// <summary>Body of <c>change.reverted</c>.</summary>
/// <param name="Key">The call.</param>
/// <param name="Paths">The files that were put back.</param>
/// <param name="Rule">The rule.</param>
public sealed record ChangeReverted([property: Structure] string Key, IReadOnlyList<string> Paths, string Rule) : IStep
{
    static string IEvent.Type => "change.reverted";

    /// <summary>How the key begins where work that did not land was taken out of the user's checkout.</summary>
    public const string Left = "left/";

    /// <summary>The ref under which what was there is kept; null for a change of the agent that broke a rule.</summary>
    [Structure]
    public string? Kept { get; init; }
}

/// <summary>Body of <c>provider.waiting</c>.</summary>
/// <param name="Key">The turn.</param>
/// <param name="Reason">Why, in the provider's words.</param>
/// <param name="Until">When the next try is made.</param>
/// <param name="Model">The model that is waited for; null in older records.</param>
public sealed record ProviderWaiting(
    [property: Structure] string Key,
    MaskedText Reason,
    DateTimeOffset Until,
    [property: Structure] string? Model = null
) : IStep
{
    static string IEvent.Type => "provider.waiting";
}

/// <summary>Body of <c>provider.adjusted</c>: an endpoint refused something that is sent otherwise from then on.</summary>
/// <param name="Key">The turn.</param>
/// <param name="What">The endpoint and what is sent otherwise.</param>
/// <param name="Model">The model.</param>
public sealed record ProviderAdjusted([property: Structure] string Key, MaskedText What, [property: Structure] string Model) : IStep
{
    static string IEvent.Type => "provider.adjusted";
}

/// <summary>Body of <c>conversation.compacted</c>: the middle of a conversation was left out.</summary>
/// <param name="Key">The step.</param>
/// <param name="Reason"><c>window</c>: it would not have fitted; <c>overflow</c>: the provider refused it.</param>
/// <param name="Turns">How many answers are left out, this time and before.</param>
/// <param name="Left">How many messages after the first are left out now.</param>
/// <param name="Tokens">The estimated size before.</param>
/// <param name="Message">What stands in their place.</param>
public sealed record ConversationCompacted(
    [property: Structure] string Key,
    [property: Structure] string Reason,
    int Turns,
    int Left,
    long Tokens,
    StoredBlocks Message
) : IStep
{
    static string IEvent.Type => "conversation.compacted";
}

/// <summary>Body of <c>limit.reached</c>.</summary>
/// <param name="Limit"><c>turns</c>, <c>cost</c>, <c>task-cost</c>, <c>agent-cost</c>, <c>minutes</c>, <c>provider</c> or <c>disk</c>.</param>
/// <param name="Message">What was reached, in one sentence.</param>
public sealed record LimitReached([property: Structure] string Limit, string Message) : IEvent
{
    static string IEvent.Type => "limit.reached";

    /// <summary>No space is left where the state folder lies.</summary>
    public static LimitReached Disk => DiskOf("the state folder");

    /// <summary>No space is left on a disk.</summary>
    /// <param name="place">What lies there.</param>
    public static LimitReached DiskOf(string place) => new("disk", $"no space is left on the disk of {place}");

    /// <summary>Its code among the errors.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Code =>
        Limit switch
        {
            "cost" => "limit.cost",
            "task-cost" => "limit.task-cost",
            "agent-cost" => "limit.agent-cost",
            "minutes" => "limit.minutes",
            "provider" => "limit.provider",
            "disk" => "limit.disk",
            _ => "limit.turns",
        };

    /// <summary>What to do when it ends a run.</summary>
    /// <param name="resume">The command that resumes the run.</param>
    public string Remedy(string resume) =>
        Limit is "disk" ? $"Free space there, then run `{resume}`"
        : Limit is "provider" ? $"Continue then with `{resume}`, or at once with `{resume} --model PROVIDER/NAME`"
        : Agent is null ? $"Resume with a higher limit: `{resume} --max-{Limit} N`"
        : $"Resume with a higher limit: `{resume} --max-{Limit} {Agent}=N`";

    /// <summary>The agent whose limit it is, or null.</summary>
    [Structure]
    public string? Agent { get; init; }
}

/// <summary>Blocks in a journal: small ones in place, large ones as an artifact.</summary>
/// <param name="Blocks">The blocks, or null when they are an artifact.</param>
/// <param name="Artifact">The artifact's hash, or null.</param>
public sealed record StoredBlocks(IReadOnlyList<ContentBlock>? Blocks, [property: Structure] string? Artifact);
