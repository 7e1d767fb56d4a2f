using System.Text;
using YamlDotNet.Core;

namespace Ashlar.Core.Agents;

/// <summary>
/// Reads front matter: plain <c>key: value</c> lines by an own short way, everything else as YAML, and what is not valid YAML by
/// segments that begin at a known key in the first column. Splitting at any word with a colon would invent keys out of examples.
/// </summary>
internal static class FrontMatterText
{
    /// <summary>Splits a text, whose path is only for messages, into front matter and body.</summary>
    public static FrontMatter Read(string path, string text)
    {
        var lines = TextLines.Of(text);
        var first = 0;
        while (first < lines.Count && lines[first].Text.Length == 0)
        {
            first++;
        }

        if (first == lines.Count || !IsFence(lines[first].Text))
        {
            return Without(text);
        }

        var last = first + 1;
        while (last < lines.Count && !IsFence(lines[last].Text))
        {
            last++;
        }

        if (last == lines.Count)
        {
            var unclosed = new Problem("agent.front-matter", "The front matter is not closed by a line '---'")
            {
                Path = path,
                Line = first + 1,
                Remedy = "Add a line '---' after the last key",
            };
            return Without(text) with { Problems = [unclosed] };
        }

        var problems = new List<Problem>();
        var entries = ReadEntries(path, lines, first + 1, last, problems);
        var start = lines[last].Start + lines[last].Length;
        return new FrontMatter
        {
            Entries = entries,
            Body = text[start..],
            BodyLine = last + 2,
            Exists = true,
            Problems = problems,
        };
    }

    private static FrontMatter Without(string text) =>
        new()
        {
            Entries = [],
            Body = text,
            BodyLine = 1,
            Exists = false,
        };

    private static bool IsFence(string line) => line.StartsWith("---", StringComparison.Ordinal) && line.AsSpan(3).Trim().IsEmpty;

    private static List<FrontMatterEntry> ReadEntries(
        string path,
        IReadOnlyList<TextLine> lines,
        int first,
        int end,
        List<Problem> problems
    )
    {
        if (PlainEntries(lines, first, end) is { } plain)
        {
            return Distinct(path, plain, problems);
        }

        if (YamlEntries(lines, first, end) is { } entries)
        {
            return Distinct(path, entries, problems);
        }

        problems.Add(
            new Problem("agent.front-matter-yaml", "The front matter is not valid YAML; it was read by its known keys")
            {
                Path = path,
                Line = first + 1,
                Warning = true,
                Remedy = "Put a block scalar ('description: |') before text that holds ': ', quotes or blank lines",
            }
        );
        return Segments(path, lines, first, end, problems);
    }

    /// <summary>The own short way: every line is a lower-case key and a plain scalar that no YAML rule reads otherwise; else null.</summary>
    private static List<FrontMatterEntry>? PlainEntries(IReadOnlyList<TextLine> lines, int first, int end)
    {
        var entries = new List<FrontMatterEntry>();
        for (var i = first; i < end; i++)
        {
            var line = lines[i].Text.AsSpan().TrimEnd(' ');
            if (line.IsEmpty)
            {
                continue;
            }

            var colon = line.IndexOf(':');
            if (colon <= 0 || colon + 2 >= line.Length || line[colon + 1] != ' ' || line[..colon].ContainsAnyExcept(KeyCharacters))
            {
                return null;
            }

            var value = line[(colon + 2)..].Trim(' ');
            if (!IsPlain(value))
            {
                return null;
            }

            var scalar = value is "~" or "null" or "Null" or "NULL" ? null : value.ToString();
            entries.Add(new FrontMatterEntry(line[..colon].ToString(), i + 1, new YamlValue(i + 1) { Text = scalar }, value.ToString()));
        }

        return entries;
    }

    private static readonly System.Buffers.SearchValues<char> KeyCharacters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    );

    private static bool IsPlain(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || !(char.IsLetterOrDigit(value[0]) || value[0] is '(' or '/' or '.' or '~'))
        {
            return false;
        }

        return !value.Contains(": ", StringComparison.Ordinal)
            && !value.Contains(" #", StringComparison.Ordinal)
            && value[^1] != ':'
            && value.IndexOfAnyInRange('\0', '\u001f') < 0
            && value.IndexOfAnyInRange('\u007f', '\u009f') < 0
            && value.IndexOfAny('\u2028', '\u2029') < 0;
    }

    private static List<FrontMatterEntry>? YamlEntries(IReadOnlyList<TextLine> lines, int first, int end)
    {
        try
        {
            // Blank lines stand for the lines before, so that line numbers are those of the file.
            var root = YamlValue.Read(new string('\n', first) + Join(lines, first, end));
            return root.Map?.Select(entry => new FrontMatterEntry(entry.Key, entry.Line, entry.Value, Raw(lines, entry.Line - 1))).ToList();
        }
        catch (YamlException)
        {
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException)
        {
            // The YAML reader lets some malformed input escape as other exceptions; one bad file must not end the reading of all.
            return null;
        }
    }

    private static List<FrontMatterEntry> Segments(string path, IReadOnlyList<TextLine> lines, int first, int end, List<Problem> problems)
    {
        var entries = new List<FrontMatterEntry>();
        for (var i = first; i < end; )
        {
            var key = KnownKeys.KeyAt(lines[i].Text);
            if (key is null || entries.Exists(entry => entry.Key == key))
            {
                // Before the first known key, or after a value that is no free text: said, never guessed.
                KnownKeys.ReportIfKey(path, lines[i].Text, i + 1, problems);
                i++;
                continue;
            }

            var next = i + 1;
            while (next < end && !Opens(lines[next].Text, entries, key) && (KnownKeys.IsFreeText(key) || Continues(lines[next].Text)))
            {
                KnownKeys.ReportIfRestricting(path, lines[next].Text, next + 1, problems);
                next++;
            }

            entries.Add(Segment(key, lines, i, next));
            i = next;
        }

        return entries;
    }

    // Only a description continues in the first column; other values that are not list end there.
    private static bool Continues(string line) => line.Length == 0 || char.IsWhiteSpace(line[0]) || line[0] is '-' or ']' or '}' or '#';

    private static bool Opens(string line, List<FrontMatterEntry> entries, string open) =>
        KnownKeys.KeyAt(line) is { } key && key != open && !entries.Exists(entry => entry.Key == key);

    private static FrontMatterEntry Segment(string key, IReadOnlyList<TextLine> lines, int first, int end)
    {
        if (YamlEntries(lines, first, end) is [{ } only] && only.Key == key)
        {
            return only with { Raw = Unwrapped(key, lines, first, end) };
        }

        var raw = Unwrapped(key, lines, first, end);
        return new FrontMatterEntry(key, first + 1, new YamlValue(first + 1) { Text = raw.Length == 0 ? null : raw }, raw);
    }

    /// <summary>The words of a value that is not YAML: without block indicator, common indentation and quotes around the whole.</summary>
    private static string Unwrapped(string key, IReadOnlyList<TextLine> lines, int first, int end)
    {
        var head = lines[first].Text[(key.Length + 1)..].Trim();
        var text = new StringBuilder(head is "|" or ">" or "|-" or ">-" or "|+" or ">+" ? "" : head);
        var indent = Enumerable
            .Range(first + 1, end - first - 1)
            .Where(line => lines[line].Text.Length > 0)
            .Select(line => lines[line].Text.Length - lines[line].Text.TrimStart(' ').Length)
            .DefaultIfEmpty(0)
            .Min();
        for (var i = first + 1; i < end; i++)
        {
            var line = lines[i].Text;
            text.Append('\n').Append(line.Length > indent ? line[indent..].TrimEnd() : "");
        }

        var value = text.ToString().Trim();
        return value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
    }

    private static List<FrontMatterEntry> Distinct(string path, List<FrontMatterEntry> entries, List<Problem> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var distinct = new List<FrontMatterEntry>(entries.Count);
        foreach (var entry in entries)
        {
            if (seen.Add(entry.Key))
            {
                distinct.Add(entry);
                continue;
            }

            problems.Add(
                new Problem("agent.duplicate-key", $"The key '{entry.Key}' stands twice; the first one holds")
                {
                    Path = path,
                    Line = entry.Line,
                    Warning = !KnownKeys.Restricts(entry.Key),
                    Remedy = "Remove one of the two",
                }
            );
        }

        return distinct;
    }

    private static string Join(IReadOnlyList<TextLine> lines, int first, int end)
    {
        var text = new StringBuilder();
        for (var i = first; i < end; i++)
        {
            text.Append(lines[i].Text).Append('\n');
        }

        return text.ToString();
    }

    private static string Raw(IReadOnlyList<TextLine> lines, int line)
    {
        var text = lines[line].Text;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : text[(colon + 1)..].Trim();
    }
}
