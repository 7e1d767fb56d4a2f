using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Files;

/// <summary>A Makefile without the rules that a gate does not reach.</summary>
internal static partial class MakeText
{
    private static readonly string[] Special =
    [
        "export",
        "unexport",
        "define ",
        "ifeq",
        "ifneq",
        "ifdef",
        "ifndef",
        "SHELL",
        ".SHELLFLAGS",
        ".ONESHELL",
        "include",
        "-include",
    ];

    /// <summary>Variables, includes and every other line, and of the rules those of the targets and of what they need.</summary>
    /// <param name="text">The Makefile.</param>
    /// <param name="targets">The targets asked for; none is the first rule.</param>
    /// <param name="isCalled">Whether what recipes have make build is reached too.</param>
    public static string Reached(string text, IReadOnlySet<string> targets, bool isCalled = true)
    {
        var (rules, others) = MakeRule.Read(text);
        var wanted = new Queue<string>(
            targets.Count > 0 ? targets : [.. rules.Where(rule => rule.Names[0][0] != '.').Take(1).SelectMany(rule => rule.Names)]
        );
        var variables = Variables(others.ToString());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var made = new StringBuilder();
        var isAny = false;
        while (wanted.TryDequeue(out var name))
        {
            if (seen.Add(name))
            {
                foreach (var rule in rules)
                {
                    if (rule.Stem(name, names => Expanded(names, variables)) is not { } stem)
                    {
                        continue;
                    }

                    var needs = Split(rule.NeedsOf(stem, names => Expanded(names, variables)));
                    // What cannot be told may be any rule.
                    isAny |= needs.Any(need => need.Contains('$', StringComparison.Ordinal));
                    foreach (var need in needs.Concat(isCalled ? Again(Expanded(rule.Text, variables)) : []))
                    {
                        wanted.Enqueue(need);
                    }

                    foreach (var line in rule.Made(name, stem))
                    {
                        made.Append(line).Append('\n');
                    }
                }
            }
        }

        // Patterns and special targets (".SHELLFLAGS", "%: ") reach everything; ".PHONY" only names.
        foreach (
            var rule in rules.Where(rule =>
                (isAny && !rule.Names.Contains(".PHONY", StringComparer.Ordinal))
                || rule.Names.Any(name =>
                    seen.Contains(name)
                    || name.Contains('%', StringComparison.Ordinal)
                    || name.Contains('$', StringComparison.Ordinal)
                    || (name[0] == '.' && name != ".PHONY")
                )
            )
        )
        {
            others.Append(rule.Text);
        }

        return others.Append(made).ToString();
    }

    /// <summary>A value with the file's own variables in place of their names; its own name stands for what the caller has.</summary>
    public static string Value(string text, string name, string value)
    {
        var variables = Variables(text);
        variables[name] = "";
        return Expanded(value, variables);
    }

    /// <summary>The variables with their values.</summary>
    public static IReadOnlyDictionary<string, string> Values(string text) => Variables(text);

    /// <summary>The lines of all recipes, with variables in place; those whose failure is ignored left out.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        var (rules, others) = MakeRule.Read(text);
        var variables = Variables(others.ToString());
        var targets = rules
            .SelectMany(rule => Split(Expanded(string.Join(' ', rule.Names.Concat(rule.Needs)), variables)))
            .Where(name => !name.Contains('%', StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var made = rules
            .Where(rule => MakeRule.IsOfTarget(rule.Text))
            .SelectMany(rule =>
                targets.SelectMany(target =>
                    rule.Stem(target, names => Expanded(names, variables)) is { } stem ? rule.Made(target, stem) : []
                )
            )
            .Select(line => Expanded(line, variables));
        return Expanded(text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal))
            .Split('\n')
            .Where(line => line.StartsWith('\t') && !MakeRule.IsOfTarget(line))
            .Select(line => line.Trim().TrimStart('@', '+', ' '))
            .Where(line => line.Length > 0 && line[0] is not ('-' or '#'))
            .Concat(made)
            .Select(Shell);
    }

    /// <summary>A line as the shell gets it.</summary>
    public static string Shell(string line) => line.Replace("$$", "$", StringComparison.Ordinal);

    /// <summary>What a target needs, and its lines, where it is one rule of a plain file; null for all others.</summary>
    public static EntryRecipe? Only(string text, string target)
    {
        var lines = text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        var rules = lines
            .Index()
            .Select(line => (line.Index, Head: Head(line.Item)))
            .Where(rule => rule.Head is var (names, _) && names.Contains(target, StringComparer.Ordinal))
            .ToList();
        if (rules is not [var (at, head)] || lines[at].Contains(';', StringComparison.Ordinal) || lines.Any(IsSpecial))
        {
            return null;
        }

        var recipe = lines
            .Skip(at + 1)
            .TakeWhile(line => line.StartsWith('\t'))
            .Select(line => line.Trim().TrimStart('@', ' '))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToList();
        var variables = Variables(string.Join('\n', lines.Where(line => !line.StartsWith('\t'))));
        var needs = Split(Expanded(string.Join(' ', head!.Value.Needs), variables));
        // A sign before a command has its failure ignored.
        return recipe.Exists(line => line[0] is '-' or '+')
            ? null
            : new EntryRecipe(needs, [.. recipe.Select(line => Expanded(line, variables))]);
    }

    /// <summary>Whether commands of recipes run otherwise than the shell would run them, or the file is not all there is.</summary>
    private static bool IsSpecial(string line) => Special.Any(word => line.StartsWith(word, StringComparison.Ordinal));

    /// <summary>Files that the text includes.</summary>
    public static IEnumerable<string> Includes(string text) =>
        Include().AllIn(text.Replace("\\\n", " ", StringComparison.Ordinal)).SelectMany(match => Split(match.Groups[1].Value));

    /// <summary>The text with its own variables in place of their names.</summary>
    public static string Expanded(string text) => Expanded(text, Variables(text));

    /// <summary>Targets that a recipe has make build: <c>$(MAKE) lint</c>.</summary>
    private static IEnumerable<string> Again(string recipe) =>
        Called()
            .AllIn(recipe)
            .SelectMany(match => Split(match.Groups[1].Value))
            .Where(word => word[0] != '-' && !word.Contains('=', StringComparison.Ordinal));

    private static Dictionary<string, string> Variables(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Variable().AllIn(text))
        {
            var (name, value) = (match.Groups[1].Value, match.Groups[2].Value.Split('#')[0].Trim());
            variables[name] = variables.TryGetValue(name, out var before) ? $"{before} {value}" : value;
        }

        return variables;
    }

    private static string Expanded(string text, Dictionary<string, string> variables)
    {
        for (var depth = 0; depth < 5 && text.Length < 10_000 && text.Contains('$', StringComparison.Ordinal); depth++)
        {
            text = MakeFunctions.Of(
                Use().ReplaceIn(text, match => variables.GetValueOrDefault(match.Groups[1].Value, match.Value)),
                variables
            );
        }

        return text;
    }

    /// <summary>The targets of a line that begins a rule, and what they need; null for all other lines.</summary>
    public static (string[] Names, string[] Needs)? Head(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (
            colon <= 0
            || line[0] is '\t' or '#' or ' '
            || (equals >= 0 && equals <= colon + 2)
            || line.StartsWith("include", StringComparison.Ordinal)
        )
        {
            return null;
        }

        var needs = line[(colon + 1)..].TrimStart(':').Split('#')[0].Split(';')[0];
        return (Split(line[..colon]), Split(needs));
    }

    /// <summary>The words of a list.</summary>
    public static string[] Split(string text) => text.Split([' ', '\t', '|'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^[ ]*[-s]?include[ \t]+([^\n#]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Include();

    [GeneratedRegex(@"(?:\$[({]MAKE[)}]|\bg?make)((?:[ \t]+[^\s;&|]+)+)", RegexOptions.None, 1000)]
    private static partial Regex Called();

    [GeneratedRegex(@"^[ ]*(?:export[ ]+|override[ ]+)?([\w.-]+)[ \t]*[:?+]{0,3}=([^\n]*)", RegexOptions.Multiline, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<!\$)\$[({]([\w.-]+)[)}]", RegexOptions.None, 1000)]
    private static partial Regex Use();
}
