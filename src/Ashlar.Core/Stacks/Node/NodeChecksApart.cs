using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Node;

/// <summary>A test script that also lints, formats or checks types, taken apart: each part gets a gate that tells what it found.</summary>
/// <param name="Checks">The checks, each with the name and command of its gate.</param>
/// <param name="Tests">The rest, in its order; empty for nothing.</param>
internal sealed record NodeChecksApart(IReadOnlyList<(string Name, string Run)> Checks, string Tests)
{
    /// <summary>Takes a script apart; null where its parts do not simply follow one another.</summary>
    public static NodeChecksApart? Of(NodeProject project, NodePackage package, string name)
    {
        var parts = new List<string>();
        foreach (var script in project.RunsHooks ? (string[])[$"pre{name}", name, $"post{name}"] : [name])
        {
            if (!package.Scripts.TryGetValue(script, out var text))
            {
                continue;
            }

            if (Parts(text, package) is not { } own)
            {
                return null;
            }

            parts.AddRange(own);
        }

        var checks = new List<(string, string)>();
        var rest = new List<string>();
        foreach (var part in parts)
        {
            var steps = NodeLine.Of(part, project, report: null).Line.Steps;
            if (steps.Count > 0 && steps.All(step => NodeTool.IsCheck(step.Kind, step.Words, step.Program)))
            {
                checks.Add((Named(part, steps[0]), part));
            }
            else
            {
                rest.Add(part);
            }
        }

        return checks.Count == 0 ? null : new NodeChecksApart([.. checks.DistinctBy(check => check.Item2)], string.Join(" && ", rest));
    }

    /// <summary>Commands joined by <c>&amp;&amp;</c>; those of <c>run-s</c> are scripts of their own.</summary>
    private static List<string>? Parts(string text, NodePackage package)
    {
        var commands = ShellWords.Commands(text);
        var parts = new List<string>();
        for (var index = 0; index < commands.Count; index++)
        {
            var words = commands[index];
            var end = index + 1 < commands.Count ? commands[index + 1][0].Start : text.Length;
            var between = text[words[^1].End..end].Trim();
            if (between is not ("" or "&&") || (index == 0 && text[..words[0].Start].Trim().Length > 0) || words[0].Text == "cd")
            {
                return null;
            }

            if (words[0].Text is "run-s" && words.Skip(1).All(word => package.Scripts.ContainsKey(word.Text)))
            {
                parts.AddRange(words.Skip(1).Select(word => $"npm run {word.Text}"));
            }
            else
            {
                parts.Add(text[words[0].Start..words[^1].End]);
            }
        }

        return parts;
    }

    private static string Named(string part, NodeStep step)
    {
        var words = ShellWords.Commands(part)[0].Select(word => word.Text).ToList();
        return words is ["npm" or "pnpm" or "yarn" or "bun", "run" or "run-script", var script, ..] ? script
            : words is ["pnpm" or "yarn", var name] && NodeTool.Named(name) is null ? name
            : GateTool.Name(step.Program);
    }
}
