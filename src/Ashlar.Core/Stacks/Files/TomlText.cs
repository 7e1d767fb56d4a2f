using System.Text;

namespace Ashlar.Core.Stacks.Files;

/// <summary>A value of TOML: a text (also a number or a word), a list, or a table.</summary>
/// <param name="Text">The text; null for a list or a table.</param>
internal sealed record TomlValue(string? Text)
{
    /// <summary>The entries of a list.</summary>
    public IReadOnlyList<TomlValue> Items { get; init; } = [];

    /// <summary>The keys of a table, with dots between those of tables in it.</summary>
    public IReadOnlyList<(string Key, TomlValue Value)> Pairs { get; init; } = [];
}

/// <summary>Reads TOML as far as configuration files use it; what it does not understand is left out to the end of its line.</summary>
internal sealed class TomlText
{
    private const int DepthLimit = 20;
    private readonly string text;
    private int at;

    private TomlText(string text) => this.text = text;

    /// <summary>All keys with their values; a key is told with its tables and dots: <c>tool.tox.env_run_base.set_env</c>.</summary>
    public static IReadOnlyList<(string Key, TomlValue Value)> Read(string text) => new TomlText(text.ReplaceLineEndings("\n")).All();

    private List<(string, TomlValue)> All()
    {
        var found = new List<(string, TomlValue)>();
        var table = "";
        while (Skip('\n'))
        {
            if (text[at] == '[')
            {
                at += at + 1 < text.Length && text[at + 1] == '[' ? 2 : 1;
                table = Key() + ".";
            }
            else if (Key() is { Length: > 0 } key && Take('=') && Value(0) is { } value)
            {
                found.Add((table + key, value));
            }

            at = text.IndexOf('\n', Math.Min(at, text.Length)) is var end and >= 0 ? end : text.Length;
        }

        return found;
    }

    /// <summary>Passes blanks and comments, and the sign where it is there; false at the end.</summary>
    private bool Skip(char sign)
    {
        while (at < text.Length && (text[at] is ' ' or '\t' or '#' || text[at] == sign))
        {
            at =
                text[at] != '#' ? at + 1
                : text.IndexOf('\n', at) is var end and >= 0 ? end
                : text.Length;
        }

        return at < text.Length;
    }

    private bool Take(char sign)
    {
        if (!Skip(' ') || text[at] != sign)
        {
            return false;
        }

        at++;
        return true;
    }

    private string Key()
    {
        var parts = new StringBuilder();
        while (Skip(' '))
        {
            if (text[at] is '"' or '\'')
            {
                parts.Append(Quoted());
            }
            else if (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.')
            {
                parts.Append(text[at++]);
            }
            else
            {
                break;
            }
        }

        return parts.ToString();
    }

    private TomlValue? Value(int depth)
    {
        if (depth > DepthLimit || !Skip(' '))
        {
            return null;
        }

        return text[at] switch
        {
            '"' or '\'' => new TomlValue(Quoted()),
            '[' => List(depth),
            '{' => Table(depth),
            _ => Bare(),
        };
    }

    private TomlValue List(int depth)
    {
        var items = new List<TomlValue>();
        at++;
        while (Skip('\n') && text[at] != ']' && Value(depth + 1) is { } item)
        {
            items.Add(item);
            if (Skip('\n') && text[at] == ',')
            {
                at++;
            }
        }

        at = Math.Min(at + 1, text.Length);
        return new TomlValue((string?)null) { Items = items };
    }

    private TomlValue Table(int depth)
    {
        var pairs = new List<(string, TomlValue)>();
        at++;
        while (Skip('\n') && text[at] != '}' && Key() is { Length: > 0 } key && Take('=') && Value(depth + 1) is { } value)
        {
            pairs.Add((key, value));
            if (Skip('\n') && text[at] == ',')
            {
                at++;
            }
        }

        at = Math.Min(at + 1, text.Length);
        return new TomlValue((string?)null) { Pairs = pairs };
    }

    private TomlValue? Bare()
    {
        var start = at;
        while (at < text.Length && text[at] is not ('\n' or ',' or ']' or '}' or '#' or ' '))
        {
            at++;
        }

        return at == start ? null : new TomlValue(text[start..at]);
    }

    private string Quoted()
    {
        var sign = text[at];
        var mark = new string(sign, 3);
        if (string.CompareOrdinal(text, at, mark, 0, 3) == 0)
        {
            var start = at + 3;
            var end = text.IndexOf(mark, Math.Min(start, text.Length), StringComparison.Ordinal);
            end = end < 0 ? text.Length : end;
            at = Math.Min(end + 3, text.Length);
            var lines = text[start..end];
            return lines.StartsWith('\n') ? lines[1..] : lines;
        }

        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != sign && text[at] != '\n'; at++)
        {
            if (sign == '"' && text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            value.Append(text[at]);
        }

        at = Math.Min(at + 1, text.Length);
        return value.ToString();
    }
}
