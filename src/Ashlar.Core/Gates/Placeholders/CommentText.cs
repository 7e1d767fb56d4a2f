namespace Ashlar.Core.Gates.Placeholders;

/// <summary>One comment, or the part of one on a line.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">With its mark.</param>
internal sealed record Comment(int Line, string Text);

/// <summary>Comments of a source text, told from strings. Knows the marks of the common language families.</summary>
internal static class CommentText
{
    private sealed record Marks(string[] Line, (string Open, string Close)[] Block, string[] Strings);

    private static readonly Marks Hash = new(["#"], [], ["\"\"\"", "'''", "\"", "'"]);
    private static readonly Marks Slash = new(["//"], [("/*", "*/")], ["\"\"\"", "\"", "'", "`"]);
    private static readonly Marks Dash = new(["--"], [("/*", "*/")], ["\"", "'"]);
    private static readonly Marks Angle = new([], [("<!--", "-->"), ("{#", "#}")], []);

    /// <summary>The comments in order; none where the language is not known.</summary>
    public static IReadOnlyList<Comment> Of(string path, string text)
    {
        if (MarksOf(path) is not { } marks)
        {
            return [];
        }

        var source = text.ReplaceLineEndings("\n");
        var found = new List<Comment>();
        var line = 1;
        var at = 0;
        while (at < source.Length)
        {
            var end = Next(source, at, marks, out var isComment);
            if (isComment)
            {
                found.AddRange(source[at..end].Split('\n').Select((part, index) => new Comment(line + index, part.Trim())));
            }

            line += source.AsSpan(at, end - at).Count('\n');
            at = end;
        }

        return found;
    }

    private static int Next(string source, int at, Marks marks, out bool isComment)
    {
        isComment = true;
        foreach (var mark in marks.Line)
        {
            if (Stands(source, at, mark))
            {
                return To(source, "\n", at, past: false);
            }
        }

        foreach (var (open, close) in marks.Block)
        {
            if (Stands(source, at, open))
            {
                return To(source, close, at + open.Length, past: true);
            }
        }

        isComment = false;
        foreach (var quote in marks.Strings)
        {
            if (Stands(source, at, quote))
            {
                return StringEnd(source, at, quote);
            }
        }

        return at + 1;
    }

    private static int StringEnd(string source, int start, string quote)
    {
        var at = start + quote.Length;
        while (at < source.Length && !Stands(source, at, quote))
        {
            if (source[at] == '\n' && quote is "\"" or "'")
            {
                return at;
            }

            at += source[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + quote.Length, source.Length);
    }

    private static bool Stands(string source, int at, string mark) => string.CompareOrdinal(source, at, mark, 0, mark.Length) == 0;

    private static int To(string source, string mark, int from, bool past)
    {
        var end = source.IndexOf(mark, Math.Min(from, source.Length), StringComparison.Ordinal);
        return end < 0 ? source.Length : end + (past ? mark.Length : 0);
    }

    private static Marks? MarksOf(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".py"
            or ".pyi"
            or ".rb"
            or ".sh"
            or ".bash"
            or ".yml"
            or ".yaml"
            or ".toml"
            or ".cfg"
            or ".ini"
            or ".tf"
            or ".r"
            or ".pl"
            or ".ex"
            or ".exs" => Hash,
            ".js"
            or ".jsx"
            or ".mjs"
            or ".cjs"
            or ".ts"
            or ".tsx"
            or ".mts"
            or ".cs"
            or ".go"
            or ".java"
            or ".kt"
            or ".rs"
            or ".c"
            or ".h"
            or ".cc"
            or ".cpp"
            or ".hpp"
            or ".swift"
            or ".php"
            or ".scala"
            or ".dart"
            or ".css"
            or ".scss"
            or ".less" => Slash,
            ".sql" or ".lua" or ".hs" => Dash,
            ".html" or ".htm" or ".xml" or ".vue" or ".svelte" or ".jinja" or ".j2" or ".csproj" => Angle,
            _ => name is "Makefile" or "Dockerfile" ? Hash : null,
        };
    }
}
