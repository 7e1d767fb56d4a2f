using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Formatters, linters and type checkers of Python, each only where it is configured: by a section, a file or a pre-commit hook.</summary>
internal static class PythonLinters
{
    private static readonly PythonLinter[] Known =
    [
        new("black", "black --check", "black", ["pyproject.toml:tool.black"]),
        new("isort", "isort --check", "isort", ["pyproject.toml:tool.isort", ".isort.cfg:", "setup.cfg:isort", "tox.ini:isort"]),
        new("ruff", "ruff check", "ruff check --fix", ["pyproject.toml:tool.ruff", "ruff.toml:", ".ruff.toml:"]),
        new("ruff-format", "ruff format --check", "ruff format", ["pyproject.toml:tool.ruff.format"]) { Results = "black" },
        new("flake8", "flake8", null, [".flake8:", "setup.cfg:flake8", "tox.ini:flake8"]),
        new("mypy", "mypy", null, ["mypy.ini:", ".mypy.ini:", "pyproject.toml:tool.mypy", "setup.cfg:mypy"]),
        new("pyright", "pyright", null, ["pyrightconfig.json:", "pyproject.toml:tool.pyright"]),
    ];

    /// <summary>The gates: those of the root, and of packages below it for tools that the root does not configure.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        var hooks = PreCommitHooks.Of(files);
        var folders = PythonPackage.All(files).Select(package => package.Folder).Where(folder => folder.Length > 0).ToList();
        var targets = new LinterTargets(files);
        foreach (var linter in Known)
        {
            if (hooks.FirstOrDefault(hook => hook.Tool == linter.Name) is { } hook)
            {
                yield return linter.Gate(hook);
            }
            else if (PythonPlaces.First(files, "", linter.Places) is { } place)
            {
                yield return linter.Gate(files, "", place, targets.Of(linter.Results == "black" ? PythonTools.RuffFormat : linter.Name));
            }
            else
            {
                foreach (var folder in folders)
                {
                    if (PythonPlaces.First(files, folder, linter.Places) is { } own)
                    {
                        yield return linter.Gate(files, folder, own);
                    }
                }
            }
        }
    }
}
