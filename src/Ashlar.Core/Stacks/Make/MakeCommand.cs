using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Make;

/// <summary>What a call of make, just or task runs.</summary>
internal static partial class MakeCommand
{
    /// <summary>The names under which make looks for its file, in its order.</summary>
    public static readonly string[] MakeFiles = ["GNUmakefile", "makefile", "Makefile"];

    /// <summary>The names under which just looks for its file.</summary>
    public static readonly string[] JustFiles = ["justfile", "Justfile", ".justfile"];

    /// <summary>The names under which task looks for its file.</summary>
    public static readonly string[] TaskFiles = ["Taskfile.yml", "Taskfile.yaml", "Taskfile.dist.yml", "Taskfile.dist.yaml"];

    /// <summary>
    /// The lines that targets of a folder's Makefile, justfile or Taskfile run, a list for each file that has such targets: with the variables that the
    /// file exports in front of them, and without variables that it leaves empty.
    /// </summary>
    /// <param name="files">The repository.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="isTarget">Which targets, by their names.</param>
    public static IEnumerable<IReadOnlyList<(string Path, string Line)>> Lines(
        RepositoryFiles files,
        string folder,
        Func<string, bool> isTarget
    )
    {
        foreach (var names in (string[][])[MakeFiles, JustFiles, TaskFiles])
        {
            if (
                names.Select(name => RepositoryPath.In(folder, name)).FirstOrDefault(files.Has) is { } path
                && files.Text(path) is { } text
                && Targets(names, text).Where(isTarget).ToHashSet(StringComparer.Ordinal) is { Count: > 0 } targets
            )
            {
                var exported = names == TaskFiles ? "" : string.Concat(Exports(text, targets));
                var lines = names == TaskFiles ? TaskText.Commands(text, targets, withEnvironment: true) : Lines(names, text, targets);
                yield return [.. lines.Select(line => (path, exported + Empty().ReplaceIn(line, "")))];
            }
        }
    }

    private static IEnumerable<string> Targets(string[] names, string text) =>
        names == MakeFiles ? MakeGates.Rules(text).Select(rule => rule.Name)
        : names == JustFiles ? JustText.Recipes(text).Select(rule => rule.Name)
        : TaskText.Tasks(text).Select(rule => rule.Name);

    /// <summary>What a file exports to all of its recipes, and to those of the targets alone.</summary>
    private static IEnumerable<string> Exports(string text, IReadOnlySet<string> targets) =>
        Export()
            .AllIn(text)
            .Where(match => Applies(match.Groups["targets"].Value, targets))
            .Select(match => ShellWords.Exported(match.Groups["name"].Value, match.Groups["value"].Value.Trim().Trim('"', '\'')));

    private static bool Applies(string names, IReadOnlySet<string> targets) =>
        names.Length == 0 || names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(targets.Contains);

    /// <summary>Tells the commands of the recipes that a call reaches.</summary>
    public static void Follow(GateCommand command, ReachedCommands reached)
    {
        var program = GateTool.Name(command.Program);
        var names = program switch
        {
            "make" or "gmake" => MakeFiles,
            "just" => JustFiles,
            "task" or "go-task" => TaskFiles,
            _ => null,
        };
        if (names is null)
        {
            return;
        }

        var (folder, file, targets) = Call(command);
        var path = file is not null
            ? RepositoryPath.Normal($"{folder}/{file}")
            : names.Select(name => RepositoryPath.In(folder, name)).FirstOrDefault(reached.Files.Has);
        if (path is null || reached.Files.Text(path) is not { } text)
        {
            return;
        }

        foreach (var line in Lines(names, text, targets))
        {
            reached.Line(line, folder);
        }
    }

    private static IEnumerable<string> Lines(string[] names, string text, IReadOnlySet<string> targets) =>
        (
            names == MakeFiles ? MakeText.Expanded(MakeText.Reached(text, targets)).Split('\n')
            : names == JustFiles ? JustText.Commands(text, targets)
            : TaskText.Commands(text, targets)
        ).Select(line => line.Replace("$(MAKE)", "make", StringComparison.Ordinal).Replace("${MAKE}", "make", StringComparison.Ordinal));

    /// <summary>The folder, the file where it is named, and the targets of a call.</summary>
    private static (string Folder, string? File, HashSet<string> Targets) Call(GateCommand command)
    {
        var (folder, targets) = (command.Folder, new HashSet<string>(StringComparer.Ordinal));
        string? file = null;
        for (var at = 1; at < command.Words.Count; at++)
        {
            var word = command.Words[at];
            if (word is "-C" or "--directory" or "-d" or "--dir" or "--working-directory" && at + 1 < command.Words.Count)
            {
                folder = RepositoryPath.Normal($"{folder}/{command.Words[++at]}");
            }
            else if (word is "-f" or "--file" or "--makefile" or "--justfile" or "-t" or "--taskfile" && at + 1 < command.Words.Count)
            {
                file = command.Words[++at];
            }
            else if (!word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal))
            {
                targets.Add(word);
            }
        }

        return (folder, file, targets);
    }

    [GeneratedRegex(
        @"^(?:(?<targets>[\w ./-]+):[ \t]*)?export[ \t]+(?<name>\w+)[ \t]*[:?]{0,2}=[ \t]*(?<value>[^\n#]*)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Export();

    // Of make an unknown variable, of just a parameter: empty where nobody gives it a value. $$NAME is the shell's.
    [GeneratedRegex(@"(?<!\$)\$[({]\w+[)}]|\{\{[^{}\n]*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Empty();
}
