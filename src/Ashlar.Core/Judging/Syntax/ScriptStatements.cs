namespace Ashlar.Core.Judging.Syntax;

/// <summary>What is outside functions in a script: imports, types, tests in the source, whole statements.</summary>
internal static class ScriptStatements
{
    /// <summary>Adds the parts of a file.</summary>
    public static void Read(SourceTokens tokens, SourceDialect dialect, OutlineBuilder outline)
    {
        var at = 0;
        while (at < tokens.Count)
        {
            var end = Math.Max(End(tokens, at), at + 1);
            if (tokens.Is(at, "import") && !tokens.IsAny(at + 1, "(", "."))
            {
                outline.Add(RegionKind.Import, at, end - 1);
            }
            else if (IsRequire(tokens, at, end))
            {
                outline.Add(RegionKind.Import, at, end - 1);
            }
            else if (tokens.Is(at, "export") && dialect.IsTyped && TypeEnd(tokens, at + 1) is > 0 and var exported)
            {
                outline.Add(RegionKind.Silent, at, exported - 1);
                end = exported;
            }
            else if (dialect.IsTyped && TypeEnd(tokens, at) is > 0 and var type)
            {
                outline.Add(RegionKind.Silent, at, type - 1);
                end = type;
            }
            else if (IsInSourceTest(tokens, at))
            {
                outline.Add(RegionKind.Test, at, end - 1);
            }
            else
            {
                outline.Add(RegionKind.Statement, at, end - 1);
            }

            at = end;
        }
    }

    /// <summary>Behind a declaration that has no effect (<c>interface</c>, <c>type</c>, <c>declare</c>) when one begins here; else 0.</summary>
    public static int TypeEnd(SourceTokens tokens, int at)
    {
        if (at > 0 && !tokens.IsFirstOfLine(at) && !tokens.IsAny(at - 1, ";", "}", "export", "declare"))
        {
            return 0;
        }

        if (tokens.Is(at, "interface") && tokens.IsWord(at + 1))
        {
            var open = at + 2;
            while (open < tokens.Count && !tokens.Is(open, "{"))
            {
                open = tokens.Is(open, "<") && tokens.BehindAngles(open) is > 0 and var angles ? angles : open + 1;
            }

            return tokens.Behind(open);
        }

        if (tokens.Is(at, "type") && tokens.IsWord(at + 1) && tokens.IsAny(at + 2, "=", "<"))
        {
            var equals = tokens.Is(at + 2, "<") ? tokens.BehindAngles(at + 2) : at + 2;
            if (!tokens.Is(equals, "="))
            {
                return 0;
            }

            var end = ScriptTypes.End(tokens, equals + 1);
            return tokens.Is(end, ";") ? end + 1 : end;
        }

        return tokens.Is(at, "declare") && tokens.IsAny(at + 1, "module", "global", "namespace", "function", "const", "let", "var", "class")
            ? End(tokens, at)
            : 0;
    }

    /// <summary>Behind the statement that begins here.</summary>
    private static int End(SourceTokens tokens, int at)
    {
        var first = at;
        while (at < tokens.Count)
        {
            if (tokens.Is(at, ";"))
            {
                return at + 1;
            }

            if (at > first && tokens.IsFirstOfLine(at) && !LineText.GoesOn(tokens, at))
            {
                return at;
            }

            at = tokens.Behind(at);
        }

        return at;
    }

    private static bool IsRequire(SourceTokens tokens, int at, int end)
    {
        end -= tokens.Is(end - 1, ";") ? 1 : 0;
        return tokens.IsAny(at, "const", "let", "var")
            && tokens.Is(end - 1, ")")
            && tokens.Pair(end - 1) is > 1 and var open
            && tokens.Is(open - 1, "require")
            && tokens.Is(open - 2, "=");
    }

    private static bool IsInSourceTest(SourceTokens tokens, int at)
    {
        if (!tokens.Is(at, "if") || !tokens.Is(at + 1, "("))
        {
            return false;
        }

        for (var inner = at + 2; inner < tokens.Pair(at + 1); inner++)
        {
            if (tokens.Is(inner, "meta") && tokens.Is(inner + 2, "vitest"))
            {
                return true;
            }
        }

        return false;
    }
}
