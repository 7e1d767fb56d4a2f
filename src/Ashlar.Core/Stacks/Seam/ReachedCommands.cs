using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>
/// The tools that a line runs in the end, each with its folder: the line's own, and those behind shell scripts, recipes and scripts of package
/// managers. What cannot be followed is left out.
/// </summary>
internal sealed class ReachedCommands
{
    private const int DepthLimit = 8;
    private const int CommandLimit = 500;
    private const int MatchLimit = 100;
    private readonly List<GateCommand> found = [];
    private readonly HashSet<(string, string)> seen = [];
    private int depth;
    private string given = "";

    private ReachedCommands(RepositoryFiles files) => Files = files;

    /// <summary>The repository.</summary>
    public RepositoryFiles Files { get; }

    /// <summary>The commands of a line whose tools are known, in the order in which they are reached.</summary>
    /// <param name="line">A line that runs in the repository's folder.</param>
    /// <param name="files">The repository.</param>
    public static IReadOnlyList<GateCommand> Of(string line, RepositoryFiles files)
    {
        var reached = new ReachedCommands(files);
        reached.Line(line, "");
        return reached.found;
    }

    /// <summary>Follows a line that runs in a folder.</summary>
    public void Line(string line, string folder)
    {
        line = given + line;
        if (depth >= DepthLimit || !seen.Add((line, folder)))
        {
            return;
        }

        depth++;
        foreach (var command in Rounds(line, folder, Files).SelectMany(Files.Stacks.Commands))
        {
            One(command.In(RepositoryPath.Normal($"{folder}/{command.Folder}")));
        }

        depth--;
    }

    /// <summary>A line once for each round of its loops (<see cref="ShellLoops"/>).</summary>
    /// <param name="line">The line.</param>
    /// <param name="folder">The folder in which it runs.</param>
    /// <param name="files">The repository.</param>
    public static IReadOnlyList<string> Rounds(string line, string folder, RepositoryFiles files) =>
        ShellLoops.Rounds(line, pattern => Matching(pattern, folder, files));

    /// <summary>The files and folders that a pattern of the shell stands for.</summary>
    private static IEnumerable<string> Matching(string pattern, string folder, RepositoryFiles files)
    {
        var parts = pattern.TrimEnd('/').Split('/');
        var wanted = BoundedPattern.Of(
            $"^{string.Join('/', parts.Select(part => Regex.Escape(part).Replace(@"\*", "[^/.][^/]*", StringComparison.Ordinal)))}$"
        );
        var prefix = folder.Length == 0 ? "" : folder + "/";
        return files
            .All.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(path => path[prefix.Length..].Split('/'))
            .Where(path => path.Length > parts.Length || (path.Length == parts.Length && !pattern.EndsWith('/')))
            .Select(path => string.Join('/', path.Take(parts.Length)))
            .Distinct(StringComparer.Ordinal)
            .Where(path => wanted.OrNone().IsIn(path))
            .Order(StringComparer.Ordinal)
            .Take(MatchLimit);
    }

    /// <summary>Takes a command that was followed by somebody else.</summary>
    public void Take(GateCommand command)
    {
        if (found.Count < CommandLimit)
        {
            found.Add(command);
        }
    }

    private void One(GateCommand command)
    {
        if (command.Tool != StackTool.Unknown)
        {
            Take(command);
            return;
        }

        var before = given;
        given = Passed(command);
        if (Script(command) is var (text, folder))
        {
            var lines = text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
            foreach (var (_, line) in ShellLoops.Joined(lines))
            {
                // What a script does in one line holds for the next.
                Line(line, folder);
                folder = RepositoryPath.Normal($"{folder}/{GateCommand.FolderBehind(line)}");
            }
        }
        else
        {
            foreach (var stack in Files.Stacks)
            {
                stack.Follow(command, this);
            }
        }

        given = before;
    }

    /// <summary>What a line sets for a command, and so for all that this one starts.</summary>
    private static string Passed(GateCommand command)
    {
        var passed = new List<string>();
        foreach (var words in ShellWords.Commands(command.Line))
        {
            var isOwn = words[0].Start <= command.WrapperStart && command.WrapperStart < words[^1].End;
            foreach (
                var word in words[0].Text == "export" ? words.Skip(1)
                : isOwn ? words.Take(GateWrapper.Assignments(words, 0))
                : []
            )
            {
                passed.Add($"export {command.Line[word.Start..word.End]}; ");
            }

            if (isOwn)
            {
                break;
            }
        }

        return string.Concat(passed.Distinct(StringComparer.Ordinal));
    }

    /// <summary>The text of a shell script that a command runs, and the folder in which it does.</summary>
    private (string Text, string Folder)? Script(GateCommand command)
    {
        var words = command.Words;
        if (GateTool.Name(command.Program) is "sh" or "bash" or "dash" or "zsh")
        {
            var at = 1;
            while (at < words.Count && words[at].StartsWith('-'))
            {
                if (
                    words[at].TrimStart('-').Contains('c', StringComparison.Ordinal)
                    && !words[at].StartsWith("--", StringComparison.Ordinal)
                )
                {
                    return at + 1 < words.Count ? (words[at + 1], command.Folder) : null;
                }

                at++;
            }

            return at < words.Count && Files.Text(RepositoryPath.Normal($"{command.Folder}/{words[at]}")) is { } named
                ? (named, command.Folder)
                : null;
        }

        return
            command.Program.Contains('/', StringComparison.Ordinal)
            && Files.Text(RepositoryPath.Normal($"{command.Folder}/{command.Program}")) is { } text
            && (text.StartsWith("#!", StringComparison.Ordinal) && text.Split('\n')[0].Contains("sh", StringComparison.Ordinal))
            ? (text, command.Folder)
            : null;
    }
}
