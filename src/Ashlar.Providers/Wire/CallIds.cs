using System.Globalization;
using Ashlar.Core.Models;

namespace Ashlar.Providers.Wire;

/// <summary>
/// Makes the ids of calls unique in a conversation, and makes them up where a provider gives none. The outcome depends on the
/// conversation and the answer alone, so that a resumed run sees the same ids.
/// </summary>
internal sealed class CallIds
{
    private const int LongestId = 8192;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private int seen;
    private int turns;

    /// <summary>Gives every call of an answer an id that no other call of the conversation has.</summary>
    public IReadOnlyList<ContentBlock> MakeUnique(Conversation conversation, IReadOnlyList<ContentBlock> content)
    {
        lock (used)
        {
            Learn(conversation);
            var fresh = new HashSet<string>(StringComparer.Ordinal);
            var index = 0;
            return [.. content.Select(block => block is ToolCall call ? call with { Id = Unique(call.Id, index++, fresh) } : block)];
        }
    }

    private string Unique(string id, int index, HashSet<string> fresh)
    {
        var stem =
            id.Length is 0 or > LongestId || id.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? string.Create(CultureInfo.InvariantCulture, $"call_{turns + 1}_{index + 1}")
                : id;
        var unique = stem;
        for (var copy = 2; used.Contains(unique) || !fresh.Add(unique); copy++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{stem}_{copy}");
        }

        return unique;
    }

    private void Learn(Conversation conversation)
    {
        for (; seen < conversation.Messages.Count; seen++)
        {
            if (conversation.Messages[seen] is not { Role: Role.Assistant } message)
            {
                continue;
            }

            turns++;
            used.UnionWith(message.Content.OfType<ToolCall>().Select(call => call.Id));
        }
    }
}
