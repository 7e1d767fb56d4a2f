using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Files;

/// <summary>A rule of a Makefile.</summary>
/// <param name="Names">Its targets, as written.</param>
/// <param name="Needs">What they need, as written.</param>
/// <param name="Text">Its head, and its recipe in lines of their own.</param>
internal sealed partial record MakeRule(string[] Names, string[] Needs, string Text)
{
    /// <summary>The rules of a Makefile, and all other lines.</summary>
    public static (List<MakeRule> Rules, StringBuilder Others) Read(string text)
    {
        var (rules, others) = (new List<MakeRule>(), new StringBuilder());
        var lines = text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (MakeText.Head(lines[at]) is not var (names, needs) || names.Length == 0)
            {
                // Layout and comments say nothing.
                others.Append(lines[at].Length == 0 || lines[at][0] == '#' ? "" : lines[at] + "\n");
                continue;
            }

            // A recipe may begin in the line of its target.
            var semicolon = lines[at].IndexOf(';', StringComparison.Ordinal);
            var rule = new StringBuilder(lines[at]).Append('\n');
            if (semicolon > 0)
            {
                rule.Append(lines[at][(semicolon + 1)..].TrimStart('\t', '@', '-', '+', ' ')).Append('\n');
            }

            while (at + 1 < lines.Length && lines[at + 1].StartsWith('\t'))
            {
                rule.Append(lines[++at].TrimStart('\t', '@', '-', '+', ' ')).Append('\n');
            }

            rules.Add(new MakeRule(names, needs, rule.ToString()));
        }

        return (rules, others);
    }

    /// <summary>What a pattern's sign stands for where the rule makes a target; empty for a name, null where it does not make it.</summary>
    /// <param name="target">The target.</param>
    /// <param name="expanded">Puts variables in place.</param>
    public string? Stem(string target, Func<string, string> expanded)
    {
        foreach (var name in MakeText.Split(expanded(string.Join(' ', Names))))
        {
            var sign = name.IndexOf('%', StringComparison.Ordinal);
            if (name == target)
            {
                return "";
            }

            if (
                sign >= 0
                && target.Length >= name.Length
                && target.StartsWith(name[..sign], StringComparison.Ordinal)
                && target.EndsWith(name[(sign + 1)..], StringComparison.Ordinal)
            )
            {
                return target[sign..(target.Length - (name.Length - sign - 1))];
            }
        }

        return null;
    }

    /// <summary>What the targets need, with what the pattern's sign stands for.</summary>
    public string NeedsOf(string stem, Func<string, string> expanded)
    {
        var needs = expanded(string.Join(' ', Needs));
        return stem.Length == 0 ? needs : needs.Replace("%", stem, StringComparison.Ordinal);
    }

    /// <summary>The lines of the recipe in which the target stands (<c>$@</c>, <c>$*</c>), with its name in place.</summary>
    public IEnumerable<string> Made(string target, string stem) =>
        Text.Split('\n')
            .Skip(1)
            .Where(IsOfTarget)
            .Select(line => Target().ReplaceIn(line, match => match.Value.Contains('@', StringComparison.Ordinal) ? target : stem));

    /// <summary>Whether the name of the target stands in a line: what it runs is told only for a target.</summary>
    public static bool IsOfTarget(string line) => Target().IsIn(line);

    [GeneratedRegex(@"(?<!\$)\$(?:[@*]|[({][@*][)}])", RegexOptions.None, 1000)]
    private static partial Regex Target();
}
