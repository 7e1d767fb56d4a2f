using Ashlar.Core.Secrets;

namespace Ashlar.Core.Models;

/// <summary>The one seam to whoever answers: a provider, a cassette, a script in a test, or a wrapper of another model.</summary>
public interface IModel
{
    /// <summary>The full name, such as <c>anthropic/claude-sonnet-4-5</c>.</summary>
    string Name { get; }

    /// <summary>The full names of all models that may answer instead or as this one; each must have a price where costs are limited.</summary>
    IReadOnlyList<string> Names => [Name];

    /// <summary>
    /// Asks for the next answer. The conversation is not changed. Expected trouble comes back as a <see cref="ModelFailure"/>;
    /// only cancellation and programming errors throw.
    /// </summary>
    /// <param name="request">What to ask.</param>
    /// <param name="progress">Told of what streams in, for display only; may be null and must not throw.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>One request.</summary>
/// <param name="Conversation">What has been said; its last message is the user's.</param>
/// <param name="MaxOutputTokens">Upper bound of the answer in tokens.</param>
public sealed record ModelRequest(Conversation Conversation, int MaxOutputTokens)
{
    /// <summary>The step of the run that asks; never sent. Null outside a run.</summary>
    public TurnStep? Step { get; init; }

    /// <summary>A wait that the provider asks for is not begun when it lasts beyond this time, UTC; never sent. Null for no bound.</summary>
    public DateTimeOffset? Deadline { get; init; }
}

/// <summary>A turn in the record of a run.</summary>
/// <param name="Task">The task.</param>
/// <param name="Key">The step's key.</param>
public sealed record TurnStep(string Task, string Key);

/// <summary>The outcome of a request.</summary>
public abstract record ModelOutcome;

/// <summary>A whole answer; a partly streamed one never becomes one of these.</summary>
/// <param name="Content">The blocks in the order they came; may be empty (the caller asks again).</param>
/// <param name="Stop">Why the model stopped.</param>
/// <param name="Usage">What the provider says it cost.</param>
/// <param name="Model">The model's name as the provider gave it.</param>
public sealed record ModelAnswer(IReadOnlyList<ContentBlock> Content, StopReason Stop, Usage Usage, string Model) : ModelOutcome
{
    /// <summary>The full name of the model that stood in for the one that was asked, or null. Never a word of the provider's.</summary>
    public string? StoodIn { get; init; }

    /// <summary>The calls in the answer, in order.</summary>
    public IEnumerable<ToolCall> Calls => Content.OfType<ToolCall>();

    /// <summary>The text of the answer, blocks joined by line feeds; empty if there is none.</summary>
    public string Text => string.Join('\n', Content.OfType<TextBlock>().Select(block => block.Text));
}

/// <summary>A request that failed.</summary>
/// <param name="Kind">What kind of trouble it was.</param>
/// <param name="Message">The provider's own words where it said any, else ours.</param>
public sealed record ModelFailure(FailureKind Kind, MaskedText Message) : ModelOutcome
{
    /// <summary>The HTTP status, where there was one.</summary>
    public int? Status { get; init; }

    /// <summary>The window that the provider told when it refused for length, in tokens.</summary>
    public int? Window { get; init; }

    /// <summary>How long the provider asked to wait, where it did; never negative.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool Retryable => Kind is FailureKind.Overloaded or FailureKind.RateLimited or FailureKind.Server or FailureKind.Connection;
}

/// <summary>The kinds of trouble that are answered differently.</summary>
public enum FailureKind
{
    /// <summary>Connection lost, refused, or the stream was cut short.</summary>
    Connection,

    /// <summary>408, 409, 500, 502, 503 and their like.</summary>
    Server,

    /// <summary>529 or an overload error inside a stream.</summary>
    Overloaded,

    /// <summary>429.</summary>
    RateLimited,

    /// <summary>401 or 403: the key, the account or its credit.</summary>
    Authentication,

    /// <summary>404: no such model or endpoint.</summary>
    NotFound,

    /// <summary>400 and other refusals of this very request.</summary>
    BadRequest,

    /// <summary>The conversation is longer than the model's window.</summary>
    TooLong,

    /// <summary>An answer that breaks the protocol or is larger than the bounds.</summary>
    Malformed,

    /// <summary>A cassette has no (matching) answer left.</summary>
    Exhausted,
}

/// <summary>Why a model stopped.</summary>
public enum StopReason
{
    /// <summary>It had said all.</summary>
    EndTurn,

    /// <summary>It waits for tool results.</summary>
    ToolUse,

    /// <summary>The bound of the answer was reached; calls in it may be cut off.</summary>
    MaxTokens,

    /// <summary>It refused.</summary>
    Refusal,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Token counts of one request, as the provider gave them. Negative or missing figures are 0.</summary>
/// <param name="Input">Input tokens, cached ones (<paramref name="Cached"/>, <paramref name="CacheWrite"/>) not included.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="Cached">Input tokens read from the provider's cache.</param>
/// <param name="CacheWrite">Input tokens written to the provider's cache.</param>
public sealed record Usage(long Input, long Output, long Cached = 0, long CacheWrite = 0)
{
    /// <summary>No tokens at all.</summary>
    public static Usage None { get; } = new(0, 0);

    /// <summary>The sum of two.</summary>
    public static Usage operator +(Usage left, Usage right) =>
        new(left.Input + right.Input, left.Output + right.Output, left.Cached + right.Cached, left.CacheWrite + right.CacheWrite);
}

/// <summary>What streams in, for display only.</summary>
/// <param name="Text">A piece of text or thinking, or null.</param>
/// <param name="ToolName">The tool whose call has begun, or null.</param>
/// <param name="Waiting">How long a retry waits and why, or null.</param>
/// <param name="Adjusted">What is sent otherwise from now on, since the endpoint refused it, or null.</param>
public sealed record ModelProgress(string? Text = null, string? ToolName = null, ModelWait? Waiting = null, MaskedText? Adjusted = null);

/// <summary>A wait before the next try.</summary>
/// <param name="Reason">Why, in the provider's words where it said any.</param>
/// <param name="Until">When the next try is made, UTC.</param>
/// <param name="Attempt">The number of the try that failed, from 1.</param>
public sealed record ModelWait(MaskedText Reason, DateTimeOffset Until, int Attempt)
{
    /// <summary>The sum of the waits for one request that a provider can ask for; what lasts longer ends the run at a limit.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);
}
