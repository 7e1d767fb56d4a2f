using System.Text.RegularExpressions;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Stacks.Files;

/// <summary>What the text of a failure names: files of the checkout, and names in quotes.</summary>
internal static partial class FailureNames
{
    private const int Limit = 40;
    private const int TextLimit = 100_000;

    /// <summary>Names in quotes, the last part of a dotted one too.</summary>
    public static IReadOnlyList<string> Quoted(string text) =>
        [
            .. Quote()
                .AllIn(Cut(text))
                .Select(match => match.Groups[1].Value)
                .SelectMany(name => new[] { name, name.Split('.', '/', ':')[^1] })
                .Where(name => name.Length > 2)
                .Distinct(StringComparer.Ordinal)
                .Take(Limit),
        ];

    /// <summary>Files of the checkout.</summary>
    public static IReadOnlyList<string> Files(string text, string root) =>
        [
            .. File()
                .AllIn(Cut(text))
                .Select(match => match.Value.TrimStart('.', '/'))
                .Distinct(StringComparer.Ordinal)
                .Take(10 * Limit)
                .Where(path => path.Length > 0 && OrdinaryFiles.Has(root, path))
                .Take(Limit),
        ];

    private static string Cut(string text) => text.Length > TextLimit ? text[..TextLimit] : text;

    [GeneratedRegex(@"['""`\u2018]([\p{L}_][\w./:-]{1,120})['""`\u2019]", RegexOptions.None, 1000)]
    private static partial Regex Quote();

    [GeneratedRegex(@"[\w./-]{1,200}\.\w{1,8}", RegexOptions.None, 1000)]
    private static partial Regex File();
}
