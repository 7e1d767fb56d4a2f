using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>A formatter, linter or type checker.</summary>
/// <param name="Name">Its name, and that of its pre-commit hook.</param>
/// <param name="Command">The command that only looks.</param>
/// <param name="Fix">The command that fixes, or null.</param>
/// <param name="Places">Where it is configured.</param>
internal sealed record PythonLinter(string Name, string Command, string? Fix, IReadOnlyList<string> Places)
{
    /// <summary>The form of its result, where its command does not tell.</summary>
    public string? Results { get; init; }

    /// <summary>The gate of a folder in which it is configured.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="place">Where it is configured.</param>
    /// <param name="named">What the project has it look at; null where nothing tells.</param>
    public GateSetting Gate(RepositoryFiles files, string folder, (string Path, int? Line) place, string? named = null) =>
        new(PackageFiles.Name(Name, folder), ShellWords.In(folder, Command + Target(files, place.Path, named)))
        {
            Fix = Fix,
            Results = Results,
            SourcePath = place.Path,
            SourceLine = place.Line,
            When = folder.Length == 0 ? [] : PackageFiles.When(folder),
        };

    /// <summary>The gate that does what the hook does: its arguments, over the files that it takes.</summary>
    public GateSetting Gate(PreCommitHook hook)
    {
        var own = string.Concat(hook.Arguments.Where(argument => !Fixes(argument)).Select(argument => " " + ShellWords.Quote(argument)));
        return new GateSetting(Name, hook.Line(Command + own, NeedsTarget ? " ." : ""))
        {
            Fix = Fix is null
                ? null
                : Fix
                    + string.Concat(
                        hook.Arguments.Where(argument => !Fixes(argument)).Select(argument => " " + ShellWords.Quote(argument))
                    ),
            Results = Results,
            SourcePath = PreCommitHooks.File,
            SourceLine = hook.SourceLine,
        };
    }

    private bool NeedsTarget => Name is not ("flake8" or "pyright");

    /// <summary>flake8 and pyright look at all by themselves, mypy where its configuration names files.</summary>
    private string Target(RepositoryFiles files, string configuration, string? named) =>
        Name == "mypy" && NamesFiles(files, configuration) ? ""
        : named is not null ? " " + named
        : NeedsTarget ? " ."
        : "";

    private static bool NamesFiles(RepositoryFiles files, string path) =>
        files.Text(path) is { } text
        && IniText.Entries(text).Any(entry => entry.Section is "mypy" or "tool.mypy" && entry.Key is "files" or "packages" or "modules");

    private static bool Fixes(string argument) =>
        argument is "--fix" or "--fix-only" or "--unsafe-fixes" or "--exit-non-zero-on-fix" or "--show-fixes" or "--check" or "--diff";
}
