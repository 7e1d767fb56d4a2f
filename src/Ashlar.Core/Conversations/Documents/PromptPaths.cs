using System.Text.RegularExpressions;

namespace Ashlar.Core.Conversations;

/// <summary>A path that a text names.</summary>
/// <param name="Path">The path as written, placeholders included.</param>
/// <param name="Line">Its line in the text, from 1.</param>
/// <param name="Required">Whether the text demands that it is read.</param>
/// <param name="Words">The sentence or list item that names it.</param>
public sealed record NamedPath(string Path, int Line, bool Required, string Words);

/// <summary>Finds the paths that a prompt or a task names, outside fenced code, and tells those that must be read from those that may be.</summary>
public static partial class PromptPaths
{
    /// <summary>The paths in order of appearance, each once; required wins.</summary>
    public static IReadOnlyList<NamedPath> Find(string text)
    {
        var found = new Dictionary<string, NamedPath>(StringComparer.Ordinal);
        var order = new List<string>();
        var underRequired = false;
        var fence = "";
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (IsFence(line, ref fence))
            {
                continue;
            }

            if (Heading().FirstIn(line) is { Success: true } heading)
            {
                underRequired = RequiredHeading().IsIn(heading.Groups[1].Value);
            }

            foreach (var sentence in SentenceEnd().SplitIn(line))
            {
                foreach (var path in PathsIn(sentence))
                {
                    var required = IsRequired(sentence, underRequired);
                    if (!found.TryGetValue(path, out var known))
                    {
                        order.Add(path);
                        found[path] = new NamedPath(path, i + 1, required, sentence.Trim());
                    }
                    else if (required && !known.Required)
                    {
                        found[path] = new NamedPath(path, i + 1, required, sentence.Trim());
                    }
                }
            }
        }

        return [.. order.Select(path => found[path])];
    }

    private static bool IsFence(string line, ref string fence)
    {
        var text = line.Trim();
        if (fence.Length > 0)
        {
            fence = text == fence ? "" : fence;
            return true;
        }

        if (FenceStart().FirstIn(text) is { Success: true } match)
        {
            fence = match.Groups[1].Value;
            return true;
        }

        return false;
    }

    private static IEnumerable<string> PathsIn(string sentence) =>
        Quoted()
            .AllIn(sentence)
            .Select(match => (match.Index, Path: match.Groups[1].Value.Trim()))
            .Where(one => QuotedPath().IsIn(one.Path))
            .Concat(
                Bare()
                    .AllIn(Quoted().ReplaceIn(sentence, match => new string(' ', match.Length)))
                    .Select(match => (match.Index, Path: match.Value))
            )
            .OrderBy(one => one.Index)
            .Select(one => one.Path.TrimStart('@').TrimEnd('.', ',', ':', ';', ')'))
            .Where(path =>
                path.Length > 1 && !path.Contains('*', StringComparison.Ordinal) && !path.Contains("://", StringComparison.Ordinal)
            );

    private static bool IsRequired(string sentence, bool underRequired) =>
        (underRequired || Demand().IsIn(sentence) || ForEveryTask().IsIn(sentence)) && !Softened().IsIn(sentence);

    [GeneratedRegex(@"^ {0,3}#{1,6}\s+(.*)$", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"\b(?:required|mandatory)\b.*\b(?:inputs?|reading|documents?|files?|context|materials?)\b|\binputs?\b.*\brequired\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex RequiredHeading();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z*`""'(])", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(?:ALWAYS|MUST|must|always|Always|Must)\s+(?:\w+\s+){0,3}(?:re-?)?[Rr]ead\b", RegexOptions.None, 1000)]
    private static partial Regex Demand();

    [GeneratedRegex(@"\bfollow\b.*\bfor every task\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ForEveryTask();

    [GeneratedRegex(
        @"\bif (?:any|one exists|it exists|they exist|present|available|there (?:is|are)|exists)\b|\bsee\b|\boptional(?:ly)?\b|\bwhere (?:present|available)\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Softened();

    [GeneratedRegex(@"`([^`\n]{2,200})`", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"^@?(?:\.{0,2}/)?[\w.{}\[\]<>-]+(?:/[\w.{}\[\]<>-]+)*/$|^@?(?:\.{0,2}/)?(?:[\w.{}\[\]<>-]+/)+[\w.{}\[\]<>-]+$|^@?[\w.{}\[\]<>-]+\.(?:md|mdx|txt|ya?ml|json|rst|adoc|toml)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex QuotedPath();

    [GeneratedRegex(
        @"(?<![\w/.@:-])@?(?:\.{0,2}/)?(?:[\w.{}\[\]-]+/)*[\w{}\[\]-][\w.{}\[\]-]*\.(?:mdx?|txt|ya?ml|json|rst|adoc)(?![\w/])",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Bare();

    [GeneratedRegex(@"^(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})[^`]*$", RegexOptions.None, 1000)]
    private static partial Regex FenceStart();
}
