using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>
/// One ecosystem: what its packages, gates, tests, results, configuration, stores and failures look like. All that Ashlar knows of it lies in
/// its folder behind this seam; a <see cref="StackSet"/> asks several. What a stack does not know it leaves to the defaults.
/// </summary>
internal interface IStack
{
    /// <summary>Its name in one lower-case word: <c>python</c>.</summary>
    string Name { get; }

    /// <summary>The tools that it recognises, one for each form of result; their names are unique among all stacks.</summary>
    IReadOnlyList<StackTool> Tools { get; }

    /// <summary>Endings of its source files, with the dot.</summary>
    IReadOnlyList<string> Sources { get; }

    /// <summary>Names of folders that hold what its tools install, build or keep, and so no file of the project.</summary>
    IReadOnlyList<string> ForeignFolders => [];

    /// <summary>Configuration of its tools, as their documentation lists it.</summary>
    IReadOnlyList<JudgingTool> Configuration => [];

    /// <summary>What it keeps for all projects of a user.</summary>
    IReadOnlyList<IPackageStore> Stores => [];

    /// <summary>Whether it only names how tools of others are run, as make does; it is asked when nothing closer shows how tests are run.</summary>
    bool IsEntry => false;

    /// <summary>The tool of a simple command.</summary>
    /// <param name="words">The command's words.</param>
    /// <param name="at">The index of the program, behind assignments and wrappers.</param>
    /// <returns>The tool and the index of its own word; null for a program of another stack.</returns>
    ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at);

    /// <summary>The index behind a runner of its own that is in front of a tool (<c>uv run</c>, <c>npx</c>); <paramref name="at"/> for none.</summary>
    /// <param name="words">The command's words.</param>
    /// <param name="at">The index of the program.</param>
    /// <param name="stacks">All that may know what is behind it.</param>
    int SkipWrapper(IReadOnlyList<ShellWord> words, int at, StackSet stacks) => at;

    /// <summary>What a line runs in the end where it hides that in a script of the repository; null when it hides nothing that this stack knows.</summary>
    /// <param name="command">The line, whose tool is not known by its words.</param>
    /// <param name="files">The repository.</param>
    GateCommand? Behind(GateCommand command, RepositoryFiles files) => null;

    /// <summary>Follows a command that runs others: what its recipe or script of the repository runs is told to <paramref name="reached"/>.</summary>
    /// <param name="command">A command whose tool is not known, with the folder in which it runs.</param>
    /// <param name="reached">What is told.</param>
    void Follow(GateCommand command, ReachedCommands reached) { }

    /// <summary>What files of the project say it runs, other than workflows: each file with its lines, which run in the repository's folder.</summary>
    /// <param name="files">The repository.</param>
    IEnumerable<(string Path, IEnumerable<string> Lines)> Told(RepositoryFiles files) => [];

    /// <summary>The lines that targets of a folder's recipes run (make, just, task), a list for each file that has such targets.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="folder">The folder; empty for the root.</param>
    /// <param name="isTarget">Which targets, by their names.</param>
    IEnumerable<IReadOnlyList<(string Path, string Line)>> Targets(RepositoryFiles files, string folder, Func<string, bool> isTarget) => [];

    /// <summary>The packages of the repository, those that others depend on first.</summary>
    IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => [];

    /// <summary>
    /// The gates that the repository's own files show, each with the file and line that shows it and with <c>when</c> for the folders that it is
    /// about. Linters only where they are configured; nothing that publishes, deploys or needs the network.
    /// </summary>
    IEnumerable<GateSetting> Gates(GateSearch search);

    /// <summary>What looks at packages without tests, asked when all other gates are found.</summary>
    /// <param name="search">The repository, with what was found.</param>
    IEnumerable<GateSetting> GatesWithoutTests(GateSearch search) => [];

    /// <summary>Whether a line runs the tests of a package.</summary>
    /// <param name="command">A command of one of this stack's tools.</param>
    /// <param name="package">The package.</param>
    /// <param name="files">The repository.</param>
    bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) =>
        package.Folder.Length == 0
        || command.Folder == package.Folder
        || package.Folder.StartsWith(command.Folder + "/", StringComparison.Ordinal);

    /// <summary>Makes a command tell its result in a form that is read, and run only chosen tests where it can; null to leave it as it is.</summary>
    ReportedLine? Report(ReportRequest request) => null;

    /// <summary>The readers of its forms of results, by the names that <c>results:</c> takes.</summary>
    IReadOnlyDictionary<string, IResultReader> Readers => CommonReaders.None;

    /// <summary>Which part a file plays in testing, by its path.</summary>
    TestRole RoleOf(string path) => TestRole.None;

    /// <summary>Why a tool of this stack could not do its work: what is missing is not a fault of the change; null when that cannot be said.</summary>
    StackFault? Fault(FailedCommand failed) => null;

    /// <summary>
    /// Why a command told no result at all, where its runner says so in words that a test could print as well; null when that cannot be said.
    /// </summary>
    StackFault? Silence(FailedCommand failed) => null;

    /// <summary>How a program of this stack is installed; null for a program that it does not know.</summary>
    string? Remedy(string program) => null;

    /// <summary>The files that list what a project depends on, those that say most first.</summary>
    IReadOnlyList<DependencyFile> Dependencies => [];
}
