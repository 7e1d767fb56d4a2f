using System.Text;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>
/// A JavaScript or TypeScript source with a mask of the same length in which comments and the contents of strings and regular expressions
/// are blanks, so that braces and words found in the mask are code.
/// </summary>
internal sealed class ScriptText
{
    /// <summary>Masks a source.</summary>
    public ScriptText(string source)
    {
        Source = source.ReplaceLineEndings("\n");
        Mask = Blank(Source);
    }

    /// <summary>The text, with line feeds only.</summary>
    public string Source { get; }

    /// <summary>The code of it.</summary>
    public string Mask { get; }

    /// <summary>The number, from 1, of the line at an offset.</summary>
    public int Line(int at) => Source.AsSpan(0, at).Count('\n') + 1;

    /// <summary>The offset of the bracket that closes the one at an offset; the end of the text when none does.</summary>
    public int Close(int open)
    {
        var depth = 0;
        for (var at = open; at < Mask.Length; at++)
        {
            depth += Mask[at] switch
            {
                '(' or '[' or '{' => 1,
                ')' or ']' or '}' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return at;
            }
        }

        return Mask.Length;
    }

    /// <summary>The parts between commas within the brackets at an offset, without blanks around.</summary>
    public IReadOnlyList<string> Parts(int open)
    {
        var parts = new List<string>();
        var (depth, start, close) = (0, open + 1, Close(open));
        for (var at = open; at <= close && at < Mask.Length; at++)
        {
            depth +=
                Mask[at] is '(' or '[' or '{' ? 1
                : Mask[at] is ')' or ']' or '}' ? -1
                : 0;
            if (at == close || (depth == 1 && Mask[at] == ','))
            {
                parts.Add(Source[start..at].Trim());
                start = at + 1;
            }
        }

        return [.. parts.Where(part => part.Length > 0)];
    }

    private static string Blank(string source)
    {
        var mask = new StringBuilder(source);
        var at = 0;
        while (at < source.Length)
        {
            var end = source[at] switch
            {
                '/' when Stands(source, at, "//") => LineEnd(source, at),
                '/' when Stands(source, at, "/*") => After(source, "*/", at + 2),
                '/' when BeginsPattern(source, at) => Quoted(source, at, '/'),
                '\'' or '"' or '`' => Quoted(source, at, source[at]),
                _ => at,
            };
            var keeps = source[at] is not '/' || !(Stands(source, at, "//") || Stands(source, at, "/*"));
            for (var inside = keeps ? at + 1 : at; inside < (keeps ? end - 1 : end); inside++)
            {
                mask[inside] = mask[inside] == '\n' ? '\n' : ' ';
            }

            at = Math.Max(end, at + 1);
        }

        return mask.ToString();
    }

    private static bool Stands(string source, int at, string text) => string.CompareOrdinal(source, at, text, 0, text.Length) == 0;

    private static int LineEnd(string source, int at) => source.IndexOf('\n', at) is var end and >= 0 ? end : source.Length;

    private static int After(string source, string text, int at) =>
        source.IndexOf(text, Math.Min(at, source.Length), StringComparison.Ordinal) is var end and >= 0 ? end + text.Length : source.Length;

    /// <summary>A slash begins a pattern where no value is before it.</summary>
    private static bool BeginsPattern(string source, int at)
    {
        var before = at - 1;
        while (before >= 0 && source[before] is ' ' or '\t' or '\n')
        {
            before--;
        }

        return before < 0 || !(char.IsLetterOrDigit(source[before]) || source[before] is '_' or '$' or ')' or ']' or '}' or '"' or '\'');
    }

    private static int Quoted(string source, int start, char quote)
    {
        var (at, inClass) = (start + 1, false);
        while (at < source.Length && (source[at] != quote || inClass))
        {
            if (source[at] == '\n' && quote != '`')
            {
                return at;
            }

            inClass = quote == '/' && (source[at] == '[' || (inClass && source[at] != ']'));
            at += source[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, source.Length);
    }
}
