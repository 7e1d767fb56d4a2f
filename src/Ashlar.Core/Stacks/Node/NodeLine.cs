using System.Globalization;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>
/// A command line taken apart: scripts of package.json are replaced by what they run, down to the tools, which are then made to report
/// where Ashlar reads. A command that runs no tool that is known stays as it is.
/// </summary>
/// <param name="project">The packages.</param>
/// <param name="report">Where tools report; null to only look which there are.</param>
internal sealed class NodeLine(NodeProject project, NodeReport? report)
{
    private const int DepthLimit = 8;
    private const int StepLimit = 200;
    private readonly List<NodeStep> steps = [];

    /// <summary>The tools, in the order in which they run.</summary>
    public IReadOnlyList<NodeStep> Steps => steps;

    /// <summary>Programs of commands that stay as they are; a manager among them is needed.</summary>
    public List<string> Others { get; } = [];

    /// <summary>Takes a line apart that runs in the repository's folder.</summary>
    public static (NodeLine Line, string Text) Of(string line, NodeProject project, NodeReport? report)
    {
        var taken = new NodeLine(project, report);
        var text = taken.Text(line, "", 0);
        var places = taken.steps.Select(step => step.Folder).Where(folder => folder.Length > 0).Distinct(StringComparer.Ordinal);
        var programs = string.Concat(places.Select(folder => $"$PWD/{folder}/node_modules/.bin:"));
        return (taken, taken.steps.Count == 0 ? line : $"export PATH=\"{programs}{NodePath.Programs("")}:$PATH\"; {text}");
    }

    private string Text(string text, string folder, int depth)
    {
        var parts = new List<(string Before, string Text, bool HasTests)>();
        var end = 0;
        var commands = ShellWords.Commands(text);
        for (var index = 0; index < commands.Count; index++)
        {
            var words = commands[index];
            var (start, stop) = (words[0].Start, words[^1].End);
            if (start < end)
            {
                continue;
            }

            var before = steps.Count;
            var replaced = Command(text, words, ref folder, depth);
            parts.Add((text[end..start], replaced ?? text[start..stop], steps.Skip(before).Any(step => step.IsTest)));
            end = stop;
            // What a formatter makes of TAP cannot be read; the TAP itself can.
            while (
                steps.Count > before
                && index + 1 < commands.Count
                && text[end..commands[index + 1][0].Start].Trim() == "|"
                && NodeTool.IsTapFormatter(commands[index + 1][GateWrapper.Skip(commands[index + 1], 0, project.Files.Stacks)].Text)
            )
            {
                index++;
                end = commands[index][^1].End;
            }
        }

        return Joined(parts, text[end..], depth);
    }

    /// <summary>Tests that fail do not keep those behind <c>&amp;&amp;</c> from running; everything else does.</summary>
    private static string Joined(List<(string Before, string Text, bool HasTests)> parts, string rest, int depth)
    {
        var last = parts.FindLastIndex(part => part.HasTests);
        if (
            rest.Trim().Length > 0
            || parts.FindIndex(part => part.HasTests) == last
            || parts[0].Before.Trim().Length > 0
            || parts.Skip(1).Any(part => part.Before.Trim() != "&&")
        )
        {
            return string.Concat(parts.Select(part => part.Before + part.Text)) + rest;
        }

        var joined = parts[^1].Text;
        for (var at = parts.Count - 2; at >= 0; at--)
        {
            var exit = string.Create(CultureInfo.InvariantCulture, $"ashlar_{depth}_{at}");
            joined =
                parts[at].HasTests && at < last
                    ? $"{{ {parts[at].Text}; {exit}=$?; {joined} && ( exit ${exit} ); }}"
                    : $"{parts[at].Text} && {joined}";
        }

        return joined + rest;
    }

    private string? Command(string text, IReadOnlyList<ShellWord> words, ref string folder, int depth)
    {
        var at = 0;
        while (at < words.Count && (IsAssignment(words[at].Text) || words[at].Text is "time" or "exec" or "command"))
        {
            at++;
        }

        at = GateWrapper.Skip(words, at, project.Files.Stacks);
        while (at < words.Count && IsAssignment(words[at].Text))
        {
            at++;
        }

        if (at >= words.Count)
        {
            return null;
        }

        if (words[at].Text == "cd" && at + 1 < words.Count)
        {
            folder = RepositoryPath.Normal($"{folder}/{words[at + 1].Text}");
            return null;
        }

        if (depth < DepthLimit && NodeCall.Of(words, at, folder, project) is { } call)
        {
            var from = folder;
            return InOrder(
                text,
                words,
                at,
                call.Scripts.Select(script => Script(script.Folder, script.Script, call.Arguments, from, depth + 1)),
                depth
            );
        }

        var here = folder;
        return depth < DepthLimit && NodeTogether.Of(words, at, project.Of(here)) is { } lines
            ? InOrder(text, words, at, lines.Select(line => $"( {Text(line, here, depth + 1)}\n)"), depth)
            : Tool(text, words, at, folder);
    }

    /// <summary>Parts that a program runs, one after the other; null where no part has a step of tests in it.</summary>
    private string? InOrder(string text, IReadOnlyList<ShellWord> words, int at, IEnumerable<string> parts, int depth)
    {
        var count = steps.Count;
        var taken = new List<(string Before, string Text, bool HasTests)>();
        var before = count;
        foreach (var part in parts)
        {
            taken.Add((taken.Count == 0 ? "" : " && ", part, steps.Skip(before).Any(step => step.IsTest)));
            before = steps.Count;
        }

        var inner = Joined(taken, "", depth);
        if (steps.Count == count)
        {
            Others.Add(words[at].Text);
            return null;
        }

        return at == 0 ? $"( {inner} )" : $"{text[words[0].Start..words[at - 1].End]} sh -c {ShellWords.Quote(inner)}";
    }

    private string? Tool(string text, IReadOnlyList<ShellWord> words, int at, string folder)
    {
        var (kind, tool) = project.Files.Stacks.Recognise(words, at);
        if (kind == StackTool.None && NodeScriptFile.Of(words, at, folder, project) is { } told)
        {
            (kind, tool) = told;
        }

        var program = words[at].Text;
        IReadOnlyList<string> own = [.. words.Skip(tool).Select(word => word.Text)];
        var isTest = NodeReport.Reads(kind);
        if (steps.Count >= StepLimit || (!isTest && kind != NodeTools.Tsc && !NodeTool.IsCheck(kind, own, program)))
        {
            Others.Add(program);
            return null;
        }

        steps.Add(new NodeStep(kind, folder, program) { IsTest = isTest, Words = own });
        return isTest ? report?.Apply(kind, text, words, tool, steps.Count(step => step.IsTest), folder)
            : kind == NodeTools.Eslint ? Plain(kind, text, words, tool)
            : null;
    }

    /// <summary>A checker whose text is read, without another form that its line asks for.</summary>
    private static string? Plain(string kind, string text, IReadOnlyList<ShellWord> words, int tool)
    {
        IReadOnlyList<ShellWord> own = [.. words.Skip(tool + 1)];
        var kept = NodeOptions.Kept(kind, text, own);
        return kept.Count == own.Count ? null : text[words[0].Start..words[tool].End] + string.Concat(kept.Select(word => " " + word));
    }

    /// <summary>A script as its package manager runs it: in the package's folder, with its programs on PATH, between its hooks.</summary>
    private string Script(string folder, string name, string arguments, string from, int depth)
    {
        var package = project.Of(folder)!;
        var parts = new List<string>();
        foreach (var part in project.RunsHooks(folder) ? (string[])[$"pre{name}", name, $"post{name}"] : [name])
        {
            if (package.Scripts.TryGetValue(part, out var script))
            {
                var own = part == name && arguments.Length > 0 ? $"{script} {arguments}" : script;
                parts.Add($"( {Text(Unwired(package, part, own), folder, depth)}\n)");
            }
        }

        return $"( cd {ShellWords.Quote(RepositoryPath.Between(from, folder))} && export PATH=\"{NodePath.Programs(folder)}:$PATH\""
            + $" npm_lifecycle_event={ShellWords.Quote(name)} npm_package_name={ShellWords.Quote(package.Name)}"
            + $" npm_package_version={ShellWords.Quote(package.Version)} npm_config_user_agent={project.Manager(folder)}/0; {string.Join(" && ", parts)} )";
    }

    private static string Unwired(NodePackage package, string name, string script) =>
        script.Trim() == "wireit" && package.Wired.TryGetValue(name, out var wire)
            ? string.Join(
                " && ",
                wire.Before.Where(before => package.Scripts.ContainsKey(before))
                    .Select(before => $"npm run {before}")
                    .Append(wire.Command ?? "true")
            )
            : script;

    private static bool IsAssignment(string word)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        return sign > 0 && word[..sign].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
    }
}
