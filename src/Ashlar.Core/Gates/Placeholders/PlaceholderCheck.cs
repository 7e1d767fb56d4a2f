using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Placeholders;

/// <summary>
/// Placeholders that a change adds: <c>TODO</c> and <c>FIXME</c> in comments, raised "not implemented", functions whose body is only <c>pass</c> or
/// <c>...</c> (contract section 6, point 4).
/// </summary>
public static partial class PlaceholderCheck
{
    /// <summary>
    /// One finding for each placeholder that is in the change now and was in none of its files on the base; the message names place and
    /// way out.
    /// </summary>
    public static IReadOnlyList<Finding> Findings(IReadOnlyList<ChangedFile> change)
    {
        var before = change
            .SelectMany(file => file.Before is { } text ? All(file.Path, text) : [])
            .CountBy(found => found.Identity, StringComparer.Ordinal);
        var left = before.ToDictionary(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var file in change.Where(file => file.After is not null))
        {
            foreach (var found in All(file.Path, file.After!).OrderBy(found => found.Line))
            {
                var count = left.GetValueOrDefault(found.Identity);
                left[found.Identity] = count - 1;
                if (count <= 0)
                {
                    findings.Add(
                        new Finding(
                            $"placeholder:{file.Path}:{found.Identity}",
                            $"{file.Path}:{found.Line}  placeholder added: \"{FailureText.Line(found.Text)}\""
                        )
                        {
                            Path = file.Path,
                            Line = found.Line,
                            Rule = "placeholder",
                            Way = WayOut.Explain,
                        }
                    );
                }
            }
        }

        return findings;
    }

    private static IEnumerable<Placeholder> All(string path, string text)
    {
        var comments = CommentText.Of(path, text);
        foreach (var comment in comments.Where(comment => Word().IsIn(comment.Text)))
        {
            yield return new Placeholder(comment.Line, comment.Text, comment.Text);
        }

        if (StackCatalog.All.IsTest(path) || StackCatalog.All.IsSupport(path) || path.EndsWith(".pyi", StringComparison.Ordinal))
        {
            yield break;
        }

        if (path.EndsWith(".py", StringComparison.Ordinal))
        {
            foreach (var found in PythonPlaceholders.Of(text))
            {
                yield return found;
            }

            yield break;
        }

        var commented = comments.Select(comment => comment.Line).ToHashSet();
        var lines = ChangedFile.Lines(text);
        for (var at = 0; at < lines.Length; at++)
        {
            if (!commented.Contains(at + 1) && NotImplemented(path).IsIn(lines[at]))
            {
                yield return new Placeholder(at + 1, lines[at].Trim(), lines[at].Trim());
            }
        }
    }

    private static Regex NotImplemented(string path) =>
        Path.GetExtension(path) switch
        {
            ".cs" or ".fs" or ".vb" => DotnetRaise(),
            ".go" => GoPanic(),
            ".rs" => RustMacro(),
            _ => AnyRaise(),
        };

    [GeneratedRegex(@"\b(?:TODO|FIXME)\b", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\bthrow new (?:System\.)?NotImplementedException\b|raise NotImplementedException", RegexOptions.None, 1000)]
    private static partial Regex DotnetRaise();

    [GeneratedRegex(@"\bpanic\(\s*[""`](?i:not (?:yet )?implemented|unimplemented|todo)", RegexOptions.None, 1000)]
    private static partial Regex GoPanic();

    [GeneratedRegex(@"\b(?:todo|unimplemented)!\(", RegexOptions.None, 1000)]
    private static partial Regex RustMacro();

    [GeneratedRegex(
        @"\b(?:throw|raise)\b.{0,80}(?i:not (?:yet )?implemented|unimplemented)|\bthrow new (?:\w+\.)?NotImplemented\w*",
        RegexOptions.None,
        1000
    )]
    private static partial Regex AnyRaise();
}

/// <summary>One placeholder.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">What is shown.</param>
/// <param name="Identity">What makes it the same placeholder before and now.</param>
internal sealed record Placeholder(int Line, string Text, string Identity);
