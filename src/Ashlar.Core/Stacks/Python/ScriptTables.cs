using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Tables of scripts in pyproject.toml, hatch.toml and a Pipfile: a name, and one command, several, or names of other scripts.</summary>
internal static partial class ScriptTables
{
    private const int DepthLimit = 8;

    /// <summary>The files.</summary>
    public static readonly string[] Files = ["pyproject.toml", "hatch.toml", "Pipfile"];

    /// <summary>Names under which projects keep how their tests are run.</summary>
    public static IReadOnlySet<string> TestNames { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "test", "tests", "unit", "check" };

    /// <summary>The lines of all scripts.</summary>
    public static IEnumerable<string> All(string text) =>
        Commands(text, Scripts(text).Select(script => script.Key).ToHashSet(StringComparer.Ordinal));

    /// <summary>The lines that the scripts run in the end.</summary>
    public static IEnumerable<string> Commands(string text, IReadOnlySet<string> names)
    {
        var scripts = Scripts(text);
        return names.SelectMany(name => Lines(name, scripts, 0));
    }

    private static ILookup<string, string> Scripts(string text) =>
        IniText
            .Entries(text)
            .Select(entry => (Table: Table().FirstIn(entry.Section), Entry: entry))
            .Where(found => found.Table.Success)
            .Select(found =>
                // [tool.pdm.scripts.test] cmd = "…" is [tool.pdm.scripts] test = {cmd = "…"}.
                found.Table.Groups[1].Value
                    is { Length: > 0 } own
                    ? (Name: own, found.Entry.Value)
                    : (Name: found.Entry.Key, found.Entry.Value)
            )
            .ToLookup(script => script.Name, script => script.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string name, ILookup<string, string> scripts, int depth) =>
        depth >= DepthLimit ? [] : scripts[name].SelectMany(Words).SelectMany(line => Line(line, scripts, depth));

    private static IEnumerable<string> Line(string text, ILookup<string, string> scripts, int depth)
    {
        // Leading signs: `- cmd` continues after a failure, `@cmd` says nothing.
        var line = Given().ReplaceIn(text.TrimStart('@', '-', ' ', '!'), match => match.Groups[1].Value);
        var first = line.Split(' ')[0];
        return scripts.Contains(first) ? Lines(first, scripts, depth + 1)
            : line.Contains(' ', StringComparison.Ordinal) || line.Length > 0 ? [line]
            : [];
    }

    /// <summary>A plain value is one line; of a list or an inline table each string is.</summary>
    private static IEnumerable<string> Words(string value) =>
        value.StartsWith('[') || value.StartsWith('{')
            ? Quoted().AllIn(value).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)
            : [value];

    [GeneratedRegex(
        @"^(?:tool\.(?:hatch\.envs\.[\w-]+\.scripts|pdm\.scripts|poe\.tasks|taskipy\.tasks|rye\.scripts|pixi\.(?:[\w.-]+\.)?tasks)|envs\.[\w-]+\.scripts|scripts)(?:\.([\w-]+))?$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Table();

    [GeneratedRegex(@"""([^""\n]*)""|'([^'\n]*)'", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{(?:args|posargs)(?::([^{}]*))?\}", RegexOptions.None, 1000)]
    private static partial Regex Given();
}
