using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>What Python's tools take their orders from.</summary>
internal static class PythonConfiguration
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<JudgingTool> All { get; } =
    [
        new("pytest", ["pytest", "py.test"], ["pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml"])
        {
            Tables = ["tool.pytest", "tool:pytest", "pytest"],
            Harmless =
            [
                "markers",
                "minversion",
                "required_plugins",
                "asyncio_mode",
                "asyncio_default_fixture_loop_scope",
                "asyncio_default_test_loop_scope",
            ],
        },
        new("coverage", ["coverage", "cov"], [".coveragerc", ".coveragerc.toml"]) { Tables = ["tool.coverage", "coverage"] },
        new("flake8", ["flake8", "pyproject-flake8", "pflake8"], [".flake8"]) { Tables = ["flake8", "tool.flake8"] },
        new("ruff", ["ruff"], ["ruff.toml", ".ruff.toml"]) { Tables = ["tool.ruff"] },
        new("mypy", ["mypy", "dmypy"], ["mypy.ini", ".mypy.ini"]) { Tables = ["tool.mypy", "mypy"] },
        new("pyright", ["pyright", "basedpyright"], ["pyrightconfig.json"]) { Tables = ["tool.pyright", "tool.basedpyright"] },
        new("black", ["black"], []) { Tables = ["tool.black"] },
        new("isort", ["isort"], [".isort.cfg", ".editorconfig"]) { Tables = ["tool.isort", "isort", "tool:isort"] },
        new("pylint", ["pylint"], [".pylintrc", "pylintrc", ".pylintrc.toml", "pylintrc.toml"]) { Tables = ["tool.pylint", "pylint"] },
        new("pycodestyle", ["pycodestyle"], [".pycodestyle", ".pep8"]) { Tables = ["pycodestyle", "pep8", "tool.pycodestyle"] },
        new("pydocstyle", ["pydocstyle"], [".pydocstyle", ".pydocstyle.ini"]) { Tables = ["pydocstyle", "tool.pydocstyle"] },
        new("bandit", ["bandit"], [".bandit", "bandit.yaml", "bandit.yml"]) { Tables = ["tool.bandit", "bandit"] },
        new("ty", ["ty"], ["ty.toml"]) { Tables = ["tool.ty"] },
        new("pyre", ["pyre"], [".pyre_configuration"]),
        new("yapf", ["yapf"], [".style.yapf", ".yapfignore"]) { Tables = ["tool.yapf", "yapf", "style"] },
        new("tox", ["tox"], ["tox.ini", "tox.toml"]) { Tables = ["tool.tox", "tox", "testenv"] },
        new("nox", ["nox"], ["noxfile.py"]),
        new("hatch", ["hatch"], ["hatch.toml"]) { Tables = ["tool.hatch.envs", "tool.hatch.env"] },
        new("nose2", ["nose2"], ["unittest.cfg", "nose2.cfg", ".unittest.cfg"]),
        new("the task runner", ["poe", "task", "pdm", "invoke", "inv"], [])
        {
            Tables = ["tool.poe", "tool.taskipy", "tool.pdm.scripts", "tool.pdm.options"],
        },
        new("pre-commit", ["pre-commit", "prek"], [".pre-commit-config.yaml", ".pre-commit-config.yml"]),
        new("Python", ["python", "python3", "pytest", "tox", "nox", "uv"], [".python-version", "pyvenv.cfg"]),
    ];
}
