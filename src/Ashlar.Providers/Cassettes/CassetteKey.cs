using Ashlar.Core.Models;

namespace Ashlar.Providers.Cassettes;

/// <summary>
/// The place of an answer in a run, taken from the conversation alone: so a resumed run finds the right one, and tasks that run at the
/// same time do not disturb each other.
/// </summary>
/// <param name="Task">The task's id, or null where the conversation names none.</param>
/// <param name="Role">The conversation's <see cref="Conversation.Role"/>.</param>
/// <param name="Turn">The number of the answer in the conversation, from 1.</param>
internal sealed record CassetteKey(string? Task, string? Role, int Turn)
{
    /// <summary>The place of the next answer of a conversation.</summary>
    public static CassetteKey Next(Conversation conversation) =>
        new(
            TaskLine.IdOf(conversation),
            conversation.Role,
            conversation.EarlierTurns + conversation.Messages.Count(message => message.Role is Core.Models.Role.Assistant) + 1
        );

    /// <inheritdoc/>
    public override string ToString() => $"task {Task ?? "(none)"}{(Role is null ? "" : $", {Role}")}, turn {Turn}";
}
