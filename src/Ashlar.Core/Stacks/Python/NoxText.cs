using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Sessions of a noxfile.</summary>
internal static partial class NoxText
{
    /// <summary>The file.</summary>
    public const string File = "noxfile.py";

    /// <summary>The lines that the sessions run; without names those of all.</summary>
    public static IEnumerable<string> Commands(string text, IReadOnlySet<string> names)
    {
        foreach (var match in Session().AllIn(text))
        {
            if (names.Count > 0 && !names.Contains(match.Groups[2].Value) && !names.Any(name => Named(match.Groups[1].Value, name)))
            {
                continue;
            }

            foreach (var line in Lines(match.Groups[3].Value))
            {
                yield return line;
            }
        }
    }

    /// <summary>The lines of a session, each in the folder that it has entered, with the variables that it is given.</summary>
    private static IEnumerable<string> Lines(string body)
    {
        var folder = "";
        var variables = "";
        var left = new Stack<(int Indentation, string Folder)>();
        foreach (var step in Step().AllIn(body))
        {
            var indentation = step.Index - (body.LastIndexOf('\n', step.Index) + 1);
            while (left.TryPeek(out var block) && indentation <= block.Indentation)
            {
                folder = left.Pop().Folder;
            }

            if (step.Groups["to"].Success)
            {
                if (step.Groups["with"].Success)
                {
                    left.Push((indentation, folder));
                }

                folder = RepositoryPath.Normal($"{folder}/{step.Groups["to"].Value}");
            }
            else if (step.Groups["name"].Success)
            {
                variables += Variable(step.Groups["name"].Value, step.Groups["value"]);
            }
            else if (step.Groups["more"].Success)
            {
                variables += string.Concat(Pair().AllIn(step.Groups["more"].Value).Select(pair => Variable(pair)));
            }
            else
            {
                var call = step.Groups["call"].Value;
                var given = Environment().FirstIn(call);
                var own = Pair().AllIn(given.Groups[1].Value).Select(pair => Variable(pair));
                // A word that is not a string (`*session.posargs`, a variable) may be empty.
                var words = Word()
                    .AllIn(given.Success ? call.Remove(given.Index, given.Length) : call)
                    .Select(word => word.Groups[1].Value + word.Groups[2].Value)
                    .ToList();
                if (words.Count > 0)
                {
                    yield return ShellWords.In(folder, variables + string.Concat(own) + string.Join(' ', words.Select(ShellWords.Quote)));
                }
            }
        }
    }

    /// <summary>A variable; an expression that is no string stays as it is written, for somebody to say so.</summary>
    private static string Variable(string name, Group value) =>
        Text().FirstIn(value.Value.Trim()) is { Success: true } text
            ? OpenVariables.Given(name, text.Groups[1].Value + text.Groups[2].Value)
            : OpenVariables.Given(name, $"{{{{{Quotes().ReplaceIn(value.Value.Trim(), "")}}}}}");

    private static string Variable(Match pair) => Variable(pair.Groups[1].Value, pair.Groups[2]);

    private static bool Named(string decorator, string name) =>
        decorator.Contains($"name=\"{name.Split('-')[0]}\"", StringComparison.Ordinal)
        || decorator.Contains($"name='{name.Split('-')[0]}'", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^@(?:nox\.)?(session\b[^\n]*)\n(?:@[^\n]*\n|[ )\]][^\n]*\n){0,60}def (\w+)\([^\n]*\n((?:[ \t][^\n]*\n|\n)*)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Session();

    // Within a folder (`with session.chdir("a"):`, or from there on), with variables, or a call.
    [GeneratedRegex(
        @"(?<with>\bwith\s+)?\bsession\.(?:chdir|cd)\(\s*[rf]?[""'](?<to>[^""'\n{}]*)[""']|\bsession\.env\[[""'](?<name>\w+)[""']\]\s*=(?!=)(?<value>[^\n]*)|\bsession\.env\.update\(\s*\{?(?<more>[^{}()]*)|\bsession\.run\(\s*(?<call>(?:[^()]|\([^()]*\)){0,2000})\)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Step();

    [GeneratedRegex(@"\benv\s*=\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", RegexOptions.None, 1000)]
    private static partial Regex Environment();

    // `"A": "b"`, `A="b"`.
    [GeneratedRegex(@"(?:[""'](\w+)[""']\s*:|\b(?<1>\w+)\s*=(?!=))\s*(f?""[^""\n]*""|f?'[^'\n]*'|[^,\n]+)", RegexOptions.None, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex(@"^(?:[ruf]?""([^""\n{}\\]*)""|[ruf]?'([^'\n{}\\]*)')\s*(?:#.*)?$", RegexOptions.None, 1000)]
    private static partial Regex Text();

    [GeneratedRegex(@"[""'{}]", RegexOptions.None, 1000)]
    private static partial Regex Quotes();

    [GeneratedRegex(@"(?:(?<=^|[,\s\[(])f?""([^""\n{}]*)""|(?<=^|[,\s\[(])f?'([^'\n{}]*)')(?=\s*(?:,|$))", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
