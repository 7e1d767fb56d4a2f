namespace Ashlar.Core.Tools;

/// <summary>File types by the names that searches use for them.</summary>
internal static class GrepTypes
{
    private static readonly Dictionary<string, string[]> patterns = new(StringComparer.Ordinal)
    {
        ["c"] = ["*.c", "*.h"],
        ["cpp"] = ["*.cpp", "*.cc", "*.cxx", "*.hpp", "*.hh", "*.hxx", "*.h", "*.inl"],
        ["cs"] = ["*.cs"],
        ["csharp"] = ["*.cs"],
        ["css"] = ["*.css", "*.scss", "*.sass", "*.less"],
        ["go"] = ["*.go"],
        ["html"] = ["*.html", "*.htm"],
        ["java"] = ["*.java"],
        ["js"] = ["*.js", "*.jsx", "*.mjs", "*.cjs", "*.vue"],
        ["json"] = ["*.json", "*.jsonl"],
        ["kotlin"] = ["*.kt", "*.kts"],
        ["md"] = ["*.md", "*.markdown", "*.mdx"],
        ["php"] = ["*.php"],
        ["py"] = ["*.py", "*.pyi"],
        ["python"] = ["*.py", "*.pyi"],
        ["rb"] = ["*.rb", "Gemfile", "Rakefile", "*.gemspec"],
        ["ruby"] = ["*.rb", "Gemfile", "Rakefile", "*.gemspec"],
        ["rs"] = ["*.rs"],
        ["rust"] = ["*.rs"],
        ["sh"] = ["*.sh", "*.bash", "*.zsh"],
        ["sql"] = ["*.sql"],
        ["swift"] = ["*.swift"],
        ["toml"] = ["*.toml"],
        ["ts"] = ["*.ts", "*.tsx", "*.mts", "*.cts"],
        ["txt"] = ["*.txt"],
        ["xml"] = ["*.xml", "*.xsd", "*.csproj", "*.props", "*.targets"],
        ["yaml"] = ["*.yaml", "*.yml"],
    };

    /// <summary>The name patterns of a type; an unknown one is taken for a file ending.</summary>
    public static IReadOnlyList<string> Of(string type) => patterns.GetValueOrDefault(type) ?? [$"*.{type}"];
}
