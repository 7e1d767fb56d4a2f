using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Conversations;

/// <summary>
/// Leaves out the middle of a conversation that grows too long: the system prompt and the first message stay as they are, then comes one
/// message with what still holds, then the newest turns verbatim. What it does is recorded, so a resumed run has the same conversation.
/// </summary>
/// <param name="seat">What the conversation needs.</param>
/// <param name="store">The journal's form of messages.</param>
internal sealed class Compaction(LoopTerms seat, BlockStore store)
{
    /// <summary>What has to be known to the end.</summary>
    public LastingWords Lasting { get; } = new();

    /// <summary>Whether a request of this size would not fit the model's window together with its answer.</summary>
    public bool IsNeeded(long tokens) => seat.Window.Tokens is { } window && tokens > window - seat.MaxOutputTokens - (window / 20);

    /// <summary>The conversation as an earlier execution made it at this step, or null where it left it as it was.</summary>
    public Conversation? Past(string key, Conversation conversation) =>
        seat.Steps.Past<ConversationCompacted>(seat.Task, key) is { } past
            ? Made(conversation, past.Left, store.LoadMessage(past.Message))
            : null;

    /// <summary>The conversation without its middle, recorded; null where nothing can be left out.</summary>
    /// <param name="key">The step.</param>
    /// <param name="reason"><c>window</c>: it would not fit; <c>overflow</c>: the provider said so.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="tokens">Its size.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Conversation?> MakeAsync(
        string key,
        string reason,
        Conversation conversation,
        long tokens,
        CancellationToken cancellationToken
    )
    {
        var left = Left(conversation);
        if (left <= 0)
        {
            return null;
        }

        var middle = conversation.Messages.Skip(1).Take(left).ToList();
        var turns = conversation.EarlierTurns + Answers(middle);
        var files = await seat.ChangedFiles(cancellationToken).ConfigureAwait(false);
        var text = Lasting.Render(turns, middle, seat.Tools.Context.TaskBase ?? "none", files);
        IReadOnlyList<ContentBlock> message = [new TextBlock(MaskedText.Of(seat.Tools.Context.Mask, text))];
        var body = new ConversationCompacted(key, reason, turns, left, tokens, store.StoreMessage(message));
        seat.Steps.Record(seat.Task, body);
        return Made(conversation, left, message);
    }

    /// <summary>
    /// How many messages after the first can be left out: the newest turns stay up to a quarter of all, the last one always. A turn
    /// begins with the model's answer.
    /// </summary>
    private static int Left(Conversation conversation)
    {
        var messages = conversation.Messages;
        var (start, size, room) = (messages.Count, 0L, messages.Sum(ConversationSize.Of) / 4);
        for (var index = messages.Count - 1; index > 0; index--)
        {
            size += ConversationSize.Of(messages[index]);
            if (messages[index].Role is Role.Assistant && (size <= room || start == messages.Count))
            {
                start = index;
            }
        }

        // The message that an earlier compaction wrote is replaced, which alone wins nothing.
        return Answers(messages.Take(start)) > 0 ? start - 1 : 0;
    }

    private static Conversation Made(Conversation conversation, int left, IReadOnlyList<ContentBlock> message)
    {
        var made = new Conversation(conversation.System, conversation.Tools)
        {
            Role = conversation.Role,
            EarlierTurns = conversation.EarlierTurns + Answers(conversation.Messages.Skip(1).Take(left)),
        };
        made.Add(conversation.Messages[0]);
        made.Add(new Message(Role.User, message));
        foreach (var kept in conversation.Messages.Skip(left + 1))
        {
            made.Add(kept);
        }

        return made;
    }

    private static int Answers(IEnumerable<Message> messages) => messages.Count(message => message.Role is Role.Assistant);
}
