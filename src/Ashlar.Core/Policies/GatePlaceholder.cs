using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>Words of a command that stand for something that is to be filled in: <c>path/to/test_file.py</c>, <c>MyComponent</c>.</summary>
internal static partial class GatePlaceholder
{
    /// <summary>Whether a word is one, or names a single test.</summary>
    public static bool Is(string word) => Named().IsIn(word) || Spelt().IsIn(word);

    /// <summary>A command without such words.</summary>
    public static string Without(string command) => string.Join(' ', command.Split(' ').Where(word => !Is(word)));

    [GeneratedRegex(
        @"::|…|^\.{3}$|\w\.{3}|(?:^|/)path/to(?:/|$)|(?:^|[/=_])(?:your|my|some)[-_][a-z]|(?:^|[/=])(?:test[_-])?(?:foo|bar|baz|foobar|xyz)(?:$|[/._-])|(?:^|[/=._-])(?:test_(?:file|name|module)|file_?name|(?:module|package|component|feature|class|function|project)[_-]?name|name_of_\w+)(?:$|[/.])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Named();

    // By their letters: MyComponent, YOUR_TEST, FILE.
    [GeneratedRegex(@"(?:^|[/=])(?:(?:My|Your|Some)[A-Z]|(?:MY|YOUR|SOME)_|[A-Z][A-Z_]{2,}$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spelt();
}
