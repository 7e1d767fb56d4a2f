namespace Ashlar.Core.Stacks.Files;

/// <summary>One key of a configuration file.</summary>
/// <param name="Section">The section's name without brackets, such as <c>tool.pytest.ini_options</c>; empty before the first.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value as text, lines of a list or continuation joined by line feeds.</param>
/// <param name="Line">The key's line, from 1.</param>
internal sealed record IniEntry(string Section, string Key, string Value, int Line);

/// <summary>
/// Sections, keys and lines of INI files and of TOML as configuration files use it. Only what gates need: tables, keys with strings,
/// numbers and (multi-line) arrays; quotes are kept out of simple strings.
/// </summary>
internal static class IniText
{
    /// <summary>All keys in order.</summary>
    public static IReadOnlyList<IniEntry> Entries(string text)
    {
        var entries = new List<IniEntry>();
        var section = "";
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at].Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[' && line.IndexOf(']', StringComparison.Ordinal) is var close and > 0)
            {
                section = line.Trim('[', ']', ' ').Split(']')[0].Replace("\"", "", StringComparison.Ordinal);
                continue;
            }

            var sign = line.IndexOfAny(['=', ':']);
            if (sign <= 0 || char.IsWhiteSpace(lines[at][0]))
            {
                continue;
            }

            var start = at + 1;
            var value = line[(sign + 1)..].Trim();
            while (at + 1 < lines.Length && Continues(value, lines[at + 1]))
            {
                value += "\n" + lines[++at].Trim();
            }

            entries.Add(new IniEntry(section, line[..sign].Trim().Trim('"'), Plain(value), start));
        }

        return entries;
    }

    /// <summary>The sections with the line of each heading, from 1, in order.</summary>
    public static IReadOnlyList<(string Name, int Line)> Sections(string text) =>
        [
            .. text.ReplaceLineEndings("\n")
                .Split('\n')
                .Select((line, index) => (Text: line.Trim(), Line: index + 1))
                .Where(line => line.Text.StartsWith('[') && line.Text.Contains(']', StringComparison.Ordinal))
                .Select(line => (line.Text.Trim('[', ']', ' ').Split(']')[0].Replace("\"", "", StringComparison.Ordinal), line.Line)),
        ];

    private static bool Continues(string value, string next)
    {
        var open = value.Count(sign => sign == '[') > value.Count(sign => sign == ']');
        var quoted = Occurrences(value, "\"\"\"") == 1 || Occurrences(value, "'''") == 1;
        return open || quoted || (next.Length > 0 && char.IsWhiteSpace(next[0]) && next.Trim().Length > 0);
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    private static string Plain(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value.Trim(value[0]) : value;
}
