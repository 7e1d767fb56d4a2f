using System.Text;

namespace Ashlar.Core.Secrets;

/// <summary>
/// The content of <c>.ashlar/secrets.env</c>: lines <c>KEY=VALUE</c>, optionally with <c>export</c>; comments begin with <c>#</c>.
/// A value in single quotes is taken as it is; in double quotes <c>\n</c>, <c>\t</c>, <c>\"</c> and <c>\\</c> are understood. Quoted values may have several lines.
/// </summary>
internal static class SecretsFileText
{
    /// <summary>Reads the text; the last of several equal keys holds, as in a shell.</summary>
    public static (Dictionary<string, string> Pairs, IReadOnlyList<Problem> Problems) Parse(string text, string path)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var number = i + 1;
            var line = lines[i].TrimStart();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            line = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line[..equals].Trim();
            if (!IsName(name))
            {
                problems.Add(Broken("This line is not a KEY=VALUE pair", path, number));
                continue;
            }

            var value = line[(equals + 1)..].TrimStart();
            if (value.Length == 0 || value[0] is not ('"' or '\''))
            {
                var comment = value.IndexOf(" #", StringComparison.Ordinal);
                pairs[name] = (comment < 0 ? value : value[..comment]).TrimEnd();
                continue;
            }

            var end = -1;
            while ((end = End(value)) < 0 && i + 1 < lines.Length)
            {
                value += "\n" + lines[++i];
            }

            if (end < 0)
            {
                problems.Add(Broken("The quote in this line is never closed", path, number));
            }
            else
            {
                pairs[name] = value[0] == '"' ? Unescaped(value[1..end]) : value[1..end];
            }
        }

        return (pairs, problems);
    }

    private static int End(string quoted)
    {
        for (var i = 1; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && quoted[0] == '"')
            {
                i++;
            }
            else if (quoted[i] == quoted[0])
            {
                return i;
            }
        }

        return -1;
    }

    private static string Unescaped(string text)
    {
        var value = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                value.Append(text[i]);
                continue;
            }

            i++;
            _ = text[i] switch
            {
                'n' => value.Append('\n'),
                'r' => value.Append('\r'),
                't' => value.Append('\t'),
                '"' or '\\' or '$' or '`' => value.Append(text[i]),
                _ => value.Append('\\').Append(text[i]),
            };
        }

        return value.ToString();
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => letter == '_' || char.IsAsciiLetterOrDigit(letter));

    private static Problem Broken(string message, string path, int line) =>
        new("secret.file-syntax", message)
        {
            Path = path,
            Line = line,
            Remedy = "Write KEY=VALUE, one a line; quote values that have several lines",
        };
}
