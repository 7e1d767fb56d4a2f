using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;

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

            foreach (var call in Call().AllIn(match.Groups[3].Value))
            {
                // A word that is not a string (`*session.posargs`, a variable) may be empty.
                var words = Word().AllIn(call.Groups[1].Value).Select(word => word.Groups[1].Value + word.Groups[2].Value).ToList();
                if (words.Count > 0)
                {
                    yield return string.Join(' ', words.Select(ShellWords.Quote));
                }
            }
        }
    }

    private static bool Named(string decorator, string name) =>
        decorator.Contains($"name=\"{name.Split('-')[0]}\"", StringComparison.Ordinal)
        || decorator.Contains($"name='{name.Split('-')[0]}'", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^@(?:nox\.)?(session\b[^\n]*)\n(?:@[^\n]*\n|[ )\]][^\n]*\n){0,60}def (\w+)\([^\n]*\n((?:[ \t][^\n]*\n|\n)*)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Session();

    [GeneratedRegex(@"\bsession\.run\(\s*((?:[^()]|\([^()]*\)){0,2000})\)", RegexOptions.None, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"(?:(?<=^|[,\s\[(])f?""([^""\n{}]*)""|(?<=^|[,\s\[(])f?'([^'\n{}]*)')(?=\s*(?:,|$))", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
