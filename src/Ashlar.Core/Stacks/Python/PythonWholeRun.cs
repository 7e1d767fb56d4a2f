using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Takes out of a line of Python's runners what ends a run at a failure: of the tests behind it nothing would be known.</summary>
internal static class PythonWholeRun
{
    /// <summary>The line without it.</summary>
    public static string Line(GateCommand command)
    {
        var (line, words) = (command.Line, CommandOptions.Of(command));
        for (var at = words.Count - 1; at >= 0; at--)
        {
            if (Without(command.Tool.Name, words[at].Text) is not { } kept)
            {
                continue;
            }

            var isApart = words[at].Text == "--maxfail" && at + 1 < words.Count;
            var (start, end) = (words[at].Start, words[isApart ? at + 1 : at].End);
            while (kept.Length == 0 && line[start - 1] == ' ')
            {
                start--;
            }

            line = string.Concat(line.AsSpan(0, start), kept, line.AsSpan(end));
        }

        return line;
    }

    /// <summary>The words of a runner without it.</summary>
    public static IEnumerable<string> Words(GateCommand command) =>
        command
            .Words.Skip(1)
            .Select(word => (Word: word, Kept: Without(command.Tool.Name, word)))
            .Where(one => one.Kept is not "")
            .Select(one => one.Kept ?? one.Word)
            .Prepend(command.Words[0]);

    /// <summary>Whether the words of a runner make it end at a failure.</summary>
    public static bool StopsEarly(GateCommand command) => command.Words.Skip(1).Any(word => Without(command.Tool.Name, word) is not null);

    /// <summary>A word without what it says of the kind, empty for nothing left; null where it says nothing of it.</summary>
    private static string? Without(string tool, string word) =>
        tool switch
        {
            PythonTools.Pytest => word is "--exitfirst" or "--maxfail" or "--stepwise" or "--sw" or "--stepwise-skip" or "--sw-skip"
            || word.StartsWith("--maxfail=", StringComparison.Ordinal)
                ? ""
                : Letter(word, 'x', "vqslx"),
            // Names may be cut off.
            PythonTools.Unittest => Begins(word, "--failfast", "--f") ? "" : Letter(word, 'f', "vqcbf"),
            PythonTools.Django => Begins(word, "--failfast", "--fa") ? "" : null,
            _ => null,
        };

    private static bool Begins(string word, string name, string shortest) =>
        word.StartsWith(shortest, StringComparison.Ordinal) && name.StartsWith(word, StringComparison.Ordinal);

    /// <summary>Options of one letter may be written together.</summary>
    private static string? Letter(string word, char letter, string flags)
    {
        if (
            word.Length < 2
            || word[0] != '-'
            || !word.Contains(letter, StringComparison.Ordinal)
            || !word[1..].All(sign => flags.Contains(sign, StringComparison.Ordinal))
        )
        {
            return null;
        }

        var kept = word.Replace($"{letter}", "", StringComparison.Ordinal);
        return kept == "-" ? "" : kept;
    }
}
