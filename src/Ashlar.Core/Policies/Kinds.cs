using System.Text.RegularExpressions;
using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>Kinds of files named by words ("C++ or frontend files"), to tell whether the allow rules already keep them out.</summary>
internal static partial class Kinds
{
    private static readonly (string Word, string[] Extensions)[] Named =
    [
        ("C++", [".cpp", ".cc", ".cxx", ".h", ".hpp"]),
        ("frontend", [".ts", ".tsx", ".js", ".jsx", ".css", ".scss", ".html", ".vue", ".svelte"]),
        ("front-end", [".ts", ".tsx", ".js", ".jsx", ".css", ".scss", ".html", ".vue", ".svelte"]),
        ("JavaScript", [".js", ".jsx", ".mjs", ".cjs"]),
        ("TypeScript", [".ts", ".tsx"]),
        ("Python", [".py"]),
        ("Rust", [".rs"]),
        ("Java", [".java"]),
        ("C#", [".cs"]),
    ];

    /// <summary>Whether the sentence forbids changing files of kinds that no allow rule of the scope lets through.</summary>
    public static bool AreExcluded(string sentence, AgentScope scope)
    {
        if (scope.Allow.Count == 0 || !Forbids().IsIn(sentence))
        {
            return false;
        }

        var kinds = Named
            .Where(kind => BoundedPattern.Of($@"(?<!\w){Regex.Escape(kind.Word)}(?!\w)", RegexOptions.IgnoreCase).IsIn(sentence))
            .ToList();
        return kinds.Count > 0 && kinds.All(kind => scope.Allow.All(item => EndsOtherwise(item.Pattern, kind.Extensions)));
    }

    private static bool EndsOtherwise(string pattern, string[] extensions)
    {
        var dot = pattern.LastIndexOf('.');
        return dot > pattern.LastIndexOf('/')
            && pattern.AsSpan(dot).IndexOfAny("*?[{") < 0
            && !extensions.Contains(pattern[dot..], StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(
        @"\b(?:must not|never|do not|don't) (?:modify|edit|change|touch|write)\b.{0,60}\b(?:files?|code)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Forbids();
}
