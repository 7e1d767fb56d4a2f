namespace Ashlar.Core.Stacks.Commands;

/// <summary>One word of a shell line and where it stands.</summary>
/// <param name="Text">The word without quotes.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset behind its last character.</param>
public readonly record struct ShellWord(string Text, int Start, int End);

/// <summary>
/// Splits a shell line into simple commands, to recognise what a gate runs. It is not a shell: what it does not understand it leaves as
/// words, and nothing that is safe or unsafe hangs on it.
/// </summary>
public static class ShellWords
{
    /// <summary>Text for within double quotes, in which the shell expands nothing.</summary>
    public static string InDoubleQuotes(string text) =>
        string.Concat(text.Select(sign => sign is '"' or '\\' or '$' or '`' ? $"\\{sign}" : $"{sign}"));

    /// <summary>The simple commands of the line in order, each with its words; redirections are left out.</summary>
    public static IReadOnlyList<IReadOnlyList<ShellWord>> Commands(string line)
    {
        var commands = new List<IReadOnlyList<ShellWord>>();
        var words = new List<ShellWord>();
        var at = 0;
        while (at < line.Length)
        {
            var sign = line[at];
            if (sign is ';' or '|' or '&' or '\n' or '(' or ')')
            {
                Close();
                at++;
            }
            else if (char.IsWhiteSpace(sign))
            {
                at++;
            }
            else if (sign == '#' && (at == 0 || char.IsWhiteSpace(line[at - 1])))
            {
                at = line.IndexOf('\n', at) is var end and >= 0 ? end : line.Length;
            }
            else
            {
                at = Word(line, at, words);
            }
        }

        Close();
        return commands;

        void Close()
        {
            if (words.Count > 0)
            {
                commands.Add([.. words]);
                words.Clear();
            }
        }
    }

    private static int Word(string line, int start, List<ShellWord> words)
    {
        var text = new System.Text.StringBuilder();
        var at = start;
        while (at < line.Length && !char.IsWhiteSpace(line[at]) && line[at] is not (';' or '|' or '&' or '\n' or '(' or ')'))
        {
            switch (line[at])
            {
                case '\\' when at + 1 < line.Length:
                    text.Append(line[at + 1]);
                    at += 2;
                    break;
                case '\'' or '"':
                    at = Quoted(line, at, text);
                    break;
                case '$' when at + 1 < line.Length && line[at + 1] == '(':
                    text.Append("$(");
                    at = line.IndexOf(')', at) is var close and >= 0 ? close + 1 : line.Length;
                    break;
                case '>' or '<':
                    text.Append(line[at++]);
                    // "2>&1" and ">&2" are one word.
                    if (at < line.Length && line[at] == '&')
                    {
                        text.Append(line[at++]);
                    }

                    break;
                default:
                    text.Append(line[at++]);
                    break;
            }
        }

        words.Add(new ShellWord(text.ToString(), start, at));
        return at;
    }

    private static int Quoted(string line, int start, System.Text.StringBuilder text)
    {
        var quote = line[start];
        var at = start + 1;
        while (at < line.Length && line[at] != quote)
        {
            if (quote == '"' && line[at] == '\\' && at + 1 < line.Length)
            {
                at++;
            }

            text.Append(line[at++]);
        }

        return Math.Min(at + 1, line.Length);
    }

    /// <summary>A line that runs in a folder, which is relative to where it would run; empty for the same.</summary>
    internal static string In(string folder, string line) => folder.Length == 0 ? line : $"cd {Quote(folder)} && {line}";

    /// <summary>The text as one shell word.</summary>
    public static string Quote(string text) =>
        text.Length > 0
        && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '/' or '.' or '-' or '_' or '=' or ':' or ',' or '+' or '@' or '%')
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
