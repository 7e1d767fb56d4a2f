using System.Text;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs;

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
    ) => title.Laid(words => Lay(run, task, words, summary?.Text, proof, ticket?.Text, red, weakSandbox, limits ?? []));

    // Everything is masked before it is wrapped: a line break within a value would hide it from a mask.
    private static string Lay(
        string run,
        string task,
        string title,
        string? summary,
        string? proof,
        string? ticket,
        IReadOnlyList<string> red,
        string? weakSandbox,
        IReadOnlyList<(string Name, string Value)> limits
    )
    {
        var line = ShownText.Line(title);
        var subject = line.Length <= LongestSubject ? line : Cut(line).TrimEnd() + "…";
        var text = new StringBuilder(subject).Append("\n\n");
        if (line.Length > LongestSubject)
        {
            text.Append(Wrapped(line)).Append("\n\n");
        }

        if (!string.IsNullOrWhiteSpace(summary))
        {
            text.Append(Wrapped(WithoutTrailers(summary))).Append("\n\n");
        }

        text.Append("Ashlar-Run: ").Append(run).Append('\n');
        text.Append("Ashlar-Task: ").Append(ShownText.Line(task)).Append('\n');
        if (proof is not null)
        {
            text.Append("Ashlar-Proof: ").Append(proof).Append('\n');
        }

        foreach (var test in red)
        {
            text.Append("Ashlar-Red: ").Append(ShownText.Line(test)).Append('\n');
        }

        foreach (var (name, value) in limits)
        {
            text.Append(name).Append(": ").Append(ShownText.Line(value)).Append('\n');
        }

        if (weakSandbox is not null)
        {
            text.Append("Ashlar-Sandbox: ").Append(weakSandbox).Append('\n');
        }

        if (ticket is not null)
        {
            text.Append("Ticket: ").Append(ShownText.Line(ticket)).Append('\n');
        }

        return text.ToString();
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
