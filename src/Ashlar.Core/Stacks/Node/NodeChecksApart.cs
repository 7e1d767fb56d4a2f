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
        foreach (var script in project.RunsHooks(package.Folder) ? (string[])[$"pre{name}", name, $"post{name}"] : [name])
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
        var taken = parts.Select(part => (Text: part, NodeLine.Of(part, project, report: null).Line.Steps)).ToList();
        var last = taken.FindLastIndex(part => part.Steps.Any(step => step.IsTest));
        for (var index = 0; index < taken.Count; index++)
        {
            var (part, steps) = taken[index];
            if (IsOfManager(part))
            {
                continue;
            }

            if (steps.Count > 0 && steps.All(step => NodeTool.IsCheck(step.Kind, step.Words, step.Program)))
            {
                checks.Add((Named(part, steps[0].Program), part));
            }
            else if (index > last && last >= 0 && steps.Count == 0 && Installed(part, package) is { } program)
            {
                // No test needs what runs behind the tests, and its exit code would be taken for theirs.
                checks.Add((Named(part, program), part));
            }
            else
            {
                rest.Add(part);
            }
        }

        return checks.Count == 0 && rest.Count == parts.Count
            ? null
            : new NodeChecksApart([.. checks.DistinctBy(check => check.Item2)], string.Join(" && ", rest));
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

    /// <summary>The program of a part, where it is one that the package installs and tells nothing about the run before it; else null.</summary>
    private static string? Installed(string part, NodePackage package)
    {
        if (ShellWords.Commands(part) is not [var words])
        {
            return null;
        }

        var texts = words.Select(word => word.Text).Where(text => text.Length > 0).ToList();
        if (Script(texts) is { } name && package.Scripts.TryGetValue(name, out var script) && ShellWords.Commands(script) is [var own])
        {
            texts = [.. own.Select(word => word.Text)];
        }

        var program = texts[0] is "npx" ? texts.ElementAtOrDefault(1) : texts[0];
        return program is not null && package.Dependencies.Contains(program) && program is not ("nyc" or "c8" or "codecov" or "coveralls")
            ? program
            : null;
    }

    private static string? Script(IEnumerable<string> all)
    {
        var words = all.Where(word => word[0] != '-').ToList();
        return words is ["npm" or "pnpm" or "yarn" or "bun", "run" or "run-script", var script, ..] ? script
            : words is ["pnpm" or "yarn", var name] && NodeTool.Named(name) is null ? name
            : null;
    }

    /// <summary>What a manager does to packages (<c>npm audit</c>, <c>npx npm@10 ls</c>) asks the network, and is no check of the work.</summary>
    private static bool IsOfManager(string part)
    {
        var words = ShellWords
            .Commands(part)[0]
            .Select(word => word.Text)
            .SkipWhile(word => word is "npx" || word.StartsWith('-'))
            .ToList();
        return words is [var program, var verb, ..]
            && program.Split('@')[0] is "npm" or "pnpm" or "yarn"
            && verb
                is "audit"
                    or "install"
                    or "i"
                    or "ci"
                    or "outdated"
                    or "ls"
                    or "list"
                    or "prune"
                    or "dedupe"
                    or "pack"
                    or "link"
                    or "update";
    }

    private static string Named(string part, string program)
    {
        var words = ShellWords.Commands(part)[0].Select(word => word.Text).Where(word => word.Length > 0);
        return Script(words) ?? GateTool.Name(program);
    }
}
