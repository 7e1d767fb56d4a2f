using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Commands;

/// <summary>
/// Variables that an entry gives a command and whose values its file leaves open: a reference that only the entry's own program puts in place. They are
/// kept in the line until somebody has said so.
/// </summary>
internal static partial class OpenVariables
{
    /// <summary>Whether a value, as it is written, has such a reference. The folder of the line itself is none.</summary>
    public static bool IsOpen(string value) => Reference().IsIn(value);

    /// <summary>An assignment in front of a command, with a space behind it.</summary>
    public static string Given(string name, string value) => $"{name}={(value.Length == 0 ? "" : Written(value))} ";

    /// <summary>A variable that is set for all that stands behind it.</summary>
    public static string Exported(string name, string value) => $"export {name}={(value.Length == 0 ? "" : Written(value))}; ";

    /// <summary>A file of variables, which need not be in the repository: it stands for what it sets.</summary>
    public static string NamedFile(string path)
    {
        var shown = string.Concat(
            path.Select(sign => char.IsWhiteSpace(sign) || "\"'{}".Contains(sign, StringComparison.Ordinal) ? '_' : sign)
        );
        return Exported("envfile", "{" + shown + "}");
    }

    /// <summary>Assignments, each with a space behind it, in front of the command of a line that they are meant for.</summary>
    public static string Before(string variables, string line)
    {
        if (variables.Length == 0)
        {
            return line;
        }

        var commands = ShellWords.Commands(line);
        return commands.Count == 1 ? variables + line
            : commands is [[{ Text: "cd" }, ..], [var program, ..]] && line.TrimStart().StartsWith("cd ", StringComparison.Ordinal)
                ? line.Insert(program.Start, variables)
            : string.Concat(
                ShellWords.Commands(variables).SelectMany(words => words).Select(word => $"export {variables[word.Start..word.End]}; ")
            ) + line;
    }

    /// <summary>The open assignments in front of the commands of a line.</summary>
    public static IEnumerable<string> In(string line) => Words(line).Select(word => line[word.Start..word.End]);

    /// <summary>The line without them.</summary>
    public static string Without(string line)
    {
        foreach (var word in Words(line).Reverse())
        {
            var end = word.End;
            while (end < line.Length && line[end] == ' ')
            {
                end++;
            }

            line = line.Remove(word.Start, end - word.Start);
        }

        return Empty().ReplaceIn(line, "");
    }

    private static IEnumerable<ShellWord> Words(string line) =>
        ShellWords
            .Commands(line)
            .SelectMany(words =>
                words[0].Text == "export"
                    ? words.Skip(1)
                    : words.SkipWhile(word => word.Text == "env").TakeWhile(word => Assignment().IsIn(word.Text))
            )
            .Where(word => Assignment().IsIn(word.Text) && IsOpen(line[word.Start..word.End]));

    private static string Written(string value) =>
        value.Contains("$PWD", StringComparison.Ordinal) && !IsOpen(value) ? $"\"{value}\"" : ShellWords.Quote(value);

    [GeneratedRegex(@"^\w+=", RegexOptions.None, 1000)]
    private static partial Regex Assignment();

    // A value may be JSON; "$PWD" is told by the line.
    [GeneratedRegex(@"\{[^{}""'\s]+\}|\{\{[^{}\n]*\}\}|\$(?!PWD\b|\{PWD\})|`", RegexOptions.None, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\bexport\s*; ", RegexOptions.None, 1000)]
    private static partial Regex Empty();
}
