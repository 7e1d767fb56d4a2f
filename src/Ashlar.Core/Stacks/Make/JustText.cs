using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Make;

/// <summary>Recipes of a justfile.</summary>
internal static partial class JustText
{
    // Another shell, variables for commands, and what lies in other files.
    private static readonly string[] Special = ["set ", "export ", "import", "mod ", "mod? "];

    /// <summary>The names of its recipes with their lines, from 1.</summary>
    public static IEnumerable<(string Name, int Line)> Recipes(string text) => Read(text).Select(recipe => (recipe.Name, recipe.Line));

    /// <summary>
    /// Lines of the shell that set what a justfile exports; what is no plain string is left as it is written, and a file of variables is only named.
    /// </summary>
    public static IEnumerable<string> Exports(string text)
    {
        var settings = Setting().AllIn(text).Select(match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value.Trim())).ToList();
        bool Has(string name) => settings.Exists(setting => setting.Name == name && setting.Value != "false");
        string? Named(string name) => settings.Find(setting => setting.Name == name).Value is { } value ? Plain(value) ?? value : null;
        var file =
            Named("dotenv-path")
            ?? Named("dotenv-filename")
            ?? (Has("dotenv-load") || Has("dotenv-required") || Has("dotenv-override") ? ".env" : null);
        return Export()
            .AllIn(text)
            .Where(match => match.Groups["export"].Success || Has("export"))
            .Select(match => OpenVariables.Exported(match.Groups["name"].Value, Value(match.Groups["value"].Value.Trim())))
            .Concat(file is null ? [] : [OpenVariables.NamedFile(file)]);
    }

    private static string Value(string expression)
    {
        var parts = expression.Split(['/', '+'], StringSplitOptions.TrimEntries);
        return Plain(expression)
            ?? (
                parts is ["justfile_directory()" or "justfile_dir()", var below] && Plain(below) is { } path
                    ? $"$PWD/{path.TrimStart('/')}"
                    : $"{{{{{expression}}}}}"
            );
    }

    private static string? Plain(string text) =>
        text.Length > 1
        && text[0] is '"' or '\''
        && text.IndexOf(text[0], 1) == text.Length - 1
        && !text.Contains("{{", StringComparison.Ordinal)
            ? text[1..^1]
            : null;

    [GeneratedRegex(@"^(?<export>export[ \t]+)?(?<name>\w+)[ \t]*:=[ \t]*(?<value>[^\n#]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Export();

    [GeneratedRegex(@"^set[ \t]+([\w-]+)[ \t]*(?::=[ \t]*)?([^\n#]*)", RegexOptions.Multiline, 1000)]
    private static partial Regex Setting();

    /// <summary>The lines that the recipes and what they depend on run; without names the first recipe.</summary>
    public static IEnumerable<string> Commands(string text, IReadOnlySet<string> names)
    {
        var recipes = Read(text);
        var wanted = new Queue<string>(names.Count > 0 ? names : recipes.Take(1).Select(recipe => recipe.Name));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (wanted.TryDequeue(out var name))
        {
            foreach (var recipe in recipes.Where(recipe => recipe.Name == name && seen.Add(name)))
            {
                foreach (var need in recipe.Needs)
                {
                    wanted.Enqueue(need);
                }

                foreach (var line in recipe.Lines)
                {
                    yield return line;
                }
            }
        }
    }

    /// <summary>What a recipe needs, and its lines, where nothing of it is for just alone; null for all others.</summary>
    public static EntryRecipe? Only(string text, string name)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var recipes = Read(text).Where(recipe => recipe.Name == name).ToList();
        if (
            recipes is not [var (_, line, needs, own)]
            || lines.Any(other => Special.Any(word => other.StartsWith(word, StringComparison.Ordinal)))
            || (line > 1 && lines[line - 2].StartsWith('['))
            || lines[line - 1].Contains("&&", StringComparison.Ordinal)
            || lines[line - 1].Contains('(', StringComparison.Ordinal)
        )
        {
            return null;
        }

        // The signs before a command are gone here: one of them has its failure ignored.
        var written = lines.Skip(line).TakeWhile(other => other.Length == 0 || char.IsWhiteSpace(other[0])).Select(other => other.Trim());
        return
            written.Any(other =>
                other.StartsWith('-')
                || other.StartsWith("@-", StringComparison.Ordinal)
                || other.StartsWith("#!", StringComparison.Ordinal)
            ) || own.Exists(other => other.Contains("{{", StringComparison.Ordinal) || other.EndsWith('\\'))
            ? null
            : new EntryRecipe(needs, [.. own.Where(other => !other.StartsWith('#'))]);
    }

    private static List<(string Name, int Line, string[] Needs, List<string> Lines)> Read(string text)
    {
        var recipes = new List<(string Name, int Line, string[] Needs, List<string> Lines)>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.Length > 0 && char.IsWhiteSpace(line[0]))
            {
                if (recipes.Count > 0 && line.Trim() is { Length: > 0 } command)
                {
                    recipes[^1].Lines.Add(command.TrimStart('@', '-'));
                }
            }
            else if (
                line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
                && !line[colon..].StartsWith(":=", StringComparison.Ordinal)
                && (char.IsLetter(line[0]) || line[0] is '_' or '@')
            )
            {
                recipes.Add(
                    (
                        line[..colon].Split(' ')[0].TrimStart('@'),
                        number,
                        line[(colon + 1)..].Split(['&', ' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries),
                        []
                    )
                );
            }
        }

        return recipes;
    }
}
