using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Python: pytest, unittest, Django, and the usual formatters, linters and type checkers.</summary>
internal sealed class PythonStack : IStack
{
    /// <inheritdoc/>
    public string Name => "python";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools => PythonTools.All;

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources { get; } = [".py", ".pyi"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["venv", "env", "site-packages", "__pycache__"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration => PythonConfiguration.All;

    /// <inheritdoc/>
    public IReadOnlyList<IPackageStore> Stores { get; } = [new PythonStore()];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) => PythonWords.Of(words, at);

    /// <inheritdoc/>
    public int SkipWrapper(IReadOnlyList<ShellWord> words, int at, StackSet stacks) => PythonWords.SkipWrapper(words, at);

    /// <inheritdoc/>
    public void Follow(GateCommand command, ReachedCommands reached) => PythonEntries.Follow(command, reached);

    /// <inheritdoc/>
    public IEnumerable<(string Path, IEnumerable<string> Lines)> Told(RepositoryFiles files)
    {
        foreach (var name in ToxText.Files.Where(files.Has))
        {
            var text = files.Text(name) ?? "";
            yield return (name, ToxText.Commands(name, text, new HashSet<string>()));
            yield return (name, ToxText.Environments(text).SelectMany(one => ToxText.Commands(name, text, new HashSet<string> { one })));
        }

        yield return (NoxText.File, NoxText.Commands(files.Text(NoxText.File) ?? "", new HashSet<string>()));
        foreach (var name in ScriptTables.Files.Where(files.Has))
        {
            yield return (name, ScriptTables.All(files.Text(name) ?? ""));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) =>
        [.. PythonLinters.Find(search.Files), .. DjangoGates.Checks(search.Files), .. PythonGates.Tests(search.Files, search.Python)];

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) =>
        [
            .. PythonPackage
                .All(files)
                .Select(package => new StackPackage("python", package.Folder, package.Manifest) { Tests = package.Shown(files) }),
        ];

    /// <inheritdoc/>
    public bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) => PytestPaths.Covers(command, package, files);

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) => PythonReport.Of(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal)
        {
            ["pytest"] = new JUnitReader(),
            ["unittest"] = new UnittestReader(),
            ["django"] = new UnittestReader(),
            ["black"] = new FormatterReader("black"),
            ["ruff-format"] = new FormatterReader("black"),
            ["isort"] = new FormatterReader("isort"),
            ["flake8"] = new LinterReader("flake8"),
            ["ruff"] = new LinterReader("ruff"),
            ["mypy"] = new LinterReader("mypy"),
            ["pyright"] = new LinterReader("pyright"),
        };

    /// <inheritdoc/>
    public TestRole RoleOf(string path) =>
        PythonGates.IsTestFile(path) ? TestRole.Test
        : GateTool.Name(path) == "conftest.py" ? TestRole.Support
        : TestRole.None;

    /// <inheritdoc/>
    public StackFault? Fault(FailedCommand failed) => PythonFaults.Of(failed);

    /// <inheritdoc/>
    public IReadOnlyList<DependencyFile> Dependencies => PythonRequirements.All;

    /// <inheritdoc/>
    public string? Remedy(string program) =>
        program switch
        {
            "pytest" or "black" or "isort" or "flake8" or "mypy" or "coverage" or "tox" or "nox" =>
                $"Install it: apt install python3-{program}, or pip install {program} in the project's .venv",
            "django" => "Install it: apt install python3-django, or pip install django in the project's .venv",
            "ruff" or "pyright" => $"Install it: pip install {program} in the project's .venv",
            "python" or "python3" => "Install it: apt install python3",
            "uv" or "poetry" or "pipenv" or "pdm" or "hatch" =>
                $"Install it: pipx install {program}, or name the gate without it in .ashlar/config.yaml",
            _ => null,
        };
}
