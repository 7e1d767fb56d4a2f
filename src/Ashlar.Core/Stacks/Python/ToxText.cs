using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>What environments of tox run.</summary>
internal static partial class ToxText
{
    private const string Base = "testenv";

    /// <summary>The files in which tox is configured.</summary>
    public static readonly string[] Files = ["tox.ini", "setup.cfg", "tox.toml", "pyproject.toml"];

    /// <summary>The names of the environments.</summary>
    public static IEnumerable<string> Environments(string text) =>
        Environment()
            .AllIn(text)
            .Select(match => match.Groups[1].Value)
            .Concat(text.Contains("env_run_base", StringComparison.Ordinal) ? ToxTables.Environments(text) : [])
            .Distinct(StringComparer.Ordinal);

    /// <summary>The lines of the environments; without names those of <c>[testenv]</c>, which every other one inherits.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="text">Its text.</param>
    /// <param name="environments">What <c>-e</c> names.</param>
    public static IEnumerable<string> Commands(string name, string text, IReadOnlySet<string> environments)
    {
        if (!text.Contains("commands", StringComparison.Ordinal))
        {
            return [];
        }

        if (!name.EndsWith(".toml", StringComparison.Ordinal))
        {
            return Sections(IniText.Entries(text), environments);
        }

        var isShared = name == "pyproject.toml";
        return isShared && Legacy().FirstIn(text) is { Success: true } legacy
            ? Sections(IniText.Entries(legacy.Groups["text"].Value), environments)
            : ToxTables.Commands(text, isShared, environments);
    }

    private static IEnumerable<string> Sections(IReadOnlyList<IniEntry> entries, IReadOnlySet<string> environments)
    {
        foreach (var named in environments.Cast<string?>().DefaultIfEmpty())
        {
            var environment = named ?? First(entries);
            var section = named is null ? Base : $"{Base}:{named}";
            var folder = ToxValues.Inside(new ToxValues(environment, Value).Put(Inherited(section, "changedir", "change_dir")));
            var values = new ToxValues(environment, Value) { Root = RepositoryPath.Between(folder, "") };
            var variables = values.Variables(Inherited(section, "setenv", "set_env"));
            var commands = values.Put(Inherited(section, "commands").Replace("\\\n", " ", StringComparison.Ordinal));
            foreach (var line in commands.Split('\n').Where(line => named is null || ToxValues.Holds(line.Trim(), environment)))
            {
                if (ToxValues.Plain(line) is { Length: > 0 } plain)
                {
                    yield return ShellWords.In(folder, variables + plain);
                }
            }
        }

        string? Value(string section, string key) => entries.FirstOrDefault(entry => entry.Section == section && entry.Key == key)?.Value;

        // What a section says, else the one that every other inherits; a key has two names.
        string Inherited(string section, params string[] keys) =>
            new[] { section, Base }.SelectMany(place => keys.Select(key => Value(place, key))).FirstOrDefault(value => value is not null)
            ?? "";
    }

    /// <summary>The first environment that the configuration lists.</summary>
    private static string First(IReadOnlyList<IniEntry> entries)
    {
        var listed = entries.FirstOrDefault(entry => entry is { Section: "tox", Key: "envlist" or "env_list" })?.Value ?? "";
        return Choice()
                .ReplaceIn(listed, match => match.Groups[1].Value)
                .Split([',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries)
                .FirstOrDefault()
            ?? "py";
    }

    [GeneratedRegex(@"^\[testenv:([^\]\n]+)\]", RegexOptions.Multiline, 1000)]
    private static partial Regex Environment();

    [GeneratedRegex(@"^legacy_tox_ini\s*=\s*(?:""""""(?<text>[\s\S]*?)""""""|'''(?<text>[\s\S]*?)''')", RegexOptions.Multiline, 1000)]
    private static partial Regex Legacy();

    // Of `py3{9,10}` the first.
    [GeneratedRegex(@"\{\s*([^,{}\s]*)[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Choice();
}
