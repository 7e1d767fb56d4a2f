using System.Text;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Landings;

/// <summary>Messages of Ashlar's commits: a subject, what was done, and trailers.</summary>
internal static class CommitText
{
    private const int LongestSubject = 72;

    /// <summary>The message of a task's commit.</summary>
    /// <param name="run">The run.</param>
    /// <param name="task">The task's id.</param>
    /// <param name="title">The task's title, or the agent's own subject.</param>
    /// <param name="summary">What was done, or null.</param>
    /// <param name="proof">The proof level for the commit that ticks the task, else null.</param>
    /// <param name="ticket">The ticket, or null.</param>
    /// <param name="red">Tests that fail by intent.</param>
    /// <param name="weakSandbox">The level of containment when it is weaker than the sandbox, else null.</param>
    /// <param name="limits">What the gates do not tell, as trailers of their own: name and value; null for none.</param>
    public static MaskedText Of(
        string run,
        string task,
        MaskedText title,
        MaskedText? summary,
        string? proof,
        MaskedText? ticket,
        IReadOnlyList<string> red,
        string? weakSandbox,
        IReadOnlyList<(string Name, string Value)>? limits = null
    )
    {
        // Everything is masked before it is wrapped: a line break within a value would hide it from a mask.
        // A title that is too long is below; what was done, in a sentence that fits, says more than half of it.
        var isLong = ShownText.Line(title.Text).Length > LongestSubject;
        var subject =
            isLong && summary?.Laid(FirstSentence) is { Text.Length: > 0 and <= LongestSubject } done ? done : title.Laid(Subject);
        var text = subject + MaskedText.Literal("\n\n");
        if (isLong)
        {
            text += title.Laid(words => Wrapped(ShownText.Line(words))) + MaskedText.Literal("\n\n");
        }

        if (summary is { } said && !string.IsNullOrWhiteSpace(said.Text))
        {
            text += said.Laid(words => Wrapped(WithoutTrailers(words))) + MaskedText.Literal("\n\n");
        }

        (string Name, string? Value)[] trailers =
        [
            ("Ashlar-Run", run),
            ("Ashlar-Task", task),
            ("Ashlar-Proof", proof),
            .. red.Select(test => ("Ashlar-Red", (string?)test)),
            .. (limits ?? []).Select(limit => (limit.Name, (string?)limit.Value)),
            ("Ashlar-Sandbox", weakSandbox),
        ];
        foreach (var (name, value) in trailers.Where(trailer => trailer.Value is not null))
        {
            text += MaskedText.Compose($"{new Structure(name)}: {new Structure(ShownText.Line(value!))}\n");
        }

        return ticket is { } named ? text + MaskedText.Compose($"Ticket: {named.Laid(ShownText.Line)}\n") : text;
    }

    private static string FirstSentence(string summary)
    {
        var line = WithoutTrailers(summary);
        var end = line.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? line : line[..end]).TrimEnd('.', ' ');
    }

    private static string Subject(string title)
    {
        var line = ShownText.Line(title);
        return line.Length <= LongestSubject ? line : Cut(line).TrimEnd() + "…";
    }

    private static string Cut(string line) =>
        line[..(char.IsHighSurrogate(line[LongestSubject - 2]) ? LongestSubject - 2 : LongestSubject - 1)];

    /// <summary>The model's words without lines that could be taken for trailers of ours.</summary>
    private static string WithoutTrailers(string summary) =>
        string.Join(
            ' ',
            ShownText
                .Clean(summary)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(line =>
                    !line.StartsWith("Ashlar-", StringComparison.OrdinalIgnoreCase)
                    && !line.StartsWith("Ticket:", StringComparison.OrdinalIgnoreCase)
                )
        );

    private static string Wrapped(string text)
    {
        var wrapped = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > LongestSubject)
            {
                wrapped.Append('\n');
                column = 0;
            }
            else if (column > 0)
            {
                wrapped.Append(' ');
                column++;
            }

            wrapped.Append(word);
            column += word.Length;
        }

        return wrapped.ToString();
    }
}
