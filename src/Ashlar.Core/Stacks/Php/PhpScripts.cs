using System.Text.Json;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Php;

/// <summary>Scripts of composer.json: <c>composer test</c>, and those that a script calls by <c>@name</c>.</summary>
internal static class PhpScripts
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
            if (line.StartsWith("@php ", StringComparison.Ordinal))
            {
                yield return line[1..];
            }
            else if (line.StartsWith('@') && !line.StartsWith("@putenv", StringComparison.Ordinal))
            {
                foreach (var called in Lines(text, line[1..].Split(' ')[0], depth + 1))
                {
                    yield return called;
                }
            }
            else
            {
                yield return line;
            }
        }
    }

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
