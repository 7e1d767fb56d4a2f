using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Seam;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class ReachedCommandsTests : IDisposable
{
    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData(
        "tox",
        "tox.ini",
        "[tox]\nenvlist = py\n[testenv]\ncommands =\n    python -m pip list\n    coverage run -m unittest {posargs:-v}\n",
        "unittest"
    )]
    [InlineData(
        "tox -e lint",
        "tox.ini",
        "[testenv]\ncommands = pytest\n[testenv:lint]\ncommands =\n    flake8 src\n    mypy src\n",
        "flake8|mypy"
    )]
    [InlineData("tox -e py312", "tox.ini", "[testenv]\ncommands = py312: {envbindir}/pytest {posargs}\n", "pytest")]
    [InlineData("tox", "tox.ini", "[base]\nrun = pytest tests\n[testenv]\nchangedir = web\ncommands = {[base]run}\n", "web: pytest")]
    [InlineData("tox", "tox.toml", "[env_run_base]\ncommands = [[\"pytest\", \"-q\"], [\"mypy\", \".\"]]\n", "pytest|mypy")]
    [InlineData("tox", "pyproject.toml", "[tool.tox]\nlegacy_tox_ini = \"\"\"\n[testenv]\ncommands = pytest -q\n\"\"\"\n", "pytest")]
    [InlineData(
        "nox -s tests",
        "noxfile.py",
        "import nox\n\n\n@nox.session(python=[\"3.12\"])\ndef tests(session):\n    session.install(\".\")\n    session.run(\n        \"coverage\", \"run\", \"-m\", \"pytest\", *session.posargs, env={\"A\": \"b\"}\n    )\n\n\n@nox.session\ndef lint(session):\n    session.run(\"flake8\", \"src\")\n",
        "pytest"
    )]
    [InlineData("nox", "noxfile.py", "@nox.session\ndef lint(session):\n    session.run(\"flake8\", \"src\")\n", "flake8")]
    [InlineData("hatch run test", "pyproject.toml", "[tool.hatch.envs.default.scripts]\ntest = \"pytest {args:tests}\"\n", "pytest")]
    [InlineData(
        "hatch run lint:all",
        "pyproject.toml",
        "[tool.hatch.envs.lint.scripts]\ntypes = \"mypy .\"\nall = [\n  \"types\",\n  \"ruff check\",\n]\n",
        "mypy|ruff"
    )]
    [InlineData(
        "pdm run check",
        "pyproject.toml",
        "[tool.pdm.scripts]\nunit = {cmd = \"pytest\"}\ncheck = {composite = [\"unit\", \"mypy src\"]}\n",
        "pytest|mypy"
    )]
    [InlineData(
        "poetry run poe all",
        "pyproject.toml",
        "[tool.poe.tasks.unit]\ncmd = \"pytest -q\"\n[tool.poe.tasks]\nall = [\"unit\"]\n",
        "pytest"
    )]
    [InlineData("poe unit", "pyproject.toml", "[tool.poe.tasks]\nunit = \"python -m unittest\"\n", "unittest")]
    [InlineData("pipenv run t", "Pipfile", "[scripts]\nt = \"pytest\"\n", "pytest")]
    [InlineData(
        "python runtests.py",
        "runtests.py",
        "import sys\nfrom django.core.management import execute_from_command_line\nargv = [\"x\", \"test\"] + sys.argv[1:]\nexecute_from_command_line(argv)\n",
        "manage.py test"
    )]
    [InlineData("coverage run ./run.py -q", "run.py", "import pytest\n\npytest.main([])\n", "pytest")]
    [InlineData("python go.py", "go.py", "import unittest\nunittest.TextTestRunner().run(all_tests())\n", "unittest")]
    [InlineData("python go.py", "go.py", "print('pytest')\n# pytest.main()\n", "")]
    [InlineData("make test", "Makefile", "test: ; @pytest -q\n", "pytest")]
    [InlineData("make test", "Makefile", "test: unit\n\t@echo done\nunit:\n\tpytest -q\n", "pytest")]
    [InlineData("make test", "Makefile", "test:\n\t$(MAKE) -C web check\n", "web: pytest")]
    [InlineData("make test", "Makefile", "test:\n\tcd web && ${MAKE} check\n", "web: pytest")]
    [InlineData(
        "just",
        "justfile",
        "all: unit (types \"src\")\n\nunit:\n    @pytest -q\n\ntypes where:\n    mypy {{where}}\n",
        "pytest|mypy"
    )]
    [InlineData(
        "task test",
        "Taskfile.yml",
        "version: '3'\ntasks:\n  test:\n    deps: [types]\n    cmds:\n      - task: unit\n  unit: pytest -q\n  types:\n    cmds: [{cmd: mypy .}]\n",
        "mypy|pytest"
    )]
    public void What_an_entry_runs_in_the_end_is_found(string line, string path, string text, string tools)
    {
        scene.With(path, text).With("web/Makefile", "check:\n\tpytest\n").With("tests/test_a.py", "def test_a(): pass\n");

        var reached = ReachedCommands.Of(line, new RepositoryFiles(scene.Root, StackCatalog.All));

        Assert.Equal(
            tools.Split('|').Order(StringComparer.Ordinal),
            reached
                .Select(command => command.Folder.Length == 0 ? command.Tool.Name : $"{command.Folder}: {command.Tool.Name}")
                .Distinct()
                .DefaultIfEmpty("")
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        "tox.ini",
        "[testenv]\ncommands = coverage run --parallel-mode --source a ./runtests.py --testrunner x.Y {posargs}\n",
        "python3 ./runtests.py"
    )]
    [InlineData("tox.ini", "[testenv]\ncommands = {envpython} -m unittest {posargs}\n", "python3 -m unittest")]
    [InlineData("tox.ini", "[testenv]\ncommands = pytest --cov\n", "python3 -m pytest -q")]
    [InlineData("tox.ini", "[testenv]\ncommands = pytest\n[pytest]\naddopts = -q\n", "python3 -m pytest -q")]
    [InlineData(
        "noxfile.py",
        "@nox.session\ndef tests(session):\n    session.run(\"python\", \"-m\", \"unittest\", \"discover\", \"-s\", \"tests\")\n",
        "python3 -m unittest discover -s tests"
    )]
    [InlineData(
        "tox.ini",
        "[testenv]\ncommands =\n    coverage run -m django test -v2 --settings=tests.settings {posargs}\n    coverage report\n",
        "python3 -m django test -v2 --settings=tests.settings"
    )]
    [InlineData(
        "tox.ini",
        "[testenv]\ncommands = python -Wd {envbindir}/coverage run tests/manage.py test -v2 --keepdb {posargs:myapp}\n",
        "python3 tests/manage.py test -v2 --keepdb myapp"
    )]
    [InlineData("tox.ini", "[testenv]\ncommands = django-admin test {posargs}\n", "python3 -m django test")]
    [InlineData("tox.ini", "[testenv]\ncommands =\n    ./run.sh test {posargs}\n    ./run.sh lint\n", "./run.sh test")]
    public void Tests_are_run_as_the_project_runs_them_although_pytest_is_there(string path, string text, string run)
    {
        scene
            .With(path, text)
            .With(
                "run.sh",
                "#!/bin/sh\ncase \"$1\" in\n  test)\n    python \\\n      -W error::ResourceWarning \\\n      -m django \\\n      test a \"$@\"\n    ;;\nesac\n"
            )
            .With("runtests.py", "from django.test.utils import get_runner\nget_runner(settings)\n")
            .With("tests/test_a.py", "import unittest\nclass A(unittest.TestCase):\n    def test_a(self): pass\n");

        Assert.Equal(run, GateFinder.Detect(scene.Root, GateScene.SystemPython).Single(gate => gate.Name == "tests").Run);
    }
}
