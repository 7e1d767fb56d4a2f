using Ashlar.Core.Secrets;

namespace Ashlar.Core.Models;

/// <summary>
/// What a model has been told and has said so far. It only ever grows at its end: a provider may keep what it has serialised
/// for an instance and append to it.
/// </summary>
/// <param name="system">The system prompt.</param>
/// <param name="tools">The tools on offer; fixed for the conversation's life.</param>
public sealed class Conversation(MaskedText system, IReadOnlyList<ToolSpec> tools)
{
    private readonly List<Message> messages = [];

    /// <summary>The system prompt.</summary>
    public MaskedText System { get; } = system;

    /// <summary>The tools on offer.</summary>
    public IReadOnlyList<ToolSpec> Tools { get; } = tools;

    /// <summary>
    /// Who speaks with the model, where that is not the task's own agent: <c>review/1</c> for a reviewer, an agent's name in a pipeline;
    /// null otherwise. It is never sent; a cassette tells conversations of one task apart by it.
    /// </summary>
    public string? Role { get; init; }

    /// <summary>How many answers the conversation had that this one continues after compaction; 0 otherwise. A cassette counts turns from it.</summary>
    public int EarlierTurns { get; init; }

    /// <summary>All messages, oldest first. The first is the user's.</summary>
    public IReadOnlyList<Message> Messages => messages;

    /// <summary>Appends a message.</summary>
    public void Add(Message message) => messages.Add(message);
}
