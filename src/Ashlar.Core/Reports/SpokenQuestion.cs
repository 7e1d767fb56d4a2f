using System.Text.RegularExpressions;

namespace Ashlar.Core.Reports;

/// <summary>A question that an agent asks in its words instead of by a tool: they end in it, or in the answers that it offers to it.</summary>
/// <param name="Summary">The question, one line.</param>
/// <param name="Details">All that was said, where that is more; else null.</param>
/// <param name="Options">The answers that were offered.</param>
internal sealed partial record SpokenQuestion(string Summary, string? Details, IReadOnlyList<string> Options)
{
    // Latin, full-width, Arabic and Greek.
    private const string Marks = "?？؟\u037e";

    /// <summary>The question that a text ends in, or null.</summary>
    public static SpokenQuestion? In(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var last = lines.FindLastIndex(line => !Item().OrNone().IsIn(line));
        if (last < 0 || Question(lines[last]) is not { } question)
        {
            // The question may itself be the last item of a list.
            last = lines.Count - 1;
            question = last < 0 ? null : Question(Item().OrNone().ReplaceIn(lines[last], ""));
        }

        return question is null
            ? null
            : new SpokenQuestion(
                question,
                lines is [var only] && only.Length == question.Length ? null : text.Trim(),
                [.. lines.Skip(last + 1).Select(line => Item().OrNone().ReplaceIn(line, ""))]
            );
    }

    /// <summary>The last sentence of a line where it is a question.</summary>
    private static string? Question(string line)
    {
        var bare = line.TrimEnd('*', '_', '"', '\'', '”', '»', '’', ')', ' ');
        if (bare.Length == 0 || !Marks.Contains(bare[^1], StringComparison.Ordinal))
        {
            return null;
        }

        var begin = Sentence().OrNone().AllIn(bare[..^1]).Select(match => match.Index + match.Length).LastOrDefault();
        return bare[begin..].TrimStart('*', '_', '#', ' ');
    }

    [GeneratedRegex(@"^(?:[-*•–]|\(?\d{1,2}[.)]|\(?[A-Za-z][.)])\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Item();

    [GeneratedRegex(@"[.!?。？！]\s+(?=\S)|[。？！]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sentence();
}
