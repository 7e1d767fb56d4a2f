using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Gates of Python projects: linters that the repository configures, and its tests.</summary>
internal static partial class PythonGates
{
    private static readonly (string Tool, string Run, string? Fix, string[] Places, string Hook)[] Tools =
    [
        ("black", "black --check .", "black", ["pyproject.toml:tool.black"], "black"),
        ("isort", "isort --check .", "isort", ["pyproject.toml:tool.isort", ".isort.cfg:", "setup.cfg:isort", "tox.ini:isort"], "isort"),
        ("ruff", "ruff check .", "ruff check --fix", ["pyproject.toml:tool.ruff", "ruff.toml:", ".ruff.toml:"], "ruff"),
        ("ruff-format", "ruff format --check .", "ruff format", ["pyproject.toml:tool.ruff.format"], "ruff-format"),
        ("flake8", "flake8", null, [".flake8:", "setup.cfg:flake8", "tox.ini:flake8"], "flake8"),
        ("mypy", "mypy .", null, ["mypy.ini:", ".mypy.ini:", "pyproject.toml:tool.mypy", "setup.cfg:mypy"], "mypy"),
    ];

    /// <summary>One gate for each linter that a configuration section, file or pre-commit hook names.</summary>
    public static IEnumerable<GateSetting> Linters(RepositoryFiles files)
    {
        foreach (var (tool, run, fix, places, hook) in Tools)
        {
            if (Place(files, places, hook) is (var path, var line))
            {
                var command = tool == "mypy" && MypyNamesFiles(files, path) ? "mypy" : run;
                yield return new GateSetting(tool, command)
                {
                    Fix = fix,
                    Results = tool == "ruff-format" ? "black" : null,
                    SourcePath = path,
                    SourceLine = line,
                };
            }
        }
    }

    /// <summary>The test gate: pytest where it is configured, where tests are written for it or where it is there; else unittest. Null without tests.</summary>
    public static GateSetting? Tests(RepositoryFiles files, Interpreter? python)
    {
        var configured = PytestPlace(files);
        var test = files.All.FirstOrDefault(IsTestFile);
        if (test is null && configured is null)
        {
            return null;
        }

        var hasPytest = python?.Modules.Contains("pytest", StringComparer.Ordinal) ?? false;
        if (configured is not null || hasPytest || IsPytestStyle(files))
        {
            return new GateSetting("tests", "python3 -m pytest -q")
            {
                SourcePath = configured?.Path ?? test,
                SourceLine = configured?.Line,
            };
        }

        var folder = Path.GetDirectoryName(test)?.Replace('\\', '/') ?? "";
        var top = folder.Split('/')[0];
        var run =
            top.Length > 0 && !files.Has($"{top}/__init__.py") ? $"python3 -m unittest discover -s {top}" : "python3 -m unittest discover";
        return new GateSetting("tests", run) { SourcePath = test };
    }

    /// <summary>Where pytest is configured, or null.</summary>
    public static (string Path, int? Line)? PytestPlace(RepositoryFiles files) =>
        Place(
            files,
            [
                "pytest.ini:",
                ".pytest.ini:",
                "pytest.toml:",
                "pyproject.toml:tool.pytest",
                "setup.cfg:tool:pytest",
                "tox.ini:pytest",
                "conftest.py:",
            ],
            hook: null
        );

    /// <summary>Whether a path is a Python test file by its name.</summary>
    public static bool IsTestFile(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".py", StringComparison.Ordinal)
            && (
                name.StartsWith("test_", StringComparison.Ordinal)
                || name.EndsWith("_test.py", StringComparison.Ordinal)
                || name == "tests.py"
            );
    }

    /// <summary>Whether a test file uses pytest or has test functions outside a class.</summary>
    public static bool IsPytestStyle(RepositoryFiles files) =>
        files.All.Where(IsTestFile).Take(50).Any(path => PytestStyle().IsIn(files.Text(path) ?? ""));

    private static (string Path, int? Line)? Place(RepositoryFiles files, string[] places, string? hook)
    {
        foreach (var place in places)
        {
            var colon = place.IndexOf(':', StringComparison.Ordinal);
            var (path, section) = (place[..colon], place[(colon + 1)..]);
            if (section.Length == 0 ? files.Has(path) : files.Section(path, section) is not null)
            {
                return (path, section.Length == 0 ? null : files.Section(path, section));
            }
        }

        const string PreCommit = ".pre-commit-config.yaml";
        return hook is not null && Hook(files.Text(PreCommit), hook) is { } line ? (PreCommit, line) : null;
    }

    private static int? Hook(string? text, string hook)
    {
        var lines = (text ?? "").Split('\n');
        var index = Array.FindIndex(lines, line => line.Trim().TrimStart('-').Trim() == $"id: {hook}");
        return index < 0 ? null : index + 1;
    }

    private static bool MypyNamesFiles(RepositoryFiles files, string path) =>
        files.Text(path) is { } text
        && IniText.Entries(text).Any(entry => entry.Section is "mypy" or "tool.mypy" && entry.Key is "files" or "packages" or "modules");

    [GeneratedRegex(@"^(?:import pytest|from pytest |(?:async )?def test_\w+\()", RegexOptions.Multiline, 1000)]
    private static partial Regex PytestStyle();
}
