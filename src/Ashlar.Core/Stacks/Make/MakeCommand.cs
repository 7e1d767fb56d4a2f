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
                yield return [.. Lines(names, text, targets).Select(line => (path, line))];
            }
        }
    }

    private static IEnumerable<string> Targets(string[] names, string text) =>
        names == MakeFiles ? MakeGates.Rules(text).Select(rule => rule.Name)
        : names == JustFiles ? JustText.Recipes(text).Select(rule => rule.Name)
        : TaskText.Tasks(text).Select(rule => rule.Name);

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

    /// <summary>The lines with what the file exports in front of them; what it leaves empty is left out of them.</summary>
    private static IEnumerable<string> Lines(string[] names, string text, IReadOnlySet<string> targets)
    {
        if (names == TaskFiles)
        {
            return TaskText.Commands(text, targets, Emptied);
        }

        var exported = string.Concat(names == MakeFiles ? MakeExports.Of(text, targets) : JustText.Exports(text));
        return names == MakeFiles
            ? MakeText
                .Expanded(MakeText.Reached(text, targets, isCalled: false))
                .Split('\n')
                .Where(line => !MakeRule.IsOfTarget(line))
                .Select(line =>
                    line.Replace("$(MAKE)", "make", StringComparison.Ordinal).Replace("${MAKE}", "make", StringComparison.Ordinal)
                )
                .Select(line => exported + MakeText.Shell(Emptied(MakeExports.Placed(line))))
            : JustText.Commands(text, targets).Select(line => exported + Emptied(line));
    }

    /// <summary>A line without what nobody gives a value; the name of a folder that is entered is left to the shell, which has none either.</summary>
    private static string Emptied(string line) =>
        Empty().ReplaceIn(line, match => Enters().IsIn(line[..match.Index]) ? "$" + Signs().ReplaceIn(match.Value, "") : "");

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

    // Of make an unknown variable, of just a parameter: empty where nobody gives it a value. $$NAME is the shell's.
    [GeneratedRegex(@"(?<!\$)\$[({]\w+[)}]|\{\{[^{}\n]*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Empty();

    [GeneratedRegex(@"\bcd\s+[""']?[^\s;&|]*$", RegexOptions.None, 1000)]
    private static partial Regex Enters();

    [GeneratedRegex(@"\W", RegexOptions.None, 1000)]
    private static partial Regex Signs();
}
