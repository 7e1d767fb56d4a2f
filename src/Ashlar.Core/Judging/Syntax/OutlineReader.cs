namespace Ashlar.Core.Judging.Syntax;

/// <summary>Reads the outline of any language but Python, from the text alone.</summary>
internal static class OutlineReader
{
    private const int LongestText = 2 * 1024 * 1024;

    /// <summary>The outline; with an error, and so taken by lines, where the text cannot be read.</summary>
    public static CodeOutline Of(string text, SourceDialect dialect)
    {
        if (dialect.Language is SourceLanguage.Other or SourceLanguage.Python || text.Length > LongestText)
        {
            return new CodeOutline { Error = "functions cannot be told in this kind of file" };
        }

        var tokens = SourceScanner.Of(text, dialect);
        if (!tokens.IsBalanced)
        {
            return new CodeOutline { Error = "its brackets do not match", Tokens = tokens };
        }

        return dialect.Language switch
        {
            SourceLanguage.Script => ScriptFunctions.Read(tokens, dialect),
            SourceLanguage.CSharp or SourceLanguage.Java or SourceLanguage.C or SourceLanguage.Cpp => BlockFunctions.Read(tokens, dialect),
            SourceLanguage.Ruby or SourceLanguage.Elixir or SourceLanguage.Lua => EndFunctions.Read(tokens, dialect),
            _ => KeywordFunctions.Read(tokens, dialect),
        };
    }
}
