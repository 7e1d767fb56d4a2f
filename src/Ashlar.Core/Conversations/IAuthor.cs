using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Conversations;

/// <summary>
/// Who works in a conversation: words in, an outcome out. <see cref="AgentLoop"/> asks a model; another program can stand here as well, as
/// long as it acts through the tools of its <see cref="LoopTerms"/>, which decide, enforce and record.
/// </summary>
public interface IAuthor
{
    /// <summary>Requests made so far; 0 for a program that does not tell.</summary>
    int Turns { get; }

    /// <summary>What was said so far, as far as the author tells it.</summary>
    Conversation Conversation { get; }

    /// <summary>
    /// Continues: <paramref name="words"/> answer the call that was handed over last, or are a message of their own; it ends when the author
    /// hands over again, or something stops it.
    /// </summary>
    Task<LoopOutcome> RunAsync(ToolAnswer words, CancellationToken cancellationToken);
}
