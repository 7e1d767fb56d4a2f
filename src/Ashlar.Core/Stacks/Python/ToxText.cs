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
        Environment().AllIn(text).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);

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

        var entries = IniText.Entries(text);
        if (
            name == "pyproject.toml"
            && entries.FirstOrDefault(entry => entry is { Section: "tool.tox", Key: "legacy_tox_ini" }) is { } legacy
        )
        {
            entries = IniText.Entries(legacy.Value.Trim('"', '\''));
        }

        return
            name.EndsWith(".toml", StringComparison.Ordinal)
            && entries.All(entry => !entry.Section.StartsWith(Base, StringComparison.Ordinal))
            ? Tables(entries, environments)
            : Sections(entries, environments);
    }

    private static IEnumerable<string> Sections(IReadOnlyList<IniEntry> entries, IReadOnlySet<string> environments)
    {
        foreach (var section in environments.Select(name => $"{Base}:{name}").DefaultIfEmpty(Base))
        {
            var own = entries.Any(entry => entry.Section == section && entry.Key == "commands") ? section : Base;
            var folder = RepositoryPath.Normal(Plain(Inherited(entries, own, "changedir", "change_dir"), entries, 0));
            var variables = Variables(Inherited(entries, own, "setenv", "set_env"), folder, entries);
            foreach (
                var line in entries
                    .Where(entry => entry.Section == own && entry.Key == "commands")
                    .SelectMany(entry => entry.Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            )
            {
                if (Plain(line, entries, 0) is { Length: > 0 } plain)
                {
                    yield return ShellWords.In(folder, variables + plain);
                }
            }
        }
    }

    /// <summary>tox 4 in TOML: <c>commands = [["pytest", "tests"], …]</c>.</summary>
    private static IEnumerable<string> Tables(IReadOnlyList<IniEntry> entries, IReadOnlySet<string> environments)
    {
        return entries
            .Where(entry =>
                entry.Key == "commands"
                && entry.Section.Replace("tool.tox.", "", StringComparison.Ordinal) is var section
                && (section == "env_run_base" || environments.Any(name => section == $"env.{name}"))
            )
            .SelectMany(entry =>
                Row()
                    .AllIn(entry.Value.Length > 1 ? entry.Value[1..] : "")
                    .Select(row =>
                        Plain(
                            string.Join(' ', Quoted().AllIn(row.Value).Select(word => word.Groups[1].Value + word.Groups[2].Value)),
                            entries,
                            0
                        )
                    )
                    .Where(line => line.Length > 0)
                    .Select(line =>
                        ShellWords.In(
                            RepositoryPath.Normal(Plain(Own(entry.Section, "change_dir"), entries, 0)),
                            ScriptTables.Variables(Own(entry.Section, "set_env")) + line
                        )
                    )
            );

        string Own(string section, string key) =>
            entries.FirstOrDefault(entry => entry.Section == section && entry.Key == key)?.Value
            ?? entries.FirstOrDefault(entry => entry.Section.EndsWith("env_run_base", StringComparison.Ordinal) && entry.Key == key)?.Value
            ?? "";
    }

    /// <summary>What a section says, else the one that every other inherits; a key has two names.</summary>
    private static string Inherited(IReadOnlyList<IniEntry> entries, string section, string key, string other) =>
        new[] { section, Base }
            .Select(name => entries.FirstOrDefault(entry => entry.Section == name && (entry.Key == key || entry.Key == other)))
            .FirstOrDefault(entry => entry is not null)
            ?.Value
        ?? "";

    /// <summary>Lines of <c>setenv</c>, as the shell takes them before a command; paths are told from the folder in which it runs.</summary>
    private static string Variables(string lines, string folder, IReadOnlyList<IniEntry> entries)
    {
        var root = RepositoryPath.Between(folder, "");
        return string.Concat(
            lines
                .Split('\n')
                .Select(line =>
                    line.Replace("{toxinidir}", root, StringComparison.Ordinal).Replace("{tox_root}", root, StringComparison.Ordinal)
                )
                .Where(line => !Place().IsIn(line))
                .Select(line => Plain(line, entries, 0).Split('=', 2))
                .Where(pair => pair.Length == 2 && Name().IsIn(pair[0].Trim()) && pair[1].Trim().Length > 0)
                .Select(pair => $"{pair[0].Trim()}={ShellWords.Quote(pair[1].Trim())} ")
        );
    }

    /// <summary>A line without factors (<c>py39: …</c>), signs and what tox puts in place.</summary>
    private static string Plain(string line, IReadOnlyList<IniEntry> entries, int depth)
    {
        var text = Factor().ReplaceIn(line.Trim(), "").TrimStart('-', '!', ' ');
        text = Substitution()
            .ReplaceIn(
                text,
                match =>
                    match.Groups["given"].Success ? match.Groups["default"].Value
                    : match.Groups["section"].Success && depth < 5
                        ? Plain(
                            entries
                                .FirstOrDefault(entry =>
                                    entry.Section == match.Groups["section"].Value && entry.Key == match.Groups["key"].Value
                                )
                                ?.Value.Split('\n')[0]
                                ?? "",
                            entries,
                            depth + 1
                        )
                    : match.Value switch
                    {
                        "{envpython}" => "python3",
                        "{toxinidir}" or "{tox_root}" => ".",
                        "{envbindir}/" => "",
                        _ => "",
                    }
            );
        return text.Trim();
    }

    [GeneratedRegex(@"^\[(?:tool\.tox\.)?(?:testenv:|env\.)([^\]\n]+)\]", RegexOptions.Multiline, 1000)]
    private static partial Regex Environment();

    [GeneratedRegex(@"^[\w.,!{}-]+:\s+", RegexOptions.None, 1000)]
    private static partial Regex Factor();

    [GeneratedRegex(
        @"\{(?<given>posargs|tty|env:\w+)(?::(?<default>[^{}]*))?\}|\{\[(?<section>[^\]]+)\](?<key>\w+)\}|\{envbindir\}/|\{[\w:/-]+\}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Substitution();

    [GeneratedRegex(@"\[[^\[\]]*\]", RegexOptions.None, 1000)]
    private static partial Regex Row();

    // Folders that only tox makes, and what the machine decides.
    [GeneratedRegex(@"\{\w*(?:dir|name)\}|^\s*(?:PATH|HOME|TMPDIR)\s*=|\$", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"^\w+$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"""([^""\n]*)""|'([^'\n]*)'", RegexOptions.None, 1000)]
    private static partial Regex Quoted();
}
