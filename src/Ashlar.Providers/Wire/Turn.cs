using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Providers.Wire;

/// <summary>
/// What one side says at a stretch, in an order that both protocols accept: adjacent messages of one side are one turn; every call of
/// the model's turn before has exactly one result, in call order and before anything else; nothing empty is left.
/// </summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Results">The results, for the user's side.</param>
/// <param name="Blocks">Everything else: text and images, or what the model said.</param>
internal sealed record Turn(Role Role, IReadOnlyList<ToolResult> Results, IReadOnlyList<ContentBlock> Blocks)
{
    private const string NoResult = "No result was recorded for this call.";

    /// <summary>Whether a message holds anything that may be sent. The model's thinking alone is not, since no protocol takes it back.</summary>
    public static bool HasContent(Message message) =>
        message.Content.Any(block =>
            block switch
            {
                TextBlock text => !string.IsNullOrWhiteSpace(text.Text),
                ThinkingBlock => false,
                _ => true,
            }
        );

    /// <summary>Puts messages of one side together.</summary>
    /// <param name="messages">The messages, all of one side, each with content.</param>
    /// <param name="calls">The calls of the model's turn before, for the user's side.</param>
    public static Turn Of(IReadOnlyList<Message> messages, IReadOnlyList<ToolCall> calls)
    {
        var all = messages.SelectMany(message => message.Content).ToList();
        var results = new List<ToolResult>();
        foreach (var call in calls)
        {
            results.Add(
                all.OfType<ToolResult>().FirstOrDefault(result => result.CallId == call.Id)
                    ?? new ToolResult(call.Id, [new TextBlock(MaskedText.Literal(NoResult))], IsError: true)
            );
        }

        return new Turn(
            messages[0].Role,
            results,
            [.. all.Where(block => block is not ToolResult && !(block is TextBlock text && string.IsNullOrWhiteSpace(text.Text)))]
        );
    }
}
