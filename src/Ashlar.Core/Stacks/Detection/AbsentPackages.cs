using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Detection;

/// <summary>
/// Packages that failures say cannot be loaded and that are nothing of the repository's own: the change wants them, and nobody has fetched them. Tools
/// that bring packages together before they run anything say so as an environment's fault; an interpreter says it where the import stands.
/// </summary>
internal static partial class AbsentPackages
{
    /// <summary>Their names, in order.</summary>
    /// <param name="messages">What failures say.</param>
    /// <param name="files">The checkout.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> messages, RepositoryFiles files)
    {
        var names = messages
            .SelectMany(message => Missing().OrNone().AllIn(message))
            .Select(match => Package(match.Groups[1].Value))
            .Distinct(StringComparer.Ordinal)
            .Take(5)
            .ToList();
        return names.Count == 0 ? []
            : new DependencyLists(files) is var lists ? [.. names.Where(name => !lists.IsOwn(name))]
            : [];
    }

    /// <summary><c>a.b</c> is of <c>a</c>, <c>@a/b/c</c> of <c>@a/b</c>, <c>a/b</c> of <c>a</c>.</summary>
    private static string Package(string name) =>
        name.StartsWith('@') ? string.Join('/', name.Split('/').Take(2)) : name.Split('/')[0].Split('.')[0];

    [GeneratedRegex(
        @"(?:No module named|Cannot find (?:module|package)|cannot load such file --) ['""]?(@?[A-Za-z_][\w./-]{0,100})",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Missing();
}
