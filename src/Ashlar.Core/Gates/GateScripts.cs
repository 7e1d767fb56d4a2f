using System.Text.Json;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>Looks behind <c>npm test</c>, <c>npm run X</c> and their like: the script in package.json tells the tool.</summary>
internal static class GateScripts
{
    private const int SizeLimit = 1024 * 1024;

    /// <summary>The command with the kind of the script that it runs. Options cannot be inserted into such a line.</summary>
    public static GateCommand Resolve(string line, string root)
    {
        var command = GateCommand.Parse(line);
        if (command.Kind != GateKind.Other || Name(line) is not { } script || Script(root, script) is not { } text)
        {
            return command;
        }

        return GateCommand.Parse(text) is { Kind: not GateKind.Other } inner ? inner.Behind(line, command.Program) : command;
    }

    /// <summary>The name of the package.json script that the line runs, or null.</summary>
    public static string? Name(string line)
    {
        if (ShellWords.Commands(line) is not [.., var last] || last.Count < 2 || last[0].Text is not ("npm" or "yarn" or "pnpm" or "bun"))
        {
            return null;
        }

        var words = last.Select(word => word.Text).Where(word => !word.StartsWith('-')).ToList();
        return words switch
        {
            [_, "run" or "run-script", var name, ..] => name,
            [_, "test" or "t", ..] => "test",
            ["yarn" or "pnpm", var name, ..] => name,
            _ => null,
        };
    }

    /// <summary>The text of a script of package.json, or null.</summary>
    public static string? Script(string root, string name)
    {
        try
        {
            if (OrdinaryFiles.Read(root, "package.json", SizeLimit) is not { } content)
            {
                return null;
            }

            using var document = JsonDocument.Parse(content);
            return
                document.RootElement.TryGetProperty("scripts", out var scripts)
                && scripts.ValueKind == JsonValueKind.Object
                && scripts.TryGetProperty(name, out var script)
                && script.ValueKind == JsonValueKind.String
                ? script.GetString()
                : null;
        }
        catch (Exception trouble) when (trouble is IOException or JsonException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }
}
