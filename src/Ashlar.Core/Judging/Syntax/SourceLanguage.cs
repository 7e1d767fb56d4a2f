namespace Ashlar.Core.Judging.Syntax;

/// <summary>Languages whose functions can be told.</summary>
internal enum SourceLanguage
{
    Other,
    Python,
    Script,
    CSharp,
    Java,
    Kotlin,
    Go,
    Rust,
    Php,
    C,
    Cpp,
    Ruby,
    Elixir,
    Lua,
}

/// <summary>What a file is written in.</summary>
/// <param name="Language">The language.</param>
/// <param name="IsTyped">TypeScript.</param>
/// <param name="HasMarkup">Whether elements (JSX) may be in it.</param>
internal sealed record SourceDialect(SourceLanguage Language, bool IsTyped = false, bool HasMarkup = false)
{
    /// <summary>Whether a line's end may end a statement.</summary>
    public bool EndsAtLines =>
        Language
            is SourceLanguage.Script
                or SourceLanguage.Kotlin
                or SourceLanguage.Go
                or SourceLanguage.Ruby
                or SourceLanguage.Elixir
                or SourceLanguage.Lua;

    /// <summary>Whether blocks stand in braces.</summary>
    public bool HasBraces => Language is > SourceLanguage.Python and < SourceLanguage.Ruby;

    /// <summary>Whether blocks end with <c>end</c>.</summary>
    public bool HasEnds => Language >= SourceLanguage.Ruby;

    /// <summary>The language of a file; a header's is seen in its text.</summary>
    public static SourceDialect Of(string path, string text) =>
        path.EndsWith(".h", StringComparison.Ordinal) && !IsCpp(text) ? new(SourceLanguage.C) : Of(path);

    private static bool IsCpp(string text) =>
        text.Contains("::", StringComparison.Ordinal)
        || text.Contains("class ", StringComparison.Ordinal)
        || text.Contains("namespace ", StringComparison.Ordinal)
        || text.Contains("template", StringComparison.Ordinal);

    private static SourceDialect Of(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".py" or ".pyw" => new(SourceLanguage.Python),
            ".js" or ".mjs" or ".cjs" or ".jsx" => new(SourceLanguage.Script, HasMarkup: true),
            ".ts" or ".mts" or ".cts" => new(SourceLanguage.Script, IsTyped: true),
            ".tsx" => new(SourceLanguage.Script, IsTyped: true, HasMarkup: true),
            ".cs" => new(SourceLanguage.CSharp),
            ".java" => new(SourceLanguage.Java),
            ".kt" or ".kts" => new(SourceLanguage.Kotlin),
            ".go" => new(SourceLanguage.Go),
            ".rs" => new(SourceLanguage.Rust),
            ".php" => new(SourceLanguage.Php),
            ".c" => new(SourceLanguage.C),
            ".h" or ".cc" or ".cpp" or ".cxx" or ".hpp" or ".hh" or ".hxx" or ".ipp" => new(SourceLanguage.Cpp),
            ".rb" or ".rake" => new(SourceLanguage.Ruby),
            ".ex" or ".exs" => new(SourceLanguage.Elixir),
            ".lua" => new(SourceLanguage.Lua),
            _ => new(SourceLanguage.Other),
        };
}
