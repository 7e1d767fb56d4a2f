using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Make;

/// <summary>
/// The line that a target of a Makefile runs, for runners that must be told on their own line how to report: what the target needs is made first, then
/// the line runs by itself.
/// </summary>
internal static class MakeRecipe
{
    /// <summary>
    /// The same as a call of make in lines of the shell. Null where it is not certain to be the same: more than one line or target, variables that stay
    /// open, other ones for commands, another shell.
    /// </summary>
    /// <param name="command">The call.</param>
    /// <param name="files">The repository.</param>
    public static string? Of(GateCommand command, RepositoryFiles files)
    {
        if (
            GateTool.Name(command.Program) is not ("make" or "gmake")
            || command.Words is not [var program, var target]
            || command.Line.Trim() != RepositoryPath.Run(command.Folder, $"{program} {target}")
            || MakeCommand.MakeFiles.Select(name => RepositoryPath.In(command.Folder, name)).FirstOrDefault(files.Has) is not { } path
            || files.Text(path) is not { } text
            || IsSpecial(text)
        )
        {
            return null;
        }

        if (MakeText.Only(text, target) is not var (needs, recipe) || recipe.Contains('$', StringComparison.Ordinal))
        {
            return null;
        }

        var before = needs.Count == 0 ? "" : $"{program} {string.Join(' ', needs.Select(ShellWords.Quote))} && ";
        return RepositoryPath.Run(command.Folder, before + recipe);
    }

    /// <summary>Whether commands of recipes run otherwise than the shell would run them, or the file is not all there is.</summary>
    private static bool IsSpecial(string text) =>
        text.Split('\n')
            .Any(line =>
                line.StartsWith("export", StringComparison.Ordinal)
                || line.StartsWith("unexport", StringComparison.Ordinal)
                || line.StartsWith("define ", StringComparison.Ordinal)
                || line.StartsWith("ifeq", StringComparison.Ordinal)
                || line.StartsWith("ifneq", StringComparison.Ordinal)
                || line.StartsWith("ifdef", StringComparison.Ordinal)
                || line.StartsWith("ifndef", StringComparison.Ordinal)
                || line.StartsWith("SHELL", StringComparison.Ordinal)
                || line.StartsWith(".SHELLFLAGS", StringComparison.Ordinal)
                || line.StartsWith(".ONESHELL", StringComparison.Ordinal)
                || line.StartsWith("include", StringComparison.Ordinal)
                || line.StartsWith("-include", StringComparison.Ordinal)
            );
}
