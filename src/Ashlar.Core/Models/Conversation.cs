namespace Ashlar.Core.Models;

/// <summary>
/// What a model has been told and has said so far. It only ever grows at its end: a provider may keep what it has serialised
/// for an instance and append to it.
/// </summary>
/// <param name="system">The system prompt.</param>
/// <param name="tools">The tools on offer; fixed for the conversation's life.</param>
public sealed class Conversation(string system, IReadOnlyList<ToolSpec> tools)
{
    private readonly List<Message> messages = [];

    /// <summary>The system prompt.</summary>
    public string System { get; } = system;

    /// <summary>The tools on offer.</summary>
    public IReadOnlyList<ToolSpec> Tools { get; } = tools;

    /// <summary>All messages, oldest first. The first is the user's.</summary>
    public IReadOnlyList<Message> Messages => messages;

    /// <summary>Appends a message.</summary>
    public void Add(Message message) => messages.Add(message);
}
