using System.Globalization;
using System.Text;

namespace Ashlar.Core.Reports;

/// <summary>A text that a quote may come from.</summary>
/// <param name="Name">What it is called: a path, <c>the task</c>, <c>answer to E1</c>.</param>
/// <param name="Text">The text.</param>
public sealed record QuoteSource(string Name, string Text)
{
    /// <summary>The number of its first line; 0 where lines say nothing.</summary>
    public int FirstLine { get; init; } = 1;
}

/// <summary>Looks for quoted words. Spaces, line breaks, markup, punctuation and case make no difference; the words and their order do.</summary>
/// <param name="sources">Where to look, in this order.</param>
public sealed class Quotations(IReadOnlyList<QuoteSource> sources)
{
    private static readonly string[] Omissions = ["…", "..."];

    /// <summary>Where the words stand: <c>NAME:LINE</c>, or <c>NAME</c>; null where they are nowhere.</summary>
    public string? Find(string quote)
    {
        var parts = quote
            .Split(Omissions, StringSplitOptions.RemoveEmptyEntries)
            .Select(part => string.Join(' ', Words(part).Select(word => word.Text)))
            .Where(part => part.Length > 0)
            .ToList();
        return parts.Count == 0 ? null : sources.Select(source => Find(source, parts)).FirstOrDefault(place => place is not null);
    }

    private static string? Find(QuoteSource source, List<string> parts)
    {
        var joined = new StringBuilder(" ");
        var lines = new List<(int At, int Line)>();
        foreach (var (word, line) in Words(source.Text))
        {
            lines.Add((joined.Length, line));
            joined.Append(word).Append(' ');
        }

        var text = joined.ToString();
        var from = 0;
        int? first = null;
        foreach (var part in parts)
        {
            var at = text.IndexOf($" {part} ", from, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            first ??= lines.First(word => word.At > at).Line;
            from = at + part.Length + 1;
        }

        return source.FirstLine == 0
            ? source.Name
            : string.Create(CultureInfo.InvariantCulture, $"{source.Name}:{source.FirstLine + first!.Value}");
    }

    private static IEnumerable<(string Text, int Line)> Words(string text)
    {
        var word = new StringBuilder();
        var line = 0;
        foreach (var sign in text)
        {
            if (char.IsLetterOrDigit(sign))
            {
                word.Append(char.ToLowerInvariant(sign));
                continue;
            }

            if (word.Length > 0)
            {
                yield return (word.ToString(), line);
                word.Clear();
            }

            line += sign == '\n' ? 1 : 0;
        }

        if (word.Length > 0)
        {
            yield return (word.ToString(), line);
        }
    }
}
