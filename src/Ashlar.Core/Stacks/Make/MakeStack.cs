using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Make;

/// <summary>make: it only names how the tools of others are run.</summary>
internal sealed class MakeStack : IStack
{
    /// <inheritdoc/>
    public string Name => "make";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources => [];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration { get; } =
    [
        new("make", ["make", "gmake"], ["Makefile", "makefile", "GNUmakefile", "*.mk"]),
        new("just", ["just"], ["justfile", "Justfile", ".justfile"]),
        new("task", ["task"], ["Taskfile.yml", "Taskfile.yaml", "Taskfile.dist.yml"]),
    ];

    /// <inheritdoc/>
    public bool IsEntry => true;

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) => null;

    /// <inheritdoc/>
    public GateCommand? Behind(GateCommand command, RepositoryFiles files) =>
        MakeRecipe.Of(command, files) is { } line
        && new CommandReader(files.Stacks).Resolve(line, files) is { IsTest: true, Tool.IsReadBehind: false } told
            ? told
            : null;

    /// <inheritdoc/>
    public void Follow(GateCommand command, ReachedCommands reached) => MakeCommand.Follow(command, reached);

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<(string Path, string Line)>> Targets(
        RepositoryFiles files,
        string folder,
        Func<string, bool> isTarget
    ) => MakeCommand.Lines(files, folder, isTarget);

    /// <inheritdoc/>
    public IEnumerable<(string Path, IEnumerable<string> Lines)> Told(RepositoryFiles files)
    {
        foreach (var path in MakeCommand.MakeFiles.Where(files.Has).Take(1))
        {
            yield return (path, MakeText.Lines(files.Text(path) ?? ""));
        }

        foreach (var path in MakeCommand.JustFiles.Where(files.Has).Take(1))
        {
            var text = files.Text(path) ?? "";
            yield return (path, JustText.Commands(text, JustText.Recipes(text).Select(recipe => recipe.Name).ToHashSet()));
        }

        foreach (var path in MakeCommand.TaskFiles.Where(files.Has).Take(1))
        {
            var text = files.Text(path) ?? "";
            yield return (path, TaskText.Commands(text, TaskText.Tasks(text).Select(task => task.Name).ToHashSet()));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => MakeGates.Test(search.Files) is { } gate ? [gate] : [];

    /// <inheritdoc/>
    public string? Remedy(string program) => program == "make" ? "Install it: apt install make" : null;
}
