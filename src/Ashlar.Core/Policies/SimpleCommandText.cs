using System.Text;

namespace Ashlar.Core.Policies;

/// <summary>A simple command: its words without quotes.</summary>
/// <param name="Words">At least one; the first is the program.</param>
internal sealed record SimpleCommand(IReadOnlyList<string> Words)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Words);
}

/// <summary>
/// A shell line as simple commands joined by <c>&amp;&amp;</c>, <c>||</c>, <c>;</c>, <c>|</c> or line ends. It fails closed: any
/// construct that is not plainly words and quotes is a fault, and no length makes it give up.
/// </summary>
internal static class SimpleCommandText
{
    /// <summary>The commands, or what makes the line one that cannot be judged.</summary>
    public static (IReadOnlyList<SimpleCommand> Commands, string? Fault) Read(string line)
    {
        var reader = new Reader(line);
        var fault = reader.Run();
        return (reader.Commands, fault);
    }

    private sealed class Reader(string line)
    {
        private readonly StringBuilder word = new();
        private readonly List<string> words = [];
        private bool inWord;
        private bool awaits;
        private int at;

        public List<SimpleCommand> Commands { get; } = [];

        public string? Run()
        {
            while (at < line.Length)
            {
                if (Step() is { } fault)
                {
                    return fault;
                }
            }

            EndWord();
            return EndCommand(false) ?? (awaits ? "an operator without a command after it" : null);
        }

        private string? Step()
        {
            var character = line[at];
            switch (character)
            {
                case ' ' or '\t':
                    EndWord();
                    at++;
                    return null;
                case '\n' or ';' or '|' or '&':
                    return Operator(character);
                case '\'':
                    return Single();
                case '"':
                    return Double();
                case '\\':
                    return Escape();
                case '>' when IsErrorToOutput():
                    // "2>&1" joins two streams that are read as one anyway.
                    word.Clear();
                    inWord = false;
                    at += 3;
                    return null;
                default:
                    return Plain(character);
            }
        }

        private bool IsErrorToOutput()
        {
            var ends = at + 3 == line.Length || (at + 3 < line.Length && line[at + 3] is ' ' or '\t' or '\n' or ';' or '|');
            return inWord
                && word is { Length: 1 }
                && word[0] == '2'
                && line[at - 1] == '2'
                && line.AsSpan(at).StartsWith(">&1", StringComparison.Ordinal)
                && ends;
        }

        private string? Plain(char character)
        {
            var fault = character switch
            {
                '$' or '`' => "a substitution",
                '<' or '>' => "a redirection",
                '(' or ')' => "a subshell",
                '{' or '}' => "braces",
                '#' when !inWord => "a comment",
                '!' when !inWord => "a negation",
                '~' when !inWord => "a home folder",
                '*' or '?' or '[' when !inWord || words.Count == 0 => "a wildcard",
                < ' ' or '\u007f' => "a control character",
                _ => null,
            };
            if (fault is null)
            {
                word.Append(character);
                inWord = true;
                at++;
            }

            return fault;
        }

        private string? Operator(char character)
        {
            var twice = at + 1 < line.Length && line[at + 1] == character;
            if (character == '&' && !twice)
            {
                return "a background command or redirection";
            }

            if (character == '|' && at + 1 < line.Length && line[at + 1] == '&')
            {
                return "a pipe of both streams";
            }

            if (character == ';' && twice)
            {
                return "a case label";
            }

            EndWord();
            var joins = character is '|' or '&';
            var fault = EndCommand(joins);
            at += twice && joins ? 2 : 1;
            return fault;
        }

        private string? Single()
        {
            var close = line.IndexOf('\'', at + 1);
            if (close < 0)
            {
                return "a quote that is not closed";
            }

            word.Append(line, at + 1, close - at - 1);
            inWord = true;
            at = close + 1;
            return null;
        }

        private string? Double()
        {
            inWord = true;
            for (at++; at < line.Length; at++)
            {
                switch (line[at])
                {
                    case '"':
                        at++;
                        return null;
                    case '$' or '`':
                        return "a substitution";
                    case '\\' when at + 1 < line.Length && line[at + 1] is '"' or '\\' or '$' or '`':
                        word.Append(line[++at]);
                        break;
                    case '\\' when at + 1 < line.Length && line[at + 1] == '\n':
                        return "a continued line";
                    default:
                        word.Append(line[at]);
                        break;
                }
            }

            return "a quote that is not closed";
        }

        private string? Escape()
        {
            if (at + 1 == line.Length || char.IsControl(line[at + 1]))
            {
                return "a continued line";
            }

            word.Append(line[at + 1]);
            inWord = true;
            at += 2;
            return null;
        }

        private void EndWord()
        {
            if (inWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            inWord = false;
        }

        private string? EndCommand(bool joins)
        {
            if (words.Count == 0)
            {
                var missing = joins;
                return missing ? "an operator without a command before it" : null;
            }

            if (IsAssignment(words[0]))
            {
                return "a variable set for the command";
            }

            Commands.Add(new SimpleCommand([.. words]));
            words.Clear();
            awaits = joins;
            return null;
        }

        private static bool IsAssignment(string text)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            return equals > 0 && text.AsSpan(0, equals).TrimEnd('+').IndexOfAnyExcept(Name) < 0;
        }

        private static readonly System.Buffers.SearchValues<char> Name = System.Buffers.SearchValues.Create(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_[]"
        );
    }
}
