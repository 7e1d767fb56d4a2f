using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Detection;

/// <summary>
/// A line that a project's own files say it runs: an environment of tox, a session of nox, a script of a table, a recipe of make or just, a task, a
/// step of a workflow.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Line">Its line there, from 1; null where it is there in another form.</param>
/// <param name="Folder">The folder in which it runs; empty for the root.</param>
/// <param name="Text">The line, with the variables that it is given in front of it.</param>
internal sealed record ToldLine(string Path, int? Line, string Folder, string Text)
{
    /// <summary>All of them: those of workflows last.</summary>
    /// <param name="files">The repository.</param>
    public static IEnumerable<ToldLine> Of(RepositoryFiles files) => [.. Entries(files), .. WorkflowText.Lines(files)];

    /// <summary>The folders below the root in which lines run tests of a stack that look at no file outside of them.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="isTest">Whether a command is one of those.</param>
    public static IEnumerable<(string Folder, ToldLine Line)> Folders(RepositoryFiles files, Func<GateCommand, bool> isTest) =>
        Of(files)
            .SelectMany(told => told.Reached(files).Where(isTest).Select(command => (command.Folder, told)))
            .Where(pair => pair.Folder.Length > 0)
            .DistinctBy(pair => pair.Folder, StringComparer.Ordinal);

    /// <summary>What it runs in the end, in folders of the repository.</summary>
    public IReadOnlyList<GateCommand> Reached(RepositoryFiles files) => ReachedCommands.Of(ShellWords.In(Folder, Text), files);

    /// <summary>The folder in which one of its commands runs.</summary>
    public string In(GateCommand command) => RepositoryPath.Normal($"{Folder}/{command.Folder}");

    private static IEnumerable<ToldLine> Entries(RepositoryFiles files)
    {
        foreach (var (path, lines) in files.Stacks.SelectMany(stack => stack.Told(files)))
        {
            foreach (var line in lines)
            {
                yield return new ToldLine(path, files.LineOf(path, line), "", OpenVariables.Without(line));
            }
        }
    }
}
