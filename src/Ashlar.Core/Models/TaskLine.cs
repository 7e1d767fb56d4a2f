namespace Ashlar.Core.Models;

/// <summary>The line <c>Task: ID — TITLE</c> that the first user message of every task's conversation contains (contract section 2).</summary>
public static class TaskLine
{
    private const string Start = "Task: ";
    private const string Separator = " — ";

    /// <summary>Writes the line, without a line feed.</summary>
    public static string Of(string id, string title) => $"{Start}{id}{Separator}{title}";

    /// <summary>The id in the last such line of a text (what is before it is material), or null where there is none.</summary>
    public static string? IdIn(string text)
    {
        string? id = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(Start, StringComparison.Ordinal))
            {
                continue;
            }

            var end = line.IndexOf(Separator, StringComparison.Ordinal);
            if (end > Start.Length)
            {
                id = line[Start.Length..end].Trim().ToString();
            }
        }

        return id;
    }

    /// <summary>The id of the task that a conversation is about: from its first message, or null where it names none.</summary>
    public static string? IdOf(Conversation conversation) =>
        conversation.Messages.Count == 0
            ? null
            : IdIn(string.Join('\n', conversation.Messages[0].Content.OfType<TextBlock>().Select(block => block.Text)));
}
