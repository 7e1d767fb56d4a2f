using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Make;

/// <summary>What a call of make, just or task runs.</summary>
internal static class MakeCommand
{
    /// <summary>The names under which make looks for its file, in its order.</summary>
    public static readonly string[] MakeFiles = ["GNUmakefile", "makefile", "Makefile"];

    /// <summary>The names under which just looks for its file.</summary>
    public static readonly string[] JustFiles = ["justfile", "Justfile", ".justfile"];

    /// <summary>The names under which task looks for its file.</summary>
    public static readonly string[] TaskFiles = ["Taskfile.yml", "Taskfile.yaml", "Taskfile.dist.yml", "Taskfile.dist.yaml"];

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

        var lines =
            names == MakeFiles ? MakeText.Expanded(MakeText.Reached(text, targets)).Split('\n')
            : names == JustFiles ? JustText.Commands(text, targets)
            : TaskText.Commands(text, targets);
        foreach (var line in lines)
        {
            reached.Line(
                line.Replace("$(MAKE)", "make", StringComparison.Ordinal).Replace("${MAKE}", "make", StringComparison.Ordinal),
                folder
            );
        }
    }

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
}
