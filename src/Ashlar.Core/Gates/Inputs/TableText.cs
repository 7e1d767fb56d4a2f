using System.Text;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>The tables of TOML and INI files that steer tools. Read in two ways, since a change may be written so that one of them errs.</summary>
internal static class TableText
{
    /// <summary>The lines that belong to the tables, whichever way the file is read, without harmless keys, comments and blanks.</summary>
    public static string Part(string? text, IReadOnlyList<string> tables, IReadOnlyList<string> harmless)
    {
        if (text is null)
        {
            return "";
        }

        var part = new StringBuilder();
        foreach (var entry in IniText.Entries(text).Where(entry => Is(entry.Section, entry.Key, tables) && !harmless.Contains(entry.Key)))
        {
            part.Append(Plain(entry.Section)).Append('|').Append(entry.Key).Append('|').Append(entry.Value).Append('\n');
        }

        foreach (var block in Blocks(text).Where(block => Is(block.Name, "", tables)))
        {
            var start = part.Length;
            var (isHarmless, isList) = (false, block.Lines[0].TrimStart().StartsWith("[[", StringComparison.Ordinal));
            foreach (var line in block.Lines.Skip(1).Select(line => line.TrimEnd()))
            {
                if (line.Length == 0 || line.TrimStart()[0] is '#' or ';')
                {
                    continue;
                }

                var sign = line.IndexOf('=', StringComparison.Ordinal);
                isHarmless =
                    sign > 0 && !char.IsWhiteSpace(line[0])
                        ? harmless.Contains(line[..sign].Trim().Trim('"', '\''), StringComparer.Ordinal)
                        : isHarmless;
                if (!isHarmless)
                {
                    part.Append(line.Trim()).Append('\n');
                }
            }

            // That a table is there may decide by itself which file a tool reads; one more entry of a list does not.
            if (!isList || part.Length > start)
            {
                part.Insert(start, $"[{Plain(block.Name)}]\n");
            }
        }

        return part.ToString();
    }

    /// <summary>The text with its own tables replaced by those of another.</summary>
    public static string Merged(string before, string after, IReadOnlyList<string> tables)
    {
        var merged = string.Concat(Blocks(after).Where(block => !Is(block.Name, "", tables)).Select(Text));
        return merged
            + (merged.EndsWith('\n') ? "" : "\n")
            + string.Concat(Blocks(before).Where(block => Is(block.Name, "", tables)).Select(Text));
    }

    private static bool Is(string section, string key, IReadOnlyList<string> tables)
    {
        var whole = Plain(key.Length == 0 ? section : $"{section}.{key}");
        // An escape in a key can spell any table.
        return whole.Contains('\\', StringComparison.Ordinal)
            || tables.Any(table => Begins(whole, table) || (key.Length > 0 && whole.Length < table.Length && Begins(table, whole)));
    }

    private static bool Begins(string whole, string table) =>
        whole.Equals(table, StringComparison.Ordinal)
        || (
            whole.StartsWith(table, StringComparison.Ordinal)
            && (whole[table.Length] is '.' or ':' || (whole[table.Length] == '-' && !table.StartsWith("tool.", StringComparison.Ordinal)))
        );

    private static string Plain(string name) =>
        string.Concat(name.Where(sign => sign is not ('"' or '\'') && !char.IsWhiteSpace(sign))).TrimStart('.');

    private static string Text((string Name, List<string> Lines) block) => string.Concat(block.Lines.Select(line => line + "\n"));

    private static List<(string Name, List<string> Lines)> Blocks(string text)
    {
        var blocks = new List<(string Name, List<string> Lines)> { ("", []) };
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        foreach (var line in text.EndsWith('\n') ? lines[..^1] : lines)
        {
            var start = line.TrimStart();
            if (start.StartsWith('[') && start.Contains(']', StringComparison.Ordinal))
            {
                blocks.Add((start.Trim('[', ']', ' ').Split(']')[0], []));
            }

            blocks[^1].Lines.Add(line);
        }

        return blocks;
    }
}
