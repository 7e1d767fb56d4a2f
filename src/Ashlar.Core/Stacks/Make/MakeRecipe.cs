using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Make;

/// <summary>
/// The lines that a target of make, a recipe of just or a task runs, for runners that must be told on their own line how to report: what it needs is made
/// first, then its lines run one after the other.
/// </summary>
internal static class MakeRecipe
{
    private const int DepthLimit = 8;

    /// <summary>
    /// The same as a call in lines of the shell. Null where it is not certain to be the same: more than one target, variables that stay open, other ones
    /// for commands, another shell.
    /// </summary>
    /// <param name="command">The call.</param>
    /// <param name="files">The repository.</param>
    public static string? Of(GateCommand command, RepositoryFiles files)
    {
        if (
            command.Words is not [var program, var target]
            || target.StartsWith('-')
            || command.Line.Trim() != ShellWords.In(command.Folder, $"{program} {target}")
            || Reader(program) is not var (names, read)
            || names.Select(name => RepositoryPath.In(command.Folder, name)).FirstOrDefault(files.Has) is not { } path
            || files.Text(path) is not { } text
            || Flat(name => read(text, name), program, target, 0) is not { Count: > 0 } lines
            || lines.Any(line => line.Contains('$', StringComparison.Ordinal))
        )
        {
            return null;
        }

        // A folder that one line enters is none for the next; a comment would swallow what is behind it.
        return
            lines.Count > 1
            && (
                lines.Any(line => line.Contains('#', StringComparison.Ordinal))
                || lines.SkipLast(1).Any(line => GateCommand.FolderBehind(line).Length > 0)
            )
            ? null
            : ShellWords.In(
                command.Folder,
                string.Join(" && ", lines.Select((line, at) => lines.Count == 1 || (at == 0 && IsCall(line, program)) ? line : Alone(line)))
            );
    }

    /// <summary>All lines, calls of what is needed among them; of what only gathers others, those of the last of them.</summary>
    private static List<string>? Flat(Func<string, EntryRecipe?> read, string program, string name, int depth)
    {
        if (depth > DepthLimit || read(name) is not { } recipe)
        {
            return null;
        }

        if (recipe.Lines.Count == 0 && recipe.Needs.Count == 0)
        {
            return null;
        }

        var isGathered = recipe.Lines.Count == 0;
        IReadOnlyList<string> needs = isGathered ? [.. recipe.Needs.SkipLast(1)] : recipe.Needs;
        IReadOnlyList<string>? last = isGathered ? Flat(read, program, recipe.Needs[^1], depth + 1) : recipe.Lines;
        return last is null ? null
            : needs.Count == 0 ? [.. last]
            : [$"{program} {string.Join(' ', needs.Select(ShellWords.Quote))}", .. last];
    }

    private static bool IsCall(string line, string program) => line.StartsWith(program + " ", StringComparison.Ordinal);

    /// <summary>A line in a shell of its own, unless it is one command that leaves nothing behind.</summary>
    private static string Alone(string line) => ShellWords.Commands(line).Count == 1 ? line : $"( {line} )";

    private static (string[] Names, Func<string, string, EntryRecipe?> Read)? Reader(string program) =>
        GateTool.Name(program) switch
        {
            "make" or "gmake" => (MakeCommand.MakeFiles, MakeText.Only),
            "just" => (MakeCommand.JustFiles, JustText.Only),
            "task" or "go-task" => (MakeCommand.TaskFiles, TaskText.Only),
            _ => null,
        };
}
