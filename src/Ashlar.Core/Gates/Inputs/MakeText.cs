using System.Text;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>A Makefile without the rules that a gate does not reach.</summary>
internal static class MakeText
{
    /// <summary>Variables, includes and every other line, and of the rules those of the targets and of what they need.</summary>
    /// <param name="text">The Makefile.</param>
    /// <param name="targets">The targets asked for; none is the first rule.</param>
    public static string Reached(string text, IReadOnlySet<string> targets)
    {
        var rules = new List<(string[] Names, string[] Needs, string Text)>();
        var others = new StringBuilder();
        var lines = text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (Head(lines[at]) is not var (names, needs) || names.Length == 0)
            {
                others.Append(lines[at]).Append('\n');
                continue;
            }

            var rule = new StringBuilder(lines[at]).Append('\n');
            while (at + 1 < lines.Length && lines[at + 1].StartsWith('\t'))
            {
                rule.Append(lines[++at].TrimStart('\t', '@', '-', '+', ' ')).Append('\n');
            }

            rules.Add((names, needs, rule.ToString()));
        }

        var wanted = new Queue<string>(
            targets.Count > 0 ? targets : [.. rules.Where(rule => rule.Names[0][0] != '.').Take(1).SelectMany(rule => rule.Names)]
        );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (wanted.TryDequeue(out var name))
        {
            if (seen.Add(name))
            {
                foreach (var need in rules.Where(rule => rule.Names.Contains(name, StringComparer.Ordinal)).SelectMany(rule => rule.Needs))
                {
                    wanted.Enqueue(need);
                }
            }
        }

        // Patterns and special targets (".SHELLFLAGS", "%: ") reach everything; ".PHONY" only names.
        foreach (
            var rule in rules.Where(rule =>
                rule.Names.Any(name =>
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

        return others.ToString();
    }

    private static (string[] Names, string[] Needs)? Head(string line)
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

    private static string[] Split(string text) => text.Split([' ', '\t', '|'], StringSplitOptions.RemoveEmptyEntries);
}
