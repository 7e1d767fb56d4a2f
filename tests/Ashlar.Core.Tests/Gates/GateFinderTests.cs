using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class GateFinderTests : IDisposable
{
    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Linters_are_gates_only_where_the_repository_configures_them()
    {
        scene
            .With(
                "pyproject.toml",
                "[project]\nname = \"x\"\n\n[tool.black]\nline-length = 100\n[tool.pytest.ini_options]\naddopts = \"-q\"\n"
            )
            .With(".flake8", "[flake8]\n")
            .With(".pre-commit-config.yaml", "repos:\n- repo: x\n  hooks:\n  - id: mypy\n")
            .With("tests/test_a.py", "def test_a(): pass");

        Assert.Equal(
            [
                ("black", "black --check .", "pyproject.toml", 4),
                ("flake8", "flake8", ".flake8", null),
                ("mypy", "mypy --ignore-missing-imports --scripts-are-modules .", ".pre-commit-config.yaml", 4),
                ("tests", "python3 -m pytest -q", "pyproject.toml", 6),
            ],
            Found()
        );
    }

    [Fact]
    public void Plain_unittest_tests_run_with_unittest_where_pytest_is_absent()
    {
        scene.With("tests/test_a.py", "import unittest\nclass A(unittest.TestCase):\n    def test_a(self): pass\n");

        Assert.Equal("python3 -m unittest discover -s tests", GateFinder.Detect(scene.Root, null).Single().Run);
        Assert.Equal("python3 -m pytest -q", GateFinder.Detect(scene.Root, GateScene.SystemPython).Single().Run);
    }

    [Fact]
    public void A_django_project_is_checked_and_tested_by_its_own_runner_or_pytest()
    {
        scene
            .With("manage.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'app.settings')")
            .With("app/tests.py", "from django.test import TestCase\nclass A(TestCase):\n    def test_a(self): pass\n");

        Assert.Equal(
            ["python3 manage.py check", "python3 manage.py makemigrations --check --dry-run", "python3 manage.py test"],
            GateFinder.Detect(scene.Root, GateScene.SystemPython).Select(gate => gate.Run)
        );
        scene.With("pytest.ini", "[pytest]\nDJANGO_SETTINGS_MODULE = app.settings\n");
        Assert.Equal(
            ("python3 -m pytest -q", "pytest.ini", 2),
            GateFinder.Detect(scene.Root, GateScene.SystemPython).Select(gate => (gate.Run, gate.SourcePath, gate.SourceLine)).Last()
        );
    }

    [Fact]
    public void A_workflow_adds_tools_that_nothing_else_shows_and_never_what_publishes()
    {
        scene
            .With(
                ".github/workflows/ci.yml",
                """
                jobs:
                  test:
                    steps:
                      - uses: actions/checkout@v4
                      - run: pip install -e . && pytest
                      - run: |
                          flake8 src
                          pytest -q tests
                      - run: python -m pytest --token ${{ secrets.X }}
                      - run: twine upload dist/*
                """
            )
            .With("tests/test_a.py", "import pytest");

        Assert.Equal(
            [("flake8", "flake8 src", ".github/workflows/ci.yml", 7), ("tests", "python3 -m pytest -q", "tests/test_a.py", null)],
            Found()
        );
    }

    [Theory]
    [InlineData("tox.ini", "[testenv]\ncommands = pytest\n\n[testenv:lint]\ndeps = flake8\ncommands =\n    flake8 app\n", "flake8 app", 7)]
    [InlineData("tox.ini", "[testenv:lint]\nchangedir = app\ncommands = flake8 .\n", "cd app && flake8 .", null)]
    [InlineData("justfile", "test: lint\n    pytest -q\n\nlint:\n    uv run flake8 app\n", "uv run flake8 app", 5)]
    [InlineData("Makefile", "DIRS = app\n\nlint:\n\t@flake8 $(DIRS)\n", "flake8 app", null)]
    [InlineData("Taskfile.yml", "version: '3'\ntasks:\n  lint:\n    dir: app\n    cmds: [flake8 .]\n", "cd app && flake8 .", null)]
    [InlineData("noxfile.py", "import nox\n\n\n@nox.session\ndef lint(session):\n    session.run('flake8', 'app')\n", "flake8 app", null)]
    [InlineData("pyproject.toml", "[tool.poe.tasks]\nlint = 'flake8 app'\n", "flake8 app", 2)]
    [InlineData(
        ".github/workflows/ci.yml",
        "env: {MODE: strict}\njobs:\n  a:\n    defaults: {run: {working-directory: app}}\n    env: {PATH: /x, TOKEN: '${{ secrets.T }}'}\n    steps:\n      - run: flake8 .\n        env: {WORDS: a b}\n",
        "cd app && MODE=strict WORDS='a b' flake8 .",
        7
    )]
    [InlineData(
        ".github/workflows/ci.yml",
        "jobs:\n  a:\n    steps:\n      - run: |\n          cd app\n          flake8 .\n",
        "cd app && flake8 .",
        6
    )]
    public void A_linter_is_a_gate_where_the_project_says_that_it_runs_it(string path, string text, string run, int? line)
    {
        scene.With(path, text).With("app/a.py", "");

        Assert.Equal([("flake8", run, path, line)], Found().Where(gate => gate.Item1 != "tests"));
    }

    [Theory]
    [InlineData("justfile", "fmt:\n    black .\n    ruff check --fix .\n")]
    [InlineData("Makefile", "lint:\n\t-flake8 app\n")]
    [InlineData("justfile", "lint paths:\n    flake8 {{paths}}\n")]
    [InlineData("tox.ini", "[testenv:lint]\ncommands = pre-commit run --all-files\n")]
    [InlineData(".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: flake8 ${{ matrix.path }}\n      - run: black .\n")]
    public void What_writes_is_ignored_or_depends_on_others_is_no_gate(string path, string text)
    {
        scene.With(path, text).With("app/a.py", "");

        Assert.DoesNotContain(Found(), gate => gate.Item1 is "flake8" or "black" or "ruff" or "check" or "pre-commit");
    }

    [Theory]
    [InlineData(
        "Taskfile.yml",
        "version: '3'\ntasks:\n  test:\n    dir: app\n    cmds: [python3 -m pytest tests]\n",
        "cd app && python3 -m pytest tests"
    )]
    [InlineData(
        "Taskfile.yml",
        "version: '3'\nenv: {A: x, C: '{{.D}}'}\nvars: {DIR: app}\ntasks:\n  test:\n    dir: '{{.DIR}}'\n    env: {B: y}\n    cmds: [python3 -m pytest tests]\n",
        "cd app && A=x B=y python3 -m pytest tests"
    )]
    [InlineData(
        "Makefile",
        "test: export A = x\nlint: export B = y\n\ntest:\n\tcd app && python3 -m pytest tests\n",
        "cd app && A=x python3 -m pytest tests"
    )]
    [InlineData(
        ".github/workflows/ci.yml",
        "jobs:\n  a:\n    steps:\n      - run: pytest\n        working-directory: app\n        env: {A: 1}\n",
        "cd app && A=1 python3 -m pytest"
    )]
    [InlineData("tox.ini", "[testenv]\nchangedir = app\ncommands = pytest {posargs}\n", Pytest)]
    [InlineData(
        "tox.ini",
        "[testenv]\nchangedir = app\nsetenv =\n    PYTHONPATH = {toxinidir}/src\n    TMPDIR = {envtmpdir}\ncommands = pytest {posargs}\n",
        "cd app && PYTHONPATH=../src python3 -m pytest"
    )]
    [InlineData(
        "tox.toml",
        "[env_run_base]\nchange_dir = \"app\"\nset_env = { A = \"1\" }\ncommands = [[\"pytest\", \"tests\"]]\n",
        "cd app && A=1 python3 -m pytest tests"
    )]
    [InlineData(
        "noxfile.py",
        "import nox\n\n\n@nox.session\ndef tests(session):\n    session.chdir(\"app\")\n    session.run(\"python\", \"-m\", \"unittest\", \"-v\", \"test_a\", env={\"A\": \"b\", \"C\": \"d\"})\n",
        "cd app && A=b C=d python3 -m unittest -v test_a"
    )]
    [InlineData(
        "noxfile.py",
        "import nox\n\n\n@nox.session\ndef tests(session):\n    with session.chdir(\"app\"):\n        session.run(\"pytest\", \"tests\")\n    session.run(\"mypy\", \"app\")\n",
        "cd app && python3 -m pytest tests"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.poe.tasks.test]\nhelp = \"tests\"\ncmd = \"pytest tests\"\ncwd = \"app\"\n",
        "cd app && python3 -m pytest tests"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.pdm.scripts]\ntest = {cmd = \"pytest -x\", working_dir = \"app\", env = {A = \"1\"}}\n",
        "cd app && A=1 python3 -m pytest"
    )]
    [InlineData("Makefile", "test:\n\tcd app && python -m pytest\n", Pytest)]
    [InlineData(
        "Makefile",
        "test:\n\tcd app && PYTHONPATH=src python3 -W error -m unittest -v\n",
        "cd app && PYTHONPATH=src python3 -W error -m unittest -v"
    )]
    [InlineData(
        "Makefile",
        "export PYTHONPATH = src\nPYTEST ?= pytest\ntest: unit\nunit:\n\tcd app && $(PYTEST) --cov src -n auto -m 'not slow' $(ARGS)\n",
        "cd app && PYTHONPATH=src python3 -m pytest -m 'not slow'"
    )]
    [InlineData("justfile", "test:\n    cd app && uv run pytest\n", Pytest)]
    [InlineData("Makefile", "test:\n\t./run.sh\n", Pytest)]
    public void Tests_run_in_the_folder_in_which_the_project_runs_them(string path, string text, string run)
    {
        scene
            .With(path, text)
            .With("app/app.py", "")
            .With("app/tests/test_a.py", "import pytest")
            .With("run.sh", "#!/bin/sh\ncd app\npytest -q\n");

        Assert.Equal(run, Assert.Single(Found(), gate => gate.Item1.StartsWith("tests", StringComparison.Ordinal)).Item2);
    }

    private const string Pytest = "cd app && python3 -m pytest -q";

    [Fact]
    public void Each_line_that_runs_tests_is_a_gate_of_its_own()
    {
        scene
            .With(
                "Makefile",
                "PYTEST ?= python3 -m pytest\ntest: test-unit test-integration\ntest-unit:\n\t$(PYTEST) tests/unit\ntest-integration:\n\tcd integration && $(PYTEST) .\nwatch:\n\tpytest --pdb tests\n"
            )
            .With("integration/test_i.py", "import pytest")
            .With("tests/unit/test_u.py", "import pytest");

        Assert.Equal(["python3 -m pytest tests/unit", "cd integration && python3 -m pytest -q"], Found().Select(gate => gate.Item2));
    }

    [Theory]
    [InlineData("checks", "python3 -m unittest discover -s checks -p 'chk_*.py' -t .")]
    [InlineData("gone", null)]
    public void The_projects_own_line_finds_tests_that_no_name_tells(string folder, string? run)
    {
        scene
            .With(
                "pyproject.toml",
                $"[project]\nname = \"a\"\n[tool.hatch.envs.default.scripts]\ntest = \"python -m unittest discover -s {folder} -p 'chk_*.py' -t .\"\n"
            )
            .With("checks/chk_a.py", "import unittest");

        Assert.Equal(run, Found().Select(gate => gate.Item2).SingleOrDefault());
    }

    [Theory]
    [InlineData(
        "tox.ini",
        "[testenv]\ncommands =\n    pytest {posargs}\n    python -m doctest README.md\n    python -m pip list\n",
        "python -m doctest README.md"
    )]
    [InlineData(
        "Makefile",
        "test:\n\tgo test ./...\n\tgo test -v ./...\n\tgo test -tags integration ./...\n",
        "go test -tags integration ./..."
    )]
    [InlineData("Makefile", "test:\n\tgo test ./...\n\t@echo done\n", null)]
    public void What_runs_beside_the_tests_and_is_no_gate_is_told(string path, string text, string? command)
    {
        scene.With(path, text).With("tests/test_a.py", "import pytest").With("go.mod", "module a\n").With("a_test.go", "package a\n");

        var notes = GateFinder.Select(null, [], scene.Root, null).Notes;

        Assert.Equal(command is null ? 0 : 1, notes.Count);
        Assert.All(notes, note => Assert.StartsWith($"{path}: `{command}` ", note, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_roots_own_configuration_collects_stays_with_the_root()
    {
        scene
            .With("Makefile", "test:\n\tcd app && pytest\n\nall:\n\tcd app && pytest ../tests\n")
            .With("pytest.ini", "[pytest]\npythonpath = app\n")
            .With("app/tests/test_a.py", "import pytest");

        Assert.Equal(["python3 -m pytest -q"], Found().Select(gate => gate.Item2));
    }

    [Fact]
    public void Scripts_of_a_package_are_gates()
    {
        scene.With(
            "package.json",
            "{\n \"scripts\": {\n  \"test\": \"node --test\",\n  \"lint\": \"eslint .\",\n  \"deploy\": \"x\"\n }\n}"
        );

        Assert.Equal([("lint", "npm run lint", "package.json", 4), ("node-tests", "npm test", "package.json", 3)], Found());
    }

    [Fact]
    public void Configured_gates_replace_all_others_and_prose_is_completed_by_the_detected_tests()
    {
        scene.With("tests/test_a.py", "import pytest");
        GateSetting[] prose = [new("black", "black --check .")];

        Assert.Empty(GateFinder.Select([], prose, scene.Root, null).Gates);
        var selected = GateFinder.Select(null, prose, scene.Root, null);
        Assert.Equal((GateOrigin.Prose, 1), (selected.Origin, selected.Notes.Count));
        Assert.Equal(["black --check .", "python3 -m pytest -q"], selected.Gates.Select(gate => gate.Run));
        Assert.Equal(["pytest x"], GateFinder.Select(null, [new("t", "pytest x")], scene.Root, null).Gates.Select(gate => gate.Run));
    }

    [Fact]
    public async Task A_runner_named_in_prose_that_is_missing_is_left_out_where_the_tool_is_there()
    {
        var selection = new GateSelection(
            [new("tests", "docker-compose exec -T web pytest -q"), new("lint", "docker-compose exec web no-such-linter")],
            GateOrigin.Prose
        );

        var prepared = await GatePreparation.OfAsync(selection, scene.World, default);

        Assert.Equal(["pytest -q"], prepared.Gates.Select(gate => gate.Run));
        Assert.Equal("the gate \"lint\" needs docker-compose, which is not installed", Assert.Single(prepared.Problems).Message);
        Assert.Single(prepared.Notes);
    }

    [Fact]
    public async Task A_configured_runner_that_only_chooses_an_environment_of_Python_is_left_out_too()
    {
        var selection = new GateSelection(
            [new("tests", "rye run pytest -q"), new("web", "docker-compose exec web pytest -q")],
            GateOrigin.Configured
        );

        var prepared = await GatePreparation.OfAsync(selection, scene.World, default);

        Assert.Equal(["pytest -q"], prepared.Gates.Select(gate => gate.Run));
        Assert.Equal("the gate \"web\" needs docker-compose, which is not installed", Assert.Single(prepared.Problems).Message);
    }

    [Fact]
    public async Task A_missing_linter_that_was_only_detected_is_left_out_with_a_note()
    {
        var selection = new GateSelection([new("x", "no-such-linter ."), new("tests", "python3 -m pytest")], GateOrigin.Detected);

        var prepared = await GatePreparation.OfAsync(selection, scene.World, default);

        Assert.Equal(("tests", 0, 1), (prepared.Gates.Single().Name, prepared.Problems.Count, prepared.Notes.Count));
    }

    private IEnumerable<(string, string, string?, int?)> Found() =>
        GateFinder.Detect(scene.Root, null).Select(gate => (gate.Name, gate.Run, gate.SourcePath, gate.SourceLine));
}
