using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary><c>Glob</c>: files by name.</summary>
internal sealed class GlobTool : ITool
{
    private const int Most = 200;

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        ToolText.Spec(
            "Glob",
            "Finds files by a pattern such as **/*.{ts,tsx}, newest first, without those that git ignores.",
            """{"pattern":{"type":"string"},"path":{"type":"string"}}""",
            "\"pattern\""
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        var pattern = Relative(input.Text("pattern")!, context);
        if (GlobPattern.Braces(pattern) is not { } alternatives)
        {
            return Task.FromResult(
                ToolAnswer.Failed(
                    $"The pattern is longer than {BraceExpansion.LongestPattern} characters, or its braces stand for more than {BraceExpansion.Most} patterns. Use a simpler one."
                )
            );
        }

        var time = new ToolTime(context, cancellationToken);
        var (walked, start, refusal) = new TreeWalk(context, time).From(input.Text("path"));
        if (refusal is not null)
        {
            return Task.FromResult(refusal);
        }

        var skip = start.Length == 0 ? 0 : start.Length + 1;
        var files = walked.ToList();
        var found = Match(files, alternatives, skip, time);
        var note = "";
        if (found.Count == 0 && !pattern.Contains('/', StringComparison.Ordinal))
        {
            found = Match(files, [.. alternatives.Select(one => "**/" + one)], skip, time);
            note = found.Count > 0 ? $"(none directly in the folder; these match **/{pattern})\n" : "";
        }

        return Task.FromResult(ToolAnswer.Of(found.Count == 0 ? "No files match." : note + List(found)));
    }

    private static List<WalkedFile> Match(List<WalkedFile> files, IReadOnlyList<string> alternatives, int skip, ToolTime time)
    {
        var patterns = alternatives.Select(one => new GlobPattern(one)).ToList();
        return
        [
            .. files.Where(file =>
            {
                time.Check();
                return file.Path.Length > skip && patterns.Exists(one => one.Matches(file.Path.AsSpan(skip)));
            }),
        ];
    }

    private static string List(List<WalkedFile> found)
    {
        var shown = found.OrderByDescending(file => file.Stamp.Modified).ThenBy(file => file.Path, StringComparer.Ordinal).Take(Most);
        var more = found.Count > Most ? $"\n(the newest {Most} of {found.Count}; narrow the pattern)" : "";
        return string.Join('\n', shown.Select(file => ShownText.Name(file.Path))) + more;
    }

    private static string Relative(string pattern, ToolContext context)
    {
        foreach (var root in (string[])[context.Workspace.ShownRoot, context.Workspace.Root])
        {
            if (pattern.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal))
            {
                return pattern[(root.TrimEnd('/').Length + 1)..];
            }
        }

        return pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern.TrimStart('/');
    }
}
