using System.Text.RegularExpressions;

namespace Ashlar.Core.Judging.Syntax;

/// <summary>An example in the documentation of Rust, which its tests run.</summary>
/// <param name="Start">The first character of its opening line.</param>
/// <param name="End">Behind its closing line, without the line feed.</param>
/// <param name="Of">What it is an example of: the first line of code behind it, and which of that line's examples it is.</param>
internal sealed record RustExample(int Start, int End, string Of);

/// <summary>Finds examples in comments of documentation that are before each line.</summary>
internal static partial class RustExamples
{
    /// <summary>The examples in their order.</summary>
    public static IReadOnlyList<RustExample> Of(string text)
    {
        var found = new List<RustExample>();
        var waiting = new List<(int Start, int End)>();
        int? open = null;
        for (var at = 0; at < text.Length; )
        {
            var end = text.IndexOf('\n', at) is >= 0 and var feed ? feed : text.Length;
            var line = text[at..end];
            if (Fence().IsIn(line))
            {
                if (open is { } start)
                {
                    waiting.Add((start, end));
                }

                open = open is null ? at : null;
            }
            else if (!Documentation().IsIn(line))
            {
                open = null;
                if (!line.Trim().StartsWith("#[", StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(line))
                {
                    found.AddRange(waiting.Select((part, number) => new RustExample(part.Start, part.End, $"{number} {Head(line)}")));
                    waiting.Clear();
                }
            }

            at = end + 1;
        }

        found.AddRange(waiting.Select((part, number) => new RustExample(part.Start, part.End, $"{number} ")));
        return found;
    }

    /// <summary>The name is told, not what else is changed in the line.</summary>
    private static string Head(string line) => Name().FirstIn(line) is { Success: true } name ? name.Value : line.Trim();

    [GeneratedRegex(@"^\s*//[/!]\s*```", RegexOptions.None, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*//[/!]", RegexOptions.None, 1000)]
    private static partial Regex Documentation();

    [GeneratedRegex(@"\b(?:fn|struct|enum|trait|mod|type|const|static|union|macro_rules!)\s+\w+|\bimpl\b[^{]*", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
