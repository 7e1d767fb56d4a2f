using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Files;

/// <summary>Functions of make over words that are written out: <c>$(foreach d,a b,(cd $(d) &amp;&amp; pytest) &amp;&amp;) true</c>.</summary>
internal static partial class MakeFunctions
{
    private const int RoundLimit = 100;
    private const int TextLimit = 100_000;

    /// <summary>The text with each call in place whose arguments are written out; the innermost first.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variables">The file's variables.</param>
    public static string Of(string text, IReadOnlyDictionary<string, string> variables)
    {
        for (var depth = 0; depth < 5 && text.Length < TextLimit; depth++)
        {
            var before = text;
            text = Changed().ReplaceIn(text, match => Change(match, variables));
            text = Call()
                .ReplaceIn(text, match => Called(match.Groups["name"].Value, match.Groups["rest"].Value.Split(',')) ?? match.Value);
            text = Each(text);
            if (text == before)
            {
                break;
            }
        }

        return text;
    }

    private static string[] Words(string text) => text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);

    /// <summary><c>$(DIRS:%=test-%)</c>, <c>$(FILES:.c=.o)</c>.</summary>
    private static string Change(Match match, IReadOnlyDictionary<string, string> variables)
    {
        var (from, to) = (match.Groups["from"].Value, match.Groups["to"].Value);
        return variables.TryGetValue(match.Groups["name"].Value, out var value) && !value.Contains('$', StringComparison.Ordinal)
            ? Join(
                Words(value)
                    .Select(word =>
                        from.Contains('%', StringComparison.Ordinal) ? Pattern(from, to, word) : Pattern("%" + from, "%" + to, word)
                    )
            )
            : match.Value;
    }

    private static string? Called(string name, string[] values) =>
        (name, values) switch
        {
            ("addprefix", [var prefix, var words]) => Join(Words(words).Select(word => prefix + word)),
            ("addsuffix", [var suffix, var words]) => Join(Words(words).Select(word => word + suffix)),
            ("patsubst", [var from, var to, var words]) => Join(Words(words).Select(word => Pattern(from.Trim(), to.Trim(), word))),
            ("subst", [{ Length: > 0 } from, var to, var text]) => text.Replace(from, to, StringComparison.Ordinal),
            ("strip", [var words]) => Join(Words(words)),
            ("sort", [var words]) => Join(Words(words).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            ("filter", [var wanted, var words]) => Join(Words(words).Where(word => IsAny(wanted, word))),
            ("filter-out", [var left, var words]) => Join(Words(words).Where(word => !IsAny(left, word))),
            _ => null,
        };

    private static bool IsAny(string patterns, string word) => Words(patterns).Any(pattern => Stem(pattern, word) is not null);

    private static string Pattern(string from, string to, string word) =>
        Stem(from, word) is { } stem ? to.Replace("%", stem, StringComparison.Ordinal) : word;

    private static string? Stem(string pattern, string word)
    {
        var sign = pattern.IndexOf('%', StringComparison.Ordinal);
        return sign < 0 ? (pattern == word ? "" : null)
            : word.Length >= pattern.Length - 1
            && word.StartsWith(pattern[..sign], StringComparison.Ordinal)
            && word.EndsWith(pattern[(sign + 1)..], StringComparison.Ordinal)
                ? word[sign..(word.Length - (pattern.Length - sign - 1))]
            : null;
    }

    /// <summary>The first <c>$(foreach …)</c>, whose body may have brackets.</summary>
    private static string Each(string text)
    {
        if (
            Head().FirstIn(text) is not { Success: true } head
            || Close(text, head.Index + head.Length) is not { } end
            || Words(head.Groups["words"].Value) is not { Length: < RoundLimit } words
        )
        {
            return text;
        }

        var name = head.Groups["name"].Value;
        var body = text[(head.Index + head.Length)..end];
        var rounds = words.Select(word =>
            body.Replace($"$({name})", word, StringComparison.Ordinal).Replace($"${{{name}}}", word, StringComparison.Ordinal)
        );
        return text[..head.Index] + Join(rounds) + text[(end + 1)..];
    }

    private static int? Close(string text, int start)
    {
        var open = 1;
        for (var at = start; at < text.Length && text[at] != '\n'; at++)
        {
            open += text[at] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (open == 0)
            {
                return at;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\$[({](?<name>[\w.-]+):(?<from>[^=$(){}\n]*)=(?<to>[^$(){}\n]*)[)}]", RegexOptions.None, 1000)]
    private static partial Regex Changed();

    [GeneratedRegex(
        @"\$[({](?<name>addprefix|addsuffix|patsubst|subst|strip|sort|filter|filter-out)[ \t]+(?<rest>[^$(){}\n]*)[)}]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Call();

    [GeneratedRegex(@"\$\(foreach[ \t]+(?<name>[\w.-]+)[ \t]*,(?<words>[^$(),\n]*),", RegexOptions.None, 1000)]
    private static partial Regex Head();
}
