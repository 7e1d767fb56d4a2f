using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.People;

/// <summary>Which tasks may end without a change (contract section 6, point 1).</summary>
internal static class NoChange
{
    /// <summary>How the summary of a question begins that asks to leave a task without a change.</summary>
    public const string Words = "No change needed";

    /// <summary>Whether a question asks that.</summary>
    public static bool Asks(EscalationDraft question) =>
        question.Kind is "question" && question.Summary.TrimStart().StartsWith(Words, StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Verbs = ["verify", "run", "check", "confirm", "review"];

    /// <summary>Whether the title, or every open step, is of the kind that only looks.</summary>
    public static bool Allows(TaskItem item)
    {
        if (OnlyLooks(item.Title))
        {
            return true;
        }

        var steps = item
            .Text.Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("- [ ]", StringComparison.Ordinal) || line.StartsWith("* [ ]", StringComparison.Ordinal))
            .Select(line => line[5..].Trim())
            .Where(step => !step.Contains(item.Title, StringComparison.Ordinal))
            .ToList();
        return steps.Count > 0 && steps.All(OnlyLooks);
    }

    private static bool OnlyLooks(string text)
    {
        var words = text.TrimStart('*', '_', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var first = words.FirstOrDefault(word => word.Any(char.IsLetter))?.Trim(':', ',', '.', '*', '_') ?? "";
        return Verbs.Contains(first, StringComparer.OrdinalIgnoreCase);
    }
}
