using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ashlar.Core.Models;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary><c>Grep</c>: searches the contents of files.</summary>
internal sealed class GrepTool : ITool
{
    private const long LargestFile = 16L * 1024 * 1024;
    private const int MostText = 40_000;
    private const int StandardLimit = 250;

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        ToolText.Spec(
            "Grep",
            "Searches files for a regular expression, without ignored and binary ones. output_mode: files_with_matches unless given; content gives path:line:text. glob and type (py) choose files.",
            """{"pattern":{"type":"string"},"path":{"type":"string"},"output_mode":{"enum":["content","files_with_matches","count"]},"glob":{"type":"string"},"type":{"type":"string"},"-i":{"type":"boolean"},"-n":{"type":"boolean"},"-A":{"type":"integer"},"-B":{"type":"integer"},"-C":{"type":"integer"},"multiline":{"type":"boolean"},"head_limit":{"type":"integer"}}""",
            "\"pattern\""
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        try
        {
            var multiline = input.Flag("multiline");
            var pattern = new GrepPattern(input.Text("pattern")!, input.Flag("-i"), multiline);
            if (Chosen(input) is not { } chosen)
            {
                return Task.FromResult(
                    ToolAnswer.Failed(
                        $"glob is too long, or its braces stand for more than {BraceExpansion.Most} patterns. Use a simpler one."
                    )
                );
            }

            var time = new ToolTime(context, cancellationToken);
            var (files, start, refusal) = new TreeWalk(context, time).From(input.Text("path"));
            return Task.FromResult(
                refusal ?? Answer(input, Search(context, files.Where(file => chosen(file.Path, start)), pattern, multiline, time))
            );
        }
        catch (ArgumentException error)
        {
            return Task.FromResult(ToolAnswer.Failed($"The pattern is not a regular expression: {error.Message}"));
        }
        catch (RegexMatchTimeoutException)
        {
            return Task.FromResult(
                ToolAnswer.Failed("The pattern takes too long on these files: it backtracks too much. Use a simpler one.")
            );
        }
    }

    private static IEnumerable<GrepFile> Search(
        ToolContext context,
        IEnumerable<WalkedFile> files,
        GrepPattern pattern,
        bool multiline,
        ToolTime time
    )
    {
        foreach (var file in files)
        {
            if (file.Stamp.Size > LargestFile)
            {
                continue;
            }

            var read = context.Workspace.Files.Read(file.Path, LargestFile);
            if (
                read.Ok
                && pattern.MayMatch(read.Value.Bytes)
                && TextFile.Decode(read.Value.Bytes) is { } text
                && pattern.MayMatch(text.Text)
            )
            {
                // What the model may not see it may not find either.
                if (GrepFile.Search(file.Path, context.Mask.Mask(text.Text), pattern, multiline, time) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    /// <summary>Whether a file is searched, by its path and the folder that the search starts in; null where the patterns are beyond the bounds.</summary>
    private static Func<string, string, bool>? Chosen(JsonElement input)
    {
        var globs = new List<(GlobPattern Pattern, bool Not, bool Whole)>();
        foreach (var word in (input.Text("glob") ?? "").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (GlobPattern.Braces(word) is not { } alternatives || globs.Count + alternatives.Count > BraceExpansion.Most)
            {
                return null;
            }

            globs.AddRange(
                alternatives.Select(glob =>
                    (
                        new GlobPattern(glob.TrimStart('!').TrimStart('/')),
                        glob.StartsWith('!'),
                        glob.Contains('/', StringComparison.Ordinal)
                    )
                )
            );
        }

        var types = input.Text("type") is { Length: > 0 } type ? GrepTypes.Of(type).Select(one => new GlobPattern(one)).ToList() : null;
        return (path, start) =>
        {
            var name = path.AsSpan(path.LastIndexOf('/') + 1);
            if (types is not null && !Any(types, name))
            {
                return false;
            }

            var wanted = globs.TrueForAll(glob => glob.Not);
            var below = start.Length > 0 && path.Length > start.Length ? path[(start.Length + 1)..] : path;
            foreach (var (glob, not, whole) in globs)
            {
                if (whole ? glob.Matches(path) || glob.Matches(below) : glob.Matches(name))
                {
                    wanted = !not;
                }
            }

            return wanted;
        };
    }

    private static bool Any(List<GlobPattern> patterns, ReadOnlySpan<char> name)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(name))
            {
                return true;
            }
        }

        return false;
    }

    private static ToolAnswer Answer(JsonElement input, IEnumerable<GrepFile> found)
    {
        var around = (int)Math.Clamp(input.Number("-C") ?? 0, 0, 1000);
        var before = (int)Math.Clamp(input.Number("-B") ?? around, 0, 1000);
        var after = (int)Math.Clamp(input.Number("-A") ?? around, 0, 1000);
        var numbers = !input.TryGetProperty("-n", out var asked) || asked.ValueKind != JsonValueKind.False;
        var lines = input.Text("output_mode") switch
        {
            "content" => found.SelectMany((file, index) => Separated(file.Render(before, after, numbers), index > 0 && before + after > 0)),
            "count" => found.Select(file => $"{ShownText.Name(file.Path)}:{file.Matches.Count}"),
            _ => found.Select(file => ShownText.Name(file.Path)),
        };
        var limit = (int)Math.Clamp(input.Number("head_limit") is > 0 and { } given ? given : StandardLimit, 1, 100_000);
        var text = new StringBuilder();
        var count = 0;
        foreach (var line in lines)
        {
            if (count++ >= limit || text.Length > MostText)
            {
                _ = text.Append("(more; narrow the search, or raise head_limit)\n");
                break;
            }

            _ = text.Append(line).Append('\n');
        }

        return ToolAnswer.Of(text.Length == 0 ? "No matches." : text.ToString().TrimEnd('\n'));
    }

    private static IEnumerable<string> Separated(IEnumerable<string> lines, bool separate) => separate ? lines.Prepend("--") : lines;
}
