using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.EndToEnd.Published;

/// <summary>A command line of <c>ashlar</c> that a page, a help text or a remedy shows.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Text">As it is there.</param>
/// <param name="IsWhole">Whether it is to be typed as it stands; else it may be no more than the command's name.</param>
internal sealed partial record DocumentedCommand(string Place, string Text, bool IsWhole)
{
    /// <summary>The command lines of a page: lines of fenced blocks, and spans of code.</summary>
    public static IEnumerable<DocumentedCommand> OfPage(string path, string text)
    {
        var fenced = false;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
                continue;
            }

            var found = fenced
                ? OfLine(line.Trim()).Select(command => (command, true))
                : Spans().Matches(line).SelectMany(span => OfLine(span.Groups[1].Value)).Select(command => (command, false));
            foreach (var (command, whole) in found)
            {
                yield return new DocumentedCommand($"{path}:{number}", command, whole);
            }
        }
    }

    /// <summary>The command lines in texts of the program: what is between backticks or follows <c>Example:</c>.</summary>
    public static IEnumerable<DocumentedCommand> OfSource(string path, string text) =>
        Spans()
            .Matches(text)
            .Where(span => !InComment(text, span.Index))
            .Select(span => (Text: Holes().Replace(span.Groups[1].Value, "X"), span.Index))
            .Where(span => span.Text.StartsWith("ashlar ", StringComparison.Ordinal))
            .Select(span => new DocumentedCommand(
                $"{path}:{text[..span.Index].Count(sign => sign is '\n') + 1}",
                span.Text,
                IsWhole: false
            ));

    /// <summary>Its words without the program's name; placeholders are values that fit.</summary>
    public IReadOnlyList<string> Words()
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        var begun = false;
        foreach (var sign in Text["ashlar".Length..])
        {
            if (quote is null && sign is '"' or '\'' || sign == quote)
            {
                quote = quote is null ? sign : null;
                begun = true;
            }
            else if (quote is null && char.IsWhiteSpace(sign))
            {
                Take();
            }
            else
            {
                word.Append(sign);
            }
        }

        Take();
        return words;

        void Take()
        {
            if (begun || word.Length > 0)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            begun = false;
        }
    }

    private static IEnumerable<string> OfLine(string line)
    {
        var start = Start().Match(line);
        if (start.Success)
        {
            yield return "ashlar " + End().Replace(Comment().Replace(line[start.Length..], ""), "").Trim();
        }
    }

    private static bool InComment(string text, int index)
    {
        var line = text[(text.LastIndexOf('\n', index) + 1)..index].TrimStart();
        return line.StartsWith("//", StringComparison.Ordinal);
    }

    [GeneratedRegex("`([^`\n]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Spans();

    /// <summary>A prompt sign, variables, a way to the program, the program.</summary>
    [GeneratedRegex("^(?:\\$ )?(?:[A-Z_]+=\\S+ )*(?:\\./)?ashlar(?: |$)", RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex("(?:^|\\s)#\\s.*$", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex("\\s(?:\\||>|&&|;|2>)(?:\\s|&).*$", RegexOptions.CultureInvariant)]
    private static partial Regex End();

    [GeneratedRegex("\\{[^{}]*\\}", RegexOptions.CultureInvariant)]
    private static partial Regex Holes();
}
