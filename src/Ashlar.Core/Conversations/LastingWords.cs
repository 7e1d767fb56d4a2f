using System.Globalization;
using System.Text;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Conversations;

/// <summary>
/// What an agent has to know to the end of its task, whatever is left out of its conversation: people's answers, the newest word of the
/// gates and of a review, what it decided, what it did.
/// </summary>
internal sealed class LastingWords
{
    private const int MostCalls = 80;
    private const int MostTexts = 3;
    private const int LongestText = 2000;

    private readonly List<(string Topic, string Text)> words = [];
    private readonly List<string> decisions = [];
    private readonly List<string> calls = [];

    /// <summary>Ashlar said something on a topic; it replaces what was said on it before.</summary>
    public void Said(string topic, MaskedAnswer answer)
    {
        words.RemoveAll(word => string.Equals(word.Topic, topic, StringComparison.Ordinal));
        words.Add((topic, answer.Text));
    }

    /// <summary>The agent noted a decision.</summary>
    public void Decided(ToolCall call)
    {
        var decision = call.Arguments.Text.ReplaceLineEndings(" ");
        decisions.Add(decision.Length > LongestText ? decision[..LongestText] + " …" : decision);
    }

    /// <summary>The agent did something.</summary>
    public void Did(int turn, ToolCall call, MaskedAnswer answer) =>
        calls.Add(string.Create(CultureInfo.InvariantCulture, $"turn {turn}: {CallSummary.Of(call)}{(answer.IsError ? " (failed)" : "")}"));

    /// <summary>The message that is where a part of the conversation was left out.</summary>
    /// <param name="turns">How many answers are left out, this time and before.</param>
    /// <param name="left">The messages that are left out now.</param>
    /// <param name="taskBase">The task base.</param>
    /// <param name="files">The files changed since the task base, a line each.</param>
    public string Render(int turns, IReadOnlyList<Message> left, string taskBase, IReadOnlyList<string> files)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            Turns 1 to {turns} of this conversation were left out here, since it had grown too long. All that stands above still holds: the task, its acceptance criteria, what you may change, the gates. The newest turns follow below.
            Continue where you were; do not begin again. Your files are as you left them; Read again what you need.
            Task base: {taskBase}

            """
        );
        Part(text, "Files changed since the task base", files, "none");
        Part(text, "What was said to you last on each matter, verbatim", [.. words.Select(word => word.Text)], null, "\n\n");
        Part(text, "What you decided (NoteDeviation)", decisions, null);
        var shown = calls.TakeLast(MostCalls).ToList();
        Part(text, calls.Count > shown.Count ? $"What you did, the last {shown.Count} calls" : "What you did", shown, null);
        Part(text, "What you wrote last", Texts(left), null, "\n\n");
        return text.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static List<string> Texts(IReadOnlyList<Message> left) =>
        [
            .. left.Where(message => message.Role is Role.Assistant)
                .SelectMany(message => message.Content.OfType<TextBlock>())
                .Select(block => block.Text.Trim())
                .Where(said => said.Length > 0)
                .TakeLast(MostTexts)
                .Select(said => said.Length > LongestText ? said[..LongestText] + " …" : said),
        ];

    private static void Part(StringBuilder text, string title, IReadOnlyList<string> lines, string? none, string between = "\n")
    {
        if (lines.Count > 0 || none is not null)
        {
            text.Append('\n').Append(title).Append(":\n").AppendJoin(between, lines.Count > 0 ? lines : [none!]).Append('\n');
        }
    }
}
