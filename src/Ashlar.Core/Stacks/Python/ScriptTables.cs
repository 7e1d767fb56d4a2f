using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Tables of scripts in pyproject.toml, hatch.toml and a Pipfile: a name, and one command, several, or names of other scripts.</summary>
internal static partial class ScriptTables
{
    private const int DepthLimit = 8;
    private static readonly Dictionary<string, string> NoVariables = [];

    private static readonly string[] Places = ["cwd", "working_dir", "chdir"];
    private static readonly string[] Others =
    [
        "env",
        "env_file",
        "envfile",
        "help",
        "description",
        "site_packages",
        "keep_going",
        "interpreter",
        "args",
    ];

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
        return names.SelectMany(name => Lines(name, scripts, NoVariables, 0));
    }

    private static ILookup<string, Script> Scripts(string text)
    {
        var variables = new ScriptVariables(text);
        return IniText
            .Entries(text)
            .Select(entry => (Table: Table().FirstIn(entry.Section), Entry: entry))
            .Where(found => found.Table.Success)
            .Select(found => (Table: found.Table.Groups[1].Value, Own: found.Table.Groups[2].Value, found.Entry))
            // [tool.pdm.scripts.test] cmd = "…" is [tool.pdm.scripts] test = {cmd = "…"}.
            .GroupBy(found => (found.Table, Name: found.Own.Length > 0 ? found.Own : found.Entry.Key, IsTable: found.Own.Length > 0))
            .SelectMany(
                group =>
                    group.Key.IsTable
                        ? [Read(group.Key.Name, group.Select(found => (found.Entry.Key, found.Entry.Value)))]
                        : group.Select(found =>
                            found.Entry.Value.StartsWith('{')
                                ? Read(
                                    group.Key.Name,
                                    Pair().AllIn(found.Entry.Value).Select(pair => (pair.Groups[1].Value, pair.Groups[2].Value))
                                )
                                : new Script(group.Key.Name, [found.Entry.Value], "")
                        ),
                (group, script) => script with { Variables = variables.Of(group.Key.Table, script.Name) }
            )
            .ToLookup(script => script.Name, StringComparer.Ordinal);
    }

    /// <summary>A script in the form of a table: commands, where they run, and what only describes it.</summary>
    private static Script Read(string name, IEnumerable<(string Key, string Value)> pairs)
    {
        var all = pairs.ToList();
        return new Script(
            name,
            [
                .. all.Where(pair =>
                        !Places.Contains(pair.Key, StringComparer.Ordinal)
                        && !Others.Contains(pair.Key.Split('.')[0], StringComparer.Ordinal)
                    )
                    .Select(pair => Text(pair.Value)),
            ],
            all.Where(pair => Places.Contains(pair.Key, StringComparer.Ordinal)).Select(pair => Text(pair.Value)).FirstOrDefault() ?? ""
        );
    }

    /// <summary>The lines of a script; what it gives to its commands it gives to those of scripts that it names.</summary>
    private static IEnumerable<string> Lines(
        string name,
        ILookup<string, Script> scripts,
        IReadOnlyDictionary<string, string> given,
        int depth
    ) =>
        depth >= DepthLimit
            ? []
            : scripts[name]
                .SelectMany(script =>
                    script.Values.SelectMany(Words).SelectMany(line => Line(line, script, scripts, Merged(given, script.Variables), depth))
                );

    private static IEnumerable<string> Line(
        string text,
        Script script,
        ILookup<string, Script> scripts,
        IReadOnlyDictionary<string, string> given,
        int depth
    )
    {
        // Leading signs: `- cmd` continues after a failure, `@cmd` says nothing.
        var line = Given().ReplaceIn(text.TrimStart('@', '-', ' ', '!'), match => match.Groups[1].Value);
        var first = line.Split(' ')[0];
        var folder = RepositoryPath.Normal(script.Folder);
        return scripts.Contains(first) ? Lines(first, scripts, given, depth + 1)
            : line.Length > 0 ? [ShellWords.In(folder, OpenVariables.Before(ScriptVariables.Given(given, folder), line))]
            : [];
    }

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other)
    {
        var both = new Dictionary<string, string>(one, StringComparer.Ordinal);
        foreach (var (name, value) in other)
        {
            both[name] = value;
        }

        return both;
    }

    /// <summary>A plain value is one line; of a list or an inline table each string is.</summary>
    private static IEnumerable<string> Words(string value) =>
        value.StartsWith('[') || value.StartsWith('{')
            ? Quoted().AllIn(value).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)
            : [value];

    private static string Text(string value) => value.Length > 1 && value[0] is '"' or '\'' ? value[1..^1] : value;

    private sealed record Script(string Name, IReadOnlyList<string> Values, string Folder)
    {
        /// <summary>What it and its table give to its commands.</summary>
        public IReadOnlyDictionary<string, string> Variables { get; init; } = NoVariables;
    }

    [GeneratedRegex(@"([\w-]+)\s*=\s*(""[^""\n]*""|'[^'\n]*'|\[[^\[\]]*\]|\{[^{}]*\}|[\w.]+)", RegexOptions.None, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex(
        @"^(tool\.(?:hatch\.envs\.[\w-]+\.scripts|pdm\.scripts|poe\.tasks|taskipy\.tasks|rye\.scripts|pixi\.(?:[\w.-]+\.)?tasks)|envs\.[\w-]+\.scripts|scripts)(?:\.([\w-]+))?$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Table();

    [GeneratedRegex(@"""([^""\n]*)""|'([^'\n]*)'", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{(?:args|posargs)(?::([^{}]*))?\}", RegexOptions.None, 1000)]
    private static partial Regex Given();
}
