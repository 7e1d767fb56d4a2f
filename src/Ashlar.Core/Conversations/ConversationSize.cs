using Ashlar.Core.Models;

namespace Ashlar.Core.Conversations;

/// <summary>How large a conversation is in tokens: what the provider counted for the last answer, and an estimate of what came after it.</summary>
internal sealed class ConversationSize
{
    private const int Image = 1600;
    private const int Other = 500;
    private const int Tool = 400;

    private long counted;
    private int messages;

    /// <summary>An answer came: the provider has counted all up to it.</summary>
    public void Answered(Conversation conversation, Usage usage)
    {
        counted = usage.Input + usage.Cached + usage.CacheWrite + usage.Output;
        messages = conversation.Messages.Count;
    }

    /// <summary>The conversation was made again; nothing of it has been counted.</summary>
    public void Forget() => counted = 0;

    /// <summary>Tokens of the conversation and of what is to be said next; an upper estimate where the provider has not counted.</summary>
    public long Of(Conversation conversation, IReadOnlyList<ContentBlock> next)
    {
        var said = conversation.Messages;
        var before = counted > 0 ? counted + said.Skip(messages).Sum(Of) : Fixed(conversation) + said.Sum(Of);
        return before + next.Sum(Of);
    }

    /// <summary>An upper estimate of a message: three bytes a token, images at a flat rate.</summary>
    public static long Of(Message message) => message.Content.Sum(Of);

    /// <summary>The same of an answer.</summary>
    public static long Of(IEnumerable<ContentBlock> answer) => answer.Sum(Of);

    private static long Of(ContentBlock block) =>
        block switch
        {
            TextBlock text => text.Text.Length / 3,
            ToolCall call => call.Arguments.Text.Length / 3,
            ToolResult result => result.Content.Sum(Of),
            ImageBlock => Image,
            _ => Other,
        };

    private static long Fixed(Conversation conversation) =>
        (conversation.System.Text.Length / 3) + conversation.Tools.Sum(tool => (tool.Description.Length + Tool) / 3);
}
