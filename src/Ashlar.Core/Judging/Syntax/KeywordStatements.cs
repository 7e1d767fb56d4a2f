namespace Ashlar.Core.Judging.Syntax;

/// <summary>Imports and whole statements outside functions in Go, Rust, Kotlin and PHP.</summary>
internal static class KeywordStatements
{
    /// <summary>Adds the parts of a file.</summary>
    public static void Read(SourceTokens tokens, SourceDialect dialect, OutlineBuilder outline)
    {
        var at = 0;
        while (at < tokens.Count)
        {
            var end = Math.Max(End(tokens, dialect, at), at + 1);
            var isImport = dialect.Language switch
            {
                SourceLanguage.Go => tokens.IsAny(at, "import", "package"),
                SourceLanguage.Kotlin => tokens.IsAny(at, "import", "package"),
                SourceLanguage.Rust => tokens.Is(at, "use")
                    || (tokens.Is(at, "pub") && tokens.Is(at + 1, "use"))
                    || (tokens.Is(at, "extern") && tokens.Is(at + 1, "crate")),
                _ => tokens.IsAny(at, "use", "namespace") || tokens.Is(at, "declare"),
            };
            outline.Add(isImport ? RegionKind.Import : RegionKind.Statement, at, end - 1);
            at = end;
        }
    }

    private static int End(SourceTokens tokens, SourceDialect dialect, int at)
    {
        var first = at;
        while (at < tokens.Count)
        {
            if (tokens.Is(at, ";"))
            {
                return at + 1;
            }

            if (at > first && dialect.EndsAtLines && tokens.IsFirstOfLine(at) && !LineText.GoesOn(tokens, at))
            {
                return at;
            }

            if (!dialect.EndsAtLines && tokens.Is(at, "{") && !tokens.IsAny(tokens.Behind(at), ";", ")", ",", "."))
            {
                return tokens.Behind(at);
            }

            at = tokens.Behind(at);
        }

        return at;
    }
}
