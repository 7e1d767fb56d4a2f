using System.Text.Json;
using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Php;

/// <summary>Scripts of composer.json: <c>composer test</c>, and those that a script calls by <c>@name</c>.</summary>
internal static partial class PhpScripts
{
    private const int Deepest = 5;

    /// <summary>Follows a line of Composer to what its script runs.</summary>
    public static void Follow(GateCommand command, ReachedCommands reached)
    {
        if (GateTool.Name(command.Program) is not ("composer" or "composer.phar"))
        {
            return;
        }

        var name = command
            .Words.Skip(1)
            .Where(word => !word.StartsWith('-'))
            .SkipWhile(word => word is "run" or "run-script")
            .FirstOrDefault();
        foreach (var line in name is null ? [] : Lines(reached.Files.Text(RepositoryPath.In(command.Folder, "composer.json")), name, 0))
        {
            reached.Line(line, command.Folder);
        }
    }

    /// <summary>The lines of a script, those of the scripts that it calls in their place.</summary>
    public static IEnumerable<string> Lines(string? text, string name, int depth)
    {
        if (text is null || depth > Deepest || Script(text, name) is not { } lines)
        {
            yield break;
        }

        foreach (var line in lines)
        {
            var plain = Placeholders().ReplaceIn(line, "").Trim();
            if (plain.StartsWith("@php ", StringComparison.Ordinal))
            {
                yield return plain[1..];
            }
            else if (plain.StartsWith("@putenv ", StringComparison.Ordinal) || Called(plain) is not var (script, arguments))
            {
                yield return plain;
            }
            else
            {
                foreach (var called in Lines(text, script, depth + 1))
                {
                    yield return called.StartsWith("@putenv ", StringComparison.Ordinal) ? called : called + arguments;
                }
            }
        }
    }

    /// <summary>The script that a line calls, by <c>@name</c> or through Composer, with what is handed on; null where it calls none.</summary>
    private static (string Script, string Arguments)? Called(string line)
    {
        var words = line.TrimStart('@').Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (words is ["composer" or "composer.phar", _, ..])
        {
            words = [.. words.Skip(1).Where((word, index) => index > 0 || word is not ("run" or "run-script"))];
        }
        else if (!line.StartsWith('@'))
        {
            return null;
        }

        return words is [var name, .. var rest]
            ? (name, string.Concat(rest.SkipWhile(word => word == "--").Select(word => " " + word)))
            : null;
    }

    [GeneratedRegex(@"\s*@(?:no_)?additional_args\b", RegexOptions.None, 1000)]
    private static partial Regex Placeholders();

    private static List<string>? Script(string text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(
                text,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            return document.RootElement.TryGetProperty("scripts", out var scripts) && scripts.TryGetProperty(name, out var script)
                ? script.ValueKind switch
                {
                    JsonValueKind.String => [script.GetString()!],
                    JsonValueKind.Array =>
                    [
                        .. script.EnumerateArray().Where(line => line.ValueKind == JsonValueKind.String).Select(line => line.GetString()!),
                    ],
                    _ => null,
                }
                : null;
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
